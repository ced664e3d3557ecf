import type { RecordBatch } from 'apache-arrow';
import { LARGEST_RECORD_BYTES, type Rejection } from '../../pipelines/events/decode.ts';
import { LineDecoder } from '../../pipelines/events/decode-lines.ts';
import type { EventRules } from '../../pipelines/events/event-rules.ts';
import { InputError } from '../platform/input-error.ts';
import { type Chunk, DECODED_BYTES, DECODED_EVENTS, REJECTED_BYTES } from './chunk.ts';
import { isDamagedGzip, isTruncatedGzip, ndjsonStream } from './ndjson-stream.ts';
import { LineCursor } from './split-lines.ts';

/**
 * Reads an NDJSON event file (`.gz`: compressed) from line `from` on.
 * @throws InputError if the file is truncated or damaged
 */
export async function* ndjsonChunks(
  file: string,
  from: number,
  rules: EventRules,
  chunkEvents: number,
): AsyncGenerator<Chunk> {
  const { bytes, stream } = ndjsonStream(file);
  const lines = new LineCursor(from);
  const part = new ChunkInMaking(rules, chunkEvents);
  try {
    for await (const piece of stream) {
      lines.feed(piece);
      while (lines.next()) {
        part.take(lines);
        if (part.isFull) yield part.finish(lines.nextOffset, bytes.bytesRead);
      }
    }
    const { endsOpen } = lines;
    const hasLast = lines.last();
    if (lines.nextOffset < from) {
      throw new InputError(
        `${file} has ${lines.nextOffset} lines, but ${from} were read of it before; replay into a new --out, or use --fresh`,
      );
    }
    const isCut = endsOpen && hasLast && !isJson(lines);
    if (hasLast && !isCut) part.take(lines);
    yield part.finish(isCut ? lines.offset : lines.nextOffset, bytes.bytesRead);
    if (isCut) throw cutOff(file, `in the middle of line ${lines.offset + 1}`);
  } catch (error) {
    if (isTruncatedGzip(error)) throw cutOff(file, 'before the end of its compressed data');
    if (isDamagedGzip(error)) {
      const message = `${file} cannot be unpacked (${(error as Error).message}). What was committed is kept.`;
      throw new InputError(message, { cause: error });
    }
    throw error;
  } finally {
    bytes.destroy();
  }
}

function cutOff(file: string, where: string): InputError {
  return new InputError(
    `${file} ends ${where}: it looks cut off. What was committed is kept; run again with the whole file to go on from there.`,
  );
}

/** Decodes lines until a commit has enough of them. */
class ChunkInMaking {
  private readonly rules: EventRules;
  private readonly mostEvents: number;
  private batches: RecordBatch[] = [];
  private rejected: Rejection[] = [];
  private decoder: LineDecoder | null = null;
  private decodedBytes = 0;
  private read = 0;
  private rejectedBytes = 0;

  constructor(rules: EventRules, mostEvents: number) {
    this.rules = rules;
    this.mostEvents = mostEvents;
  }

  get isFull(): boolean {
    return this.read >= this.mostEvents || this.rejectedBytes >= REJECTED_BYTES;
  }

  take({ offset, bytes, start, end }: LineCursor): void {
    this.decoder ??= new LineDecoder(this.rules, Math.min(this.mostEvents, DECODED_EVENTS));
    const rejection = this.decoder.take(offset, bytes, start, end);
    if (rejection !== null) {
      this.rejected.push(rejection);
      this.rejectedBytes += rejection.raw.length;
    }
    this.read++;
    this.decodedBytes += end - start;
    if (this.decoder.isFull || this.decodedBytes >= DECODED_BYTES) this.endBatch();
  }

  finish(nextOffset: number, bytesRead: number): Chunk {
    this.endBatch();
    const { batches, rejected } = this;
    [this.batches, this.rejected, this.read, this.rejectedBytes] = [[], [], 0, 0];
    return { batches, rejected, nextOffset, bytesRead };
  }

  private endBatch(): void {
    if (this.decoder === null) return;
    const batch = this.decoder.finish();
    if (batch.numRows > 0) this.batches.push(batch);
    this.decoder = null;
    this.decodedBytes = 0;
  }
}

/** A line that is too large is not cut off: it was not kept to its end. */
function isJson({ bytes, start, end }: LineCursor): boolean {
  if (end - start > LARGEST_RECORD_BYTES) return true;
  try {
    JSON.parse(bytes.toString('utf8', start, end));
    return true;
  } catch {
    return false;
  }
}
