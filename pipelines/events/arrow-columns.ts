import { Bool, type Data, Float64, makeData, TimestampMicrosecond } from 'apache-arrow';
import type { ColumnKind } from '../../schemas/event-batch.ts';
import { TextColumn, WordColumn } from './arrow-text-columns.ts';
import { Validity } from './validity.ts';

/*
 * Columns under construction. A row is null until `validity` has it: `set` writes and marks, and `write` leaves the mark
 * to a caller that may yet give the row up and write it again.
 */

class NumberColumn {
  readonly values: Float64Array;
  readonly validity: Validity;

  constructor(capacity: number) {
    this.values = new Float64Array(capacity);
    this.validity = new Validity(capacity);
  }

  set(row: number, value: number | undefined): void {
    if (value === undefined) return;
    this.write(row, value);
    this.validity.set(row);
  }

  write(row: number, value: number): void {
    this.values[row] = value;
  }

  finish(rows: number): Data {
    return makeData({
      type: new Float64(),
      length: rows,
      data: this.values.subarray(0, rows),
      ...this.validity.nulls(rows),
    });
  }
}

/** Microseconds as int64, written as two 32-bit halves: no BigInt a row. */
class InstantColumn {
  /** The low half of each row, then the high half. */
  readonly halves: Int32Array;
  readonly validity: Validity;

  constructor(capacity: number) {
    this.halves = new Int32Array(capacity * 2);
    this.validity = new Validity(capacity);
  }

  set(row: number, micros: number | undefined): void {
    if (micros === undefined) return;
    this.write(row, micros);
    this.validity.set(row);
  }

  write(row: number, micros: number): void {
    const high = Math.floor(micros / 0x1_0000_0000);
    this.halves[row * 2] = micros - high * 0x1_0000_0000;
    this.halves[row * 2 + 1] = high;
  }

  finish(rows: number): Data {
    return makeData({
      type: new TimestampMicrosecond('UTC'),
      length: rows,
      data: new BigInt64Array(this.halves.buffer, 0, rows),
      ...this.validity.nulls(rows),
    });
  }
}

class FlagColumn {
  private readonly bits: Uint8Array;
  readonly validity: Validity;

  constructor(capacity: number) {
    this.bits = new Uint8Array((capacity + 7) >> 3);
    this.validity = new Validity(capacity);
  }

  set(row: number, value: boolean | undefined): void {
    if (value === undefined) return;
    this.write(row, value);
    this.validity.set(row);
  }

  write(row: number, value: boolean): void {
    if (value) this.bits[row >> 3]! |= 1 << (row & 7);
    else this.bits[row >> 3]! &= ~(1 << (row & 7));
  }

  finish(rows: number): Data {
    return makeData({
      type: new Bool(),
      length: rows,
      data: this.bits,
      ...this.validity.nulls(rows),
    });
  }
}

const BUILDERS = {
  text: TextColumn,
  word: WordColumn,
  number: NumberColumn,
  flag: FlagColumn,
  instant: InstantColumn,
} as const;

/** The builder class of a kind of column. */
export type ColumnOf<K extends ColumnKind> = InstanceType<(typeof BUILDERS)[K]>;

/** A builder of one kind of column, for at most `capacity` rows. */
export function column<K extends ColumnKind>(kind: K, capacity: number, dictionaryId: number) {
  return new BUILDERS[kind](capacity, dictionaryId) as ColumnOf<K>;
}
