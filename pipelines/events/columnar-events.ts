import type { RecordBatch } from 'apache-arrow';
import type { WardEvent } from '../../schemas/ward-event.ts';
import { wordsOf } from './arrow-texts.ts';
import { decode } from './decode.ts';
import { wireLine } from './encode.ts';
import { ACCEPTED } from './event-rules.ts';

/** Events in order as event batches (schema: `schemas/event-batch.ts`), read without an object for each. */
export class ColumnarEvents {
  readonly batches: readonly RecordBatch[];
  readonly length: number;

  constructor(batches: readonly RecordBatch[]) {
    this.batches = batches;
    this.length = batches.reduce((sum, { numRows }) => sum + numRows, 0);
  }
}

/** Events in order: as objects, or as columns where there are many. */
export type EventSequence = readonly WardEvent[] | ColumnarEvents;

/** Returns accepted events as objects. */
export function asObjects(events: EventSequence): readonly WardEvent[] {
  if (!(events instanceof ColumnarEvents)) return events;
  return events.batches.flatMap((batch) => {
    const rows = { batch, found: batch, notUtf8: new Set<number>() };
    const lines = Array.from({ length: batch.numRows }, (_, offset) => ({
      ...{ offset, bytes: wireLine(rows, offset) },
    }));
    return decode(lines, ACCEPTED).events;
  });
}

/** Yields the rows of some types, counted through the batches. */
export function* rowsOfTypes(
  batches: readonly RecordBatch[],
  types: readonly string[],
): Generator<number> {
  let before = 0;
  for (const batch of batches) {
    const { values, dictionary } = batch.getChild('type')!.data[0]!;
    const words = dictionary === undefined ? [] : wordsOf(dictionary);
    const isWanted = Array.from(words, (word) => word !== null && types.includes(word));
    if (isWanted.includes(true)) {
      for (let row = 0; row < batch.numRows; row++) {
        if (isWanted[(values as Int32Array)[row]!]) yield before + row;
      }
    }
    before += batch.numRows;
  }
}
