import type { RecordBatch } from 'apache-arrow';
import type { Rejection } from '../../pipelines/scoring/decode.ts';
import { decodeBatch } from '../../pipelines/scoring/decode-batch.ts';
import type { EventRules } from '../../pipelines/scoring/event-rules.ts';
import { type EventRows, rowsBetween } from '../../pipelines/scoring/event-table.ts';
import { arrowBatches } from './arrow-batches.ts';
import type { Portion } from './portion.ts';

/**
 * Reads an Arrow event file (IPC stream or file format, columns of `schemas/event-batch.ts`) from row
 * `from` on.
 * @throws InputError where the file is cut off or its columns are not those of events
 */
export async function* arrowPortions(
  file: string,
  from: number,
  rules: EventRules,
  portionEvents: number,
): AsyncGenerator<Portion> {
  let offset = 0;
  let read = 0;
  let bytesRead = 0;
  let batches: RecordBatch[] = [];
  let rejected: Rejection[] = [];
  const portion = (nextOffset: number): Portion => {
    const whole = { batches, rejected, nextOffset, bytesRead };
    [batches, rejected, read] = [[], [], 0];
    return whole;
  };
  for await (const { rows, bytesRead: bytesSoFar } of arrowBatches(file)) {
    bytesRead = bytesSoFar;
    for (const part of parts(rows, Math.max(0, from - offset), portionEvents)) {
      const decoded = decodeBatch(part.rows, offset + part.start, rules);
      batches.push(...decoded.batches);
      rejected.push(...decoded.rejected);
      read += part.rows.batch.numRows;
      if (read >= portionEvents) yield portion(offset + part.start + part.rows.batch.numRows);
    }
    offset += rows.batch.numRows;
  }
  yield portion(Math.max(from, offset));
}

/** A batch in parts of a portion's size, without the first `skip` rows. */
function* parts(rows: EventRows, skip: number, size: number) {
  const { numRows } = rows.batch;
  for (let start = skip; start < numRows; start += size) {
    yield { start, rows: rowsBetween(rows, start, Math.min(start + size, numRows)) };
  }
}
