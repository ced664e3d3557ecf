import type { RecordBatch } from 'apache-arrow';
import { findSuspectRows } from './arrow-prefilter.ts';
import { decode, type Rejection } from './decode.ts';
import { wireLine } from './encode.ts';
import type { EventRules } from './event-rules.ts';
import type { EventRows } from './event-table.ts';

/** The valid events of a batch, as slices of it in order, and the rejected rows. */
export interface DecodedBatch {
  readonly batches: RecordBatch[];
  readonly rejected: Rejection[];
  /** Number of rows that were decoded, from the first on. */
  readonly rows: number;
}

/**
 * Decodes rows of an Arrow event file. Accepts the same events as `decode` does of NDJSON lines, and rejects the
 * others for the same reasons.
 * @param offset log position of the first row
 * @param rejectedBytes decoding stops at the rejection that reaches this total. Rows share dictionary values, so as
 *   lines they can be thousands of times larger than the file
 */
export function decodeBatch(
  rows: EventRows,
  offset: number,
  rules: EventRules,
  rejectedBytes = Number.POSITIVE_INFINITY,
): DecodedBatch {
  const { batch, notUtf8 } = rows;
  const rejected: Rejection[] = [];
  const batches: RecordBatch[] = [];
  let from = 0;
  let bytes = 0;
  let end = batch.numRows;
  for (const row of findSuspectRows(batch, rules, notUtf8)) {
    const line = { offset: offset + row, bytes: wireLine(rows, row) };
    const decoded = decode([line], rules);
    if (decoded.rejected.length === 0) continue;
    rejected.push(...decoded.rejected);
    if (row > from) batches.push(batch.slice(from, row));
    from = row + 1;
    bytes += decoded.rejected[0]!.raw.length;
    if (bytes < rejectedBytes) continue;
    end = from;
    break;
  }
  if (from === 0) return { batches: [batch], rejected, rows: end };
  if (from < end) batches.push(batch.slice(from, end));
  return { batches, rejected, rows: end };
}
