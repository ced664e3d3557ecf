import type { RecordBatch } from 'apache-arrow';
import { suspects } from './arrow-prefilter.ts';
import { decode, type Rejection } from './decode.ts';
import { wireLine } from './encode.ts';
import type { EventRules } from './event-rules.ts';
import type { EventRows } from './event-table.ts';

/** The valid events of a batch, as slices of it in order, and the rows that are not events. */
export interface Screened {
  readonly batches: RecordBatch[];
  readonly rejected: Rejection[];
  /** Rows that were decoded, from the first one on. */
  readonly rows: number;
}

/**
 * Decodes rows of an Arrow event file: the counterpart of `decode` for columns. The same events are
 * accepted, and rejected for the same reasons, as of NDJSON lines.
 * @param offset log position of the first row
 * @param rejectedBytes decoding ends with the rejection that reaches it: rows share words, and as lines may be
 *   thousands of times larger than their file
 */
export function decodeBatch(
  rows: EventRows,
  offset: number,
  rules: EventRules,
  rejectedBytes = Number.POSITIVE_INFINITY,
): Screened {
  const { batch, notUtf8 } = rows;
  const rejected: Rejection[] = [];
  const batches: RecordBatch[] = [];
  let from = 0;
  let bytes = 0;
  let end = batch.numRows;
  for (const row of suspects(batch, rules, notUtf8)) {
    const line = { offset: offset + row, bytes: wireLine(rows, row) };
    const verdict = decode([line], rules);
    if (verdict.rejected.length === 0) continue;
    rejected.push(...verdict.rejected);
    if (row > from) batches.push(batch.slice(from, row));
    from = row + 1;
    bytes += verdict.rejected[0]!.raw.length;
    if (bytes < rejectedBytes) continue;
    end = from;
    break;
  }
  if (from === 0) return { batches: [batch], rejected, rows: end };
  if (from < end) batches.push(batch.slice(from, end));
  return { batches, rejected, rows: end };
}
