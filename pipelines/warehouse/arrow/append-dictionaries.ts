import { isUtf8 } from 'node:buffer';
import ddb from '@duckdb/node-bindings';
import { type Data, DataType, type Vector } from 'apache-arrow';
import { INLINE_BYTES, notUtf8, RECORD_BYTES, recordOf, storeBytes } from './append-strings.ts';
import { copyValidity, isValid, writeValidity } from './append-validity.ts';
import type { ColumnCopier, StringMode } from './column-copier.ts';

/** The values of a dictionary: their bytes one after another, and a finished record for each. */
interface Words {
  readonly size: number;
  readonly bytes: Uint8Array;
  /** Word i is `bytes` from `offsets[i]` to `offsets[i + 1]`. */
  readonly offsets: Int32Array;
  /** A string_t for each, without the pointer if it is long. */
  readonly records: Uint32Array;
  /** Which are null; `null` if none is. */
  readonly isNull: Uint8Array | null;
  /** For each, the copy it was last placed in, and where; one copier is at work at a time. */
  readonly placedIn: Float64Array;
  readonly place: Int32Array;
}

const rows = new Uint32Array((ddb.vector_size() * RECORD_BYTES) / 4);
/** Counts copies, so that a word's place is known to be of this one. */
let copies = 0;

/**
 * A Dictionary<Utf8> column with indices of any width, as the texts it stands for. Whatever Arrow allows
 * in a dictionary is taken: a value twice, one that no row has, a null, none at all, a NUL in the text.
 *
 * No ENUM is made of it: DuckDB takes the values of one as C strings, which end at a NUL, and for values
 * that are then equal gives no type and no error; the process ends if that is used.
 *
 * - `arena`: the long words of a chunk are copied into the vector's string heap in one native call, and the
 *   records that point into it in a second. Relies on the layout of string_t.
 * - `safe`: one native call a value.
 *
 * @throws Error naming the column if the values are not Utf8, one is not UTF-8, or a code is out of range
 */
export function dictionaryCopier(name: string, data: Data, mode: StringMode): ColumnCopier {
  const dictionary = data.dictionary!;
  if (!DataType.isUtf8(dictionary.type)) {
    throw new Error(`column ${name}: a dictionary of ${dictionary.type} cannot be appended`);
  }
  const words = wordsOf(name, dictionary);
  const codes = codesOf(data);
  const write = mode === 'arena' ? writeRecords : writeValues;
  return {
    type: ddb.create_logical_type(ddb.Type.VARCHAR),
    copy(vector, from, count) {
      refuseStrays(name, data, codes, from, count, words.size);
      write(vector, words, codes, from, count);
      const { isNull } = words;
      if (isNull === null) copyValidity(data, vector, from, count);
      else
        writeValidity(vector, count, (i) => isValid(data, from + i) && !isNull[codes[from + i]!]);
    },
  };
}

function writeRecords(
  vector: ddb.Vector,
  words: Words,
  codes: ArrayLike<number>,
  from: number,
  count: number,
): void {
  const { size, records, placedIn, place } = words;
  const copy = ++copies;
  const long: number[] = [];
  let longBytes = 0;
  for (let i = 0; i < count; i++) {
    const code = codes[from + i]!;
    if (!(code >= 0 && code < size)) continue;
    const length = records[code << 2]!;
    if (length <= INLINE_BYTES || placedIn[code] === copy) continue;
    placedIn[code] = copy;
    place[code] = longBytes;
    longBytes += length;
    long.push(code);
  }
  const arena = storeBytes(vector, gathered(words, long, longBytes));
  for (let i = 0; i < count; i++) {
    const code = codes[from + i]!;
    const row = i << 2;
    // below a null the code may be anything
    const record = code >= 0 && code < size ? code << 2 : -1;
    if (record === -1) {
      rows.fill(0, row, row + 4);
      continue;
    }
    rows[row] = records[record]!;
    rows[row + 1] = records[record + 1]!;
    if (records[record]! <= INLINE_BYTES) {
      rows[row + 2] = records[record + 2]!;
      rows[row + 3] = records[record + 3]!;
    } else {
      const low = arena.low + place[code]!;
      rows[row + 2] = low;
      rows[row + 3] = low > 0xffffffff ? arena.high + 1 : arena.high;
    }
  }
  ddb.copy_data_to_vector(vector, 0, rows.buffer, 0, count * RECORD_BYTES);
}

/** The long words of a chunk, one after another. */
function gathered({ bytes, offsets }: Words, codes: readonly number[], size: number): Uint8Array {
  const all = new Uint8Array(size);
  let at = 0;
  for (const code of codes) {
    const word = bytes.subarray(offsets[code]!, offsets[code + 1]!);
    all.set(word, at);
    at += word.length;
  }
  return all;
}

function writeValues(
  vector: ddb.Vector,
  { size, bytes, offsets }: Words,
  codes: ArrayLike<number>,
  from: number,
  count: number,
): void {
  for (let i = 0; i < count; i++) {
    const code = codes[from + i]!;
    if (!(code >= 0 && code < size)) continue;
    const word = bytes.subarray(offsets[code]!, offsets[code + 1]!);
    ddb.vector_assign_string_element_len(vector, i, word);
  }
}

/** Below a null the code may be anything; below a value it must be in the dictionary. */
function refuseStrays(
  name: string,
  data: Data,
  codes: ArrayLike<number>,
  from: number,
  count: number,
  size: number,
): void {
  for (let row = from; row < from + count; row++) {
    const code = codes[row]!;
    if (!(code >= 0 && code < size) && isValid(data, row)) {
      throw new Error(`column ${name}: row ${row} has code ${code} in a dictionary of ${size}`);
    }
  }
}

/** Indices of 64 bits as numbers; the others as they are. */
function codesOf({ values }: Data): ArrayLike<number> {
  const is64Bit = values instanceof BigInt64Array || values instanceof BigUint64Array;
  return is64Bit ? Float64Array.from(values as Iterable<bigint>, Number) : values;
}

/** A stream's batches share a dictionary vector until it grows. */
const known = new WeakMap<Vector, Words>();

function wordsOf(name: string, dictionary: Vector): Words {
  const before = known.get(dictionary);
  if (before !== undefined) return before;
  const size = dictionary.length;
  const { bytes, offsets } = joined(dictionary, size);
  if (!isUtf8(bytes)) throw notUtf8(name);
  const records = new Uint32Array(size * 4);
  for (let i = 0; i < size; i++) {
    const start = offsets[i]!;
    // the whole is UTF-8; each word is if it starts where a character does
    if (start < offsets[i + 1]! && (bytes[start]! & 0xc0) === 0x80) throw notUtf8(name);
    recordOf(bytes, start, offsets[i + 1]! - start, records, i);
  }
  const words = {
    size,
    bytes,
    offsets,
    records,
    isNull: dictionary.nullCount === 0 ? null : nullsOf(dictionary),
    placedIn: new Float64Array(size),
    place: new Int32Array(size),
  };
  known.set(dictionary, words);
  return words;
}

/** The texts of a dictionary, which may lie in several pieces, one after another. */
function joined(dictionary: Vector, size: number) {
  const offsets = new Int32Array(size + 1);
  const pieces: Uint8Array[] = [];
  let word = 0;
  let end = 0;
  for (const data of dictionary.data) {
    const from = data.valueOffsets as Int32Array;
    for (let i = 0; i < data.length; i++) {
      end += from[i + 1]! - from[i]!;
      offsets[++word] = end;
    }
    if (data.length > 0)
      pieces.push((data.values as Uint8Array).subarray(from[0], from[data.length]));
  }
  return { offsets, bytes: pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces) };
}

function nullsOf(dictionary: Vector): Uint8Array {
  const nulls = dictionary.data.flatMap((data) =>
    Array.from({ length: data.length }, (_, row) => (isValid(data, row) ? 0 : 1)),
  );
  return Uint8Array.from(nulls);
}
