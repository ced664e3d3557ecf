import { EVENT_COLUMNS, type EventColumn } from '../../schemas/event-batch.ts';
import type { Micros } from '../../schemas/instant.ts';

export interface TextCells {
  /** Where each row begins; the next one begins where it ends. */
  readonly offsets: Int32Array;
  readonly bytes: Uint8Array;
}
interface WordCells {
  readonly codes: Int32Array;
  /** The text of each code; may grow. */
  readonly words: readonly string[];
}
interface NumberCells {
  readonly values: Float64Array;
}
interface InstantCells {
  /** Microseconds of each row as int64: the low half, then the high half. */
  readonly halves: Int32Array;
}
interface CellsOf {
  readonly text: TextCells;
  readonly word: WordCells;
  readonly number: NumberCells;
  readonly instant: InstantCells;
  readonly flag: unknown;
}

/** The values of an event batch, or of one under construction. */
export type EventCells = {
  readonly [C in EventColumn]: CellsOf[(typeof EVENT_COLUMNS)[C]];
};

const NAMES = Object.keys(EVENT_COLUMNS) as EventColumn[];

/** The mask of columns: one bit each. */
export const bitsOf = (...names: EventColumn[]) =>
  names.reduce((mask, name) => mask | (1 << NAMES.indexOf(name)), 0);

/** The bit of each column in a mask. */
export const BIT = Object.fromEntries(NAMES.map((name) => [name, bitsOf(name)])) as Record<
  EventColumn,
  number
>;

/** Reads the microseconds of a row from the halves of int64 numbers, without a BigInt. */
export function instantAt(halves: Int32Array, row: number): Micros {
  return halves[row * 2 + 1]! * 0x1_0000_0000 + (halves[row * 2]! >>> 0);
}
