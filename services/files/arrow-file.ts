import type { RecordBatch } from 'apache-arrow';
import type { Rejection } from '../../pipelines/events/decode.ts';
import { decodeBatch } from '../../pipelines/events/decode-arrow.ts';
import type { EventRules } from '../../pipelines/events/event-rules.ts';
import { rowsBetween } from '../../pipelines/events/event-table.ts';
import { arrowBatches } from './arrow-batches.ts';
import { type Chunk, REJECTED_BYTES } from './chunk.ts';

/**
 * Reads an Arrow event file (IPC stream or file format, columns of `schemas/event-batch.ts`) from row
 * `from` on.
 * @throws InputError if the file is truncated or its columns are not those of events
 */
export async function* arrowChunks(
  file: string,
  from: number,
  rules: EventRules,
  chunkEvents: number,
): AsyncGenerator<Chunk> {
  let offset = 0;
  let read = 0;
  let rejectedBytes = 0;
  let bytesRead = 0;
  let batches: RecordBatch[] = [];
  let rejected: Rejection[] = [];
  const chunk = (nextOffset: number): Chunk => {
    const whole = { batches, rejected, nextOffset, bytesRead };
    [batches, rejected, read, rejectedBytes] = [[], [], 0, 0];
    return whole;
  };
  for await (const { rows, bytesRead: bytesSoFar } of arrowBatches(file)) {
    bytesRead = bytesSoFar;
    const { numRows } = rows.batch;
    for (let start = Math.max(0, from - offset); start < numRows; ) {
      const part = rowsBetween(rows, start, Math.min(start + chunkEvents, numRows));
      const decoded = decodeBatch(part, offset + start, rules, REJECTED_BYTES - rejectedBytes);
      batches.push(...decoded.batches);
      rejected.push(...decoded.rejected);
      read += decoded.rows;
      rejectedBytes += decoded.rejected.reduce((sum, { raw }) => sum + raw.length, 0);
      start += decoded.rows;
      if (read >= chunkEvents || rejectedBytes >= REJECTED_BYTES) yield chunk(offset + start);
    }
    offset += numRows;
  }
  yield chunk(Math.max(from, offset));
}
