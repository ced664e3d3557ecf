import type { RecordBatch } from 'apache-arrow';
import { judge, type Rejection } from './decode.ts';
import type { EventRules } from './event-rules.ts';
import { asEventBatch } from './event-table.ts';
import { suspects } from './screen.ts';
import { toWireEvent } from './wire-event.ts';

/** The valid events of a batch, as slices of it in order, and the rows that are not events. */
export interface Screened {
  readonly batches: RecordBatch[];
  readonly rejected: Rejection[];
}

/**
 * Decodes a batch of an Arrow event file: the counterpart of `decode` for columns. The same events
 * are accepted, and rejected for the same reasons, as of NDJSON lines.
 * @param offset log position of the first row
 */
export function decodeBatch(batch: RecordBatch, offset: number, rules: EventRules): Screened {
  const events = asEventBatch(batch);
  const rejected: Rejection[] = [];
  const batches: RecordBatch[] = [];
  let from = 0;
  for (const row of suspects(events, rules)) {
    const wire = JSON.stringify(toWireEvent(events, row));
    const verdict = judge(JSON.parse(wire), rules);
    if ('event' in verdict) continue;
    rejected.push({ offset: offset + row, ...verdict, raw: Buffer.from(wire) });
    if (row > from) batches.push(events.slice(from, row));
    from = row + 1;
  }
  if (from === 0) return { batches: [events], rejected };
  if (from < events.numRows) batches.push(events.slice(from, events.numRows));
  return { batches, rejected };
}
