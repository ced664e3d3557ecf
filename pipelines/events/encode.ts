import type { RecordBatch, Vector } from 'apache-arrow';
import { type ColumnKind, EVENT_COLUMNS, type EventColumn } from '../../schemas/event-batch.ts';
import { formatInstant } from '../../schemas/instant.ts';
import type { WardEvent, WireEvent } from '../../schemas/ward-event.ts';
import { textOf } from './arrow-texts.ts';
import type { EventRows } from './event-table.ts';
import { WIRE_NAMES } from './wire-names.ts';

const INSTANTS = ['occurredAt', 'recordedAt', 'plannedDischargeAt', 'from', 'to'] as const;

/** Returns a validated event as JSON has it. */
export function wireEvent(event: WardEvent): WireEvent {
  const wire: Record<string, unknown> = { ...event };
  for (const name of INSTANTS) {
    const instant = wire[name];
    if (typeof instant === 'number') wire[name] = formatInstant(instant);
  }
  return wire as WireEvent;
}

/** Returns the JSON of a validated event, as bytes. */
export const wireBytes = (event: WardEvent) => Buffer.from(JSON.stringify(wireEvent(event)));

/** Returns one row of a file as a line of NDJSON. Bytes that are not UTF-8 in the file are not UTF-8 in the line. */
export function wireLine({ found, notUtf8 }: EventRows, row: number): Uint8Array {
  const line = Buffer.from(JSON.stringify(toWireEvent(found, row)));
  if (!notUtf8.has(row)) return line;
  return Buffer.from(line.toString('latin1').replaceAll(REPLACEMENT, '\xff'), 'latin1');
}

/** The bytes of U+FFFD, which replaces bytes that are not UTF-8. */
const REPLACEMENT = Buffer.from('\ufffd').toString('latin1');

/** Returns one row of an event batch as a JSON object, without its null fields. */
export function toWireEvent(batch: RecordBatch, row: number): Record<string, unknown> {
  const event: Record<string, unknown> = {};
  for (const [name, kind] of Object.entries(EVENT_COLUMNS)) {
    const value = valueAt(batch, name as EventColumn, kind, row);
    if (value === null || name === 'text') continue;
    const field = WIRE_NAMES[name as EventColumn];
    event[field] = name === 'items' ? parsedItems(value) : value;
  }
  const text = valueAt(batch, 'text', 'word', row);
  if (text !== null && event.type === 'judgement') event.note = text;
  else if (text !== null) event.value = text === 'true' ? true : text === 'false' ? false : text;
  return event;
}

function valueAt(batch: RecordBatch, name: EventColumn, kind: ColumnKind, row: number) {
  const column = batch.getChild(name);
  if (kind === 'instant') return column === null ? null : instantAt(column, row);
  const isText = kind === 'text' || kind === 'word';
  if (isText && column?.data.length === 1) return textOf(column.data[0]!, row);
  return column?.get(row) ?? null;
}

/** Reads microseconds. Arrow's own reader returns milliseconds, and throws for values a double cannot count. */
function instantAt(vector: Vector, row: number): string | null {
  let start = 0;
  for (const data of vector.data) {
    const at = row - start;
    if (at < data.length) {
      return data.getValid(at) ? formatInstant(Number((data.values as BigInt64Array)[at])) : null;
    }
    start += data.length;
  }
  return null;
}

function parsedItems(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
