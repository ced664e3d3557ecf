import type { RecordBatch } from 'apache-arrow';
import {
  decode,
  LARGEST_RECORD_BYTES,
  type RawRecord,
  type Rejection,
} from '../../pipelines/events/decode.ts';
import type { EventRules } from '../../pipelines/events/event-rules.ts';
import { toArrow } from '../../pipelines/events/to-arrow.ts';
import { InputError } from '../platform/input-error.ts';
import { type Chunk, DECODED_BYTES, DECODED_EVENTS, REJECTED_BYTES } from './chunk.ts';
import { isDamagedGzip, isTruncatedGzip, ndjsonStream } from './ndjson-stream.ts';
import { lines } from './split-lines.ts';

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
  let batches: RecordBatch[] = [];
  let rejected: Rejection[] = [];
  let read = 0;
  let rejectedBytes = 0;
  const atOnce = Math.min(chunkEvents, DECODED_EVENTS);
  try {
    for await (const group of lines(stream, from, atOnce, DECODED_BYTES)) {
      if (group.nextOffset < from) {
        throw new InputError(
          `${file} has ${group.nextOffset} lines, but ${from} were read of it before; replay into a new --out, or use --fresh`,
        );
      }
      const last = group.endsOpen ? group.records.at(-1) : undefined;
      const isCut = last !== undefined && !isJson(last);
      const records = isCut ? group.records.slice(0, -1) : group.records;
      const decoded = decode(records, rules);
      batches.push(toArrow(decoded.events));
      rejected.push(...decoded.rejected);
      read += records.length;
      rejectedBytes += decoded.rejected.reduce((sum, { raw }) => sum + raw.length, 0);
      if (read >= chunkEvents || rejectedBytes >= REJECTED_BYTES || group.isLast) {
        const nextOffset = isCut ? last.offset : group.nextOffset;
        yield { batches, rejected, nextOffset, bytesRead: bytes.bytesRead };
        [batches, rejected, read, rejectedBytes] = [[], [], 0, 0];
      }
      if (isCut) throw cutOff(file, `in the middle of line ${last.offset + 1}`);
    }
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

/** A line that is too large is not cut off: it was not kept to its end. */
function isJson(record: RawRecord): boolean {
  if (record.bytes.length > LARGEST_RECORD_BYTES) return true;
  try {
    JSON.parse(Buffer.from(record.bytes).toString('utf8'));
    return true;
  } catch {
    return false;
  }
}
