import { type Data, type Dictionary, makeData, Utf8, vectorFromArray } from 'apache-arrow';
import { arrowType } from '../../schemas/event-batch.ts';
import { Spellings } from './spellings.ts';
import { Validity } from './validity.ts';

/** Text that repeats, under construction: indices into the batch's own dictionary. */
export class WordColumn {
  readonly codes: Int32Array;
  /** The text of each code. */
  readonly words: string[] = [];
  readonly validity: Validity;
  private readonly dictionaryId: number;
  private readonly codeOf = new Map<string, number>();
  private spellings: Spellings | null = null;

  constructor(capacity: number, dictionaryId: number) {
    this.dictionaryId = dictionaryId;
    this.codes = new Int32Array(capacity);
    this.validity = new Validity(capacity);
  }

  set(row: number, word: string | undefined): void {
    if (word === undefined) return;
    this.write(row, word);
    this.validity.set(row);
  }

  write(row: number, word: string): void {
    this.codes[row] = this.code(word);
  }

  /** Writes the word in a range of bytes; false, and nothing is written, if only its text could be (`Spellings`). */
  writeBytes(row: number, bytes: Uint8Array, from: number, to: number): boolean {
    this.spellings ??= new Spellings((word) => this.code(word));
    const code = this.spellings.code(bytes, from, to);
    if (code < 0) return false;
    this.codes[row] = code;
    return true;
  }

  finish(rows: number): Data {
    return makeData({
      type: arrowType('word', this.dictionaryId) as Dictionary<Utf8>,
      length: rows,
      data: this.codes.subarray(0, rows),
      dictionary: vectorFromArray(this.words, new Utf8()),
      ...this.validity.nulls(rows),
    });
  }

  /** The code of a word, from now on. */
  code(word: string): number {
    let code = this.codeOf.get(word);
    if (code === undefined) {
      code = this.words.length;
      this.codeOf.set(word, code);
      this.words.push(word);
    }
    return code;
  }
}

/** Bytes that are reserved for the text of a row. */
const USUAL_BYTES = 24;
/** The most bytes of UTF-8 that a UTF-16 unit takes. */
const WIDEST = 3;

/** Text that does not repeat, under construction: one after another, so that rows are written in ascending order. */
export class TextColumn {
  /** Where each row begins; the next one begins where it ends. */
  readonly offsets: Int32Array;
  bytes: Buffer;
  readonly validity: Validity;
  /** Rows that have an end. */
  private ended = 0;

  constructor(capacity: number) {
    this.offsets = new Int32Array(capacity + 1);
    this.bytes = Buffer.allocUnsafeSlow(capacity * USUAL_BYTES);
    this.validity = new Validity(capacity);
  }

  set(row: number, text: string | undefined): void {
    if (text === undefined) return;
    const at = this.begin(row, text.length * WIDEST);
    this.offsets[row + 1] = at + this.bytes.write(text, at, 'utf8');
    this.validity.set(row);
  }

  /** Writes a range of bytes, which must be UTF-8. */
  writeBytes(row: number, bytes: Uint8Array, from: number, to: number): void {
    let at = this.begin(row, to - from);
    const own = this.bytes;
    for (let read = from; read < to; read++) own[at++] = bytes[read]!;
    this.offsets[row + 1] = at;
  }

  /** Takes back what was written to a row. */
  clear(row: number): void {
    this.offsets[row + 1] = this.begin(row, 0);
  }

  finish(rows: number): Data {
    if (this.ended < rows) this.begin(rows, 0);
    const valueOffsets = this.offsets.subarray(0, rows + 1);
    return makeData({
      type: new Utf8(),
      length: rows,
      valueOffsets,
      data: this.bytes.subarray(0, valueOffsets[rows]),
      ...this.validity.nulls(rows),
    });
  }

  /** Ends the rows before with nothing if nothing was written to them, and makes room. Returns where the row begins. */
  private begin(row: number, length: number): number {
    const { offsets } = this;
    for (; this.ended < row; this.ended++) offsets[this.ended + 1] = offsets[this.ended]!;
    if (row < offsets.length - 1) this.ended = row + 1;
    const at = offsets[row]!;
    if (at + length > this.bytes.length) {
      const larger = Buffer.allocUnsafeSlow(this.bytes.length * 2 + length);
      this.bytes.copy(larger, 0, 0, at);
      this.bytes = larger;
    }
    return at;
  }
}
