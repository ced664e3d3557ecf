import {
  Bool,
  type Data,
  type Dictionary,
  Float64,
  makeData,
  TimestampMicrosecond,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';
import { arrowType, type ColumnKind } from '../../schemas/event-batch.ts';

/** A column under construction. Rows that are not set are NULL. */
interface Column {
  finish(): Data;
}

/** Which rows have a value, one bit a row. */
class Validity {
  readonly bits: Uint8Array;
  private readonly rows: number;
  private count = 0;

  constructor(rows: number) {
    this.rows = rows;
    this.bits = new Uint8Array((rows + 7) >> 3);
  }

  set(row: number): void {
    this.bits[row >> 3]! |= 1 << (row & 7);
    this.count++;
  }

  nulls() {
    const nullCount = this.rows - this.count;
    return nullCount === 0 ? { nullCount } : { nullCount, nullBitmap: this.bits };
  }
}

class NumberColumn implements Column {
  private readonly rows: number;
  private readonly values: Float64Array;
  private readonly validity: Validity;

  constructor(rows: number) {
    this.rows = rows;
    this.values = new Float64Array(rows);
    this.validity = new Validity(rows);
  }

  set(row: number, value: number | undefined): void {
    if (value === undefined) return;
    this.values[row] = value;
    this.validity.set(row);
  }

  finish(): Data {
    return makeData({
      type: new Float64(),
      length: this.rows,
      data: this.values,
      ...this.validity.nulls(),
    });
  }
}

/** Microseconds as int64, written as two 32-bit halves: no BigInt a row. */
class InstantColumn implements Column {
  private readonly rows: number;
  private readonly words: Int32Array;
  private readonly validity: Validity;

  constructor(rows: number) {
    this.rows = rows;
    this.words = new Int32Array(rows * 2);
    this.validity = new Validity(rows);
  }

  set(row: number, micros: number | undefined): void {
    if (micros === undefined) return;
    const high = Math.floor(micros / 0x1_0000_0000);
    this.words[row * 2] = micros - high * 0x1_0000_0000;
    this.words[row * 2 + 1] = high;
    this.validity.set(row);
  }

  finish(): Data {
    return makeData({
      type: new TimestampMicrosecond('UTC'),
      length: this.rows,
      data: new BigInt64Array(this.words.buffer),
      ...this.validity.nulls(),
    });
  }
}

class FlagColumn implements Column {
  private readonly rows: number;
  private readonly values: Uint8Array;
  private readonly validity: Validity;

  constructor(rows: number) {
    this.rows = rows;
    this.values = new Uint8Array((rows + 7) >> 3);
    this.validity = new Validity(rows);
  }

  set(row: number, value: boolean | undefined): void {
    if (value === undefined) return;
    if (value) this.values[row >> 3]! |= 1 << (row & 7);
    this.validity.set(row);
  }

  finish(): Data {
    return makeData({
      type: new Bool(),
      length: this.rows,
      data: this.values,
      ...this.validity.nulls(),
    });
  }
}

/** Text that repeats: indices into the batch's own dictionary. */
class WordColumn implements Column {
  private readonly rows: number;
  private readonly indices: Int32Array;
  private readonly validity: Validity;
  private readonly dictionaryId: number;
  private readonly seen = new Map<string, number>();

  constructor(rows: number, dictionaryId: number) {
    this.rows = rows;
    this.dictionaryId = dictionaryId;
    this.indices = new Int32Array(rows);
    this.validity = new Validity(rows);
  }

  set(row: number, word: string | undefined): void {
    if (word === undefined) return;
    let index = this.seen.get(word);
    if (index === undefined) {
      index = this.seen.size;
      this.seen.set(word, index);
    }
    this.indices[row] = index;
    this.validity.set(row);
  }

  finish(): Data {
    return makeData({
      type: arrowType('word', this.dictionaryId) as Dictionary<Utf8>,
      length: this.rows,
      data: this.indices,
      dictionary: vectorFromArray([...this.seen.keys()], new Utf8()),
      ...this.validity.nulls(),
    });
  }
}

/** Text that does not repeat: joined and encoded in one call. */
class TextColumn implements Column {
  private readonly rows: number;
  private readonly values: string[];
  private readonly validity: Validity;

  constructor(rows: number) {
    this.rows = rows;
    this.values = new Array<string>(rows).fill('');
    this.validity = new Validity(rows);
  }

  set(row: number, text: string | undefined): void {
    if (text === undefined) return;
    this.values[row] = text;
    this.validity.set(row);
  }

  finish(): Data {
    const data = Buffer.from(this.values.join(''), 'utf8');
    const valueOffsets = new Int32Array(this.rows + 1);
    let end = 0;
    for (let row = 0; row < this.rows; row++) {
      end += this.values[row]!.length;
      valueOffsets[row + 1] = end;
    }
    if (end !== data.length) this.measure(valueOffsets);
    return makeData({
      type: new Utf8(),
      length: this.rows,
      valueOffsets,
      data,
      ...this.validity.nulls(),
    });
  }

  /** Counts offsets in bytes: some text is not ASCII. */
  private measure(valueOffsets: Int32Array): void {
    let end = 0;
    for (let row = 0; row < this.rows; row++) {
      end += Buffer.byteLength(this.values[row]!, 'utf8');
      valueOffsets[row + 1] = end;
    }
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

/** A builder for `rows` rows of one kind of column. */
export function column<K extends ColumnKind>(kind: K, rows: number, dictionaryId: number) {
  return new BUILDERS[kind](rows, dictionaryId) as ColumnOf<K>;
}
