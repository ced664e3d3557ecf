import { LARGEST_RECORD_BYTES, type Rejection } from '../../pipelines/events/decode.ts';
import { LineBatches } from '../../pipelines/events/decode-lines.ts';
import type { EventRules } from '../../pipelines/events/event-rules.ts';
import { InputError } from '../platform/input-error.ts';
import { type Chunk, DECODED_EVENTS, REJECTED_BYTES } from './chunk.ts';
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
  private readonly batches: LineBatches;
  private readonly mostEvents: number;
  private rejected: Rejection[] = [];
  private read = 0;
  private rejectedBytes = 0;

  constructor(rules: EventRules, mostEvents: number) {
    this.batches = new LineBatches(rules, Math.min(mostEvents, DECODED_EVENTS));
    this.mostEvents = mostEvents;
  }

  get isFull(): boolean {
    return this.read >= this.mostEvents || this.rejectedBytes >= REJECTED_BYTES;
  }

  take({ offset, bytes, start, end }: LineCursor): void {
    const rejection = this.batches.take(offset, bytes, start, end);
    if (rejection !== null) {
      this.rejected.push(rejection);
      this.rejectedBytes += rejection.raw.length;
    }
    this.read++;
  }

  finish(nextOffset: number, bytesRead: number): Chunk {
    const { rejected } = this;
    [this.rejected, this.read, this.rejectedBytes] = [[], 0, 0];
    return { batches: this.batches.finish(), rejected, nextOffset, bytesRead };
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
