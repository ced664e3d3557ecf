import type { Data, RecordBatch } from 'apache-arrow';
import { EVENT_COLUMNS } from '../../schemas/event-batch.ts';
import { wordsOf } from './arrow-texts.ts';
import type { EventCells } from './event-cells.ts';
import type { EventRules } from './event-rules.ts';
import { rowScreen } from './row-screen.ts';

/**
 * Returns the rows of an event batch that may not be valid events. Every other row passes the event schema
 * (`schemas/ward-event.ts`); `validateEvent` decides the suspect ones.
 */
export function findSuspectRows(
  batch: RecordBatch,
  rules: EventRules,
  notUtf8: ReadonlySet<number> = new Set(),
): number[] {
  const { children } = batch.data;
  const filled = filledColumns(children, batch.numRows);
  const isClearlyValid = rowScreen(cellsOf(children), rules);
  const result: number[] = [];
  for (let row = 0; row < batch.numRows; row++) {
    if (!isClearlyValid(row, filled[row]!) || notUtf8.has(row)) result.push(row);
  }
  return result;
}

function cellsOf(children: readonly Data[]): EventCells {
  return Object.fromEntries(
    Object.entries(EVENT_COLUMNS).map(([name, kind], column) => {
      const data = children[column]!;
      switch (kind) {
        case 'text':
          return [name, { offsets: data.valueOffsets, bytes: data.values }];
        case 'word':
          return [name, { codes: data.values, words: words(data) }];
        case 'instant':
          return [name, { halves: halves(data.values as BigInt64Array) }];
        default:
          return [name, { values: data.values }];
      }
    }),
  ) as unknown as EventCells;
}

function words({ dictionary }: Data): readonly string[] {
  return dictionary === undefined ? [] : (wordsOf(dictionary) as readonly string[]);
}

function halves({ buffer, byteOffset, length }: BigInt64Array): Int32Array {
  return new Int32Array(buffer, byteOffset, length * 2);
}

/** Returns a bit mask for every row: one bit a column, set if the row has a value there. */
function filledColumns(children: readonly Data[], rows: number): Int32Array {
  const filled = new Int32Array(rows);
  let everywhere = 0;
  children.forEach(({ nullCount, nullBitmap, offset }, column) => {
    const bit = 1 << column;
    if (nullCount === rows) return;
    if (nullCount === 0) {
      everywhere |= bit;
      return;
    }
    for (let row = 0, at = offset; row < rows; row++, at++) {
      filled[row]! |= ((nullBitmap[at >> 3]! >> (at & 7)) & 1) << column;
    }
  });
  for (let row = 0; row < rows; row++) filled[row]! |= everywhere;
  return filled;
}
