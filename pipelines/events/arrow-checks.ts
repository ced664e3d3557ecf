import { isAscii, isUtf8 } from 'node:buffer';
import { type Data, DataType, type Vector } from 'apache-arrow';
import { isInRange } from '../../schemas/instant.ts';
import { instantAt } from './event-cells.ts';

/**
 * Checks that a column has the bytes that its length claims. Arrow's reader trusts the file, and a copy would read past
 * the end of the memory.
 * @throws Error that names what is missing
 */
export function assertWhole(data: Data): void {
  const { length, offset, nullCount, nullBitmap, values, type } = data;
  if (nullCount > 0 && (nullBitmap?.length ?? 0) * 8 < offset + length) {
    throw new Error(`it does not mark which of its ${length} rows are null`);
  }
  if (nullCount > 0 && nullCount !== countNulls(data)) {
    throw new Error(`it claims ${nullCount} null rows, and marks others`);
  }
  if (nullCount === length) return;
  if (DataType.isUtf8(type) || DataType.isLargeUtf8(type)) {
    assertOffsets(data.valueOffsets as Int32Array | BigInt64Array, length, values.length);
    return;
  }
  const held = DataType.isBool(type) ? values.length * 8 - offset : values.length;
  if (held < length) throw new Error(`it has ${held} values for ${length} rows`);
  if (!DataType.isDictionary(type)) return;
  for (const chunk of data.dictionary!.data) assertWhole(chunk);
  assertCodes(data, data.dictionary!.length);
}

function countNulls({ length, offset, nullBitmap }: Data): number {
  const end = offset + length;
  let marked = 0;
  let bit = offset;
  for (; bit < end && (bit & 7) !== 0; bit++) marked += (nullBitmap![bit >> 3]! >> (bit & 7)) & 1;
  for (; bit + 8 <= end; bit += 8) marked += BITS[nullBitmap![bit >> 3]!]!;
  for (; bit < end; bit++) marked += (nullBitmap![bit >> 3]! >> (bit & 7)) & 1;
  return length - marked;
}

/** How many bits each byte has set. */
const BITS = Uint8Array.from(
  { length: 256 },
  (_, byte) => [...byte.toString(2)].filter((bit) => bit === '1').length,
);

function assertOffsets(offsets: Int32Array | BigInt64Array, length: number, bytes: number): void {
  if (offsets.length <= length) {
    throw new Error(`it has ${offsets.length} offsets for ${length} rows`);
  }
  for (let row = 0; row < length; row++) {
    const [start, end] = [offsets[row]!, offsets[row + 1]!];
    if (start < 0 || end < start || end > bytes)
      throw new Error(`row ${row} lies outside the column`);
  }
}

/** The code of a null row may be anything; that of a value must be in the dictionary. */
function assertCodes(data: Data, size: number): void {
  const codes = data.values as ArrayLike<number | bigint>;
  if (codes instanceof Int32Array && areBelow(codes, data.length, size)) return;
  for (let row = 0; row < data.length; row++) {
    const code = codes[row]!;
    if (!(code >= 0 && code < size) && data.getValid(row)) {
      throw new Error(`row ${row} has code ${code} in a dictionary of ${size}`);
    }
  }
}

/** True if every code is in the dictionary, whether its row is null or not. */
function areBelow(codes: Int32Array, length: number, size: number): boolean {
  // a negative one is more than any size
  for (let row = 0; row < length; row++) if (codes[row]! >>> 0 >= size) return false;
  return true;
}

/** Returns the rows of a text column whose bytes are not UTF-8. */
export function brokenTexts(data: Data): number[] {
  if (data.nullCount === data.length) return [];
  if (!DataType.isDictionary(data.type)) return isUtf8Column(data) ? [] : brokenRows(data);
  const broken = brokenWords(data.dictionary!);
  if (broken.size === 0) return [];
  const codes = data.values as ArrayLike<number | bigint>;
  return rowsOf(data).filter((row) => broken.has(Number(codes[row])));
}

/** A stream's batches share a dictionary until it grows. */
const known = new WeakMap<Vector, ReadonlySet<number>>();

function brokenWords(dictionary: Vector): ReadonlySet<number> {
  const before = known.get(dictionary);
  if (before !== undefined) return before;
  const broken = new Set<number>();
  let first = 0;
  for (const chunk of dictionary.data) {
    if (!isUtf8Column(chunk)) for (const row of brokenRows(chunk)) broken.add(first + row);
    first += chunk.length;
  }
  known.set(dictionary, broken);
  return broken;
}

/** True if everything is UTF-8 and every text begins at a character. */
function isUtf8Column(data: Data): boolean {
  const bytes = data.values as Uint8Array;
  const offsets = data.valueOffsets as ArrayLike<number | bigint>;
  const used = bytes.subarray(Number(offsets[0]), Number(offsets[data.length]));
  if (isAscii(used)) return true;
  if (!isUtf8(used)) return false;
  for (let row = 0; row < data.length; row++) {
    const start = Number(offsets[row]);
    if (start < Number(offsets[row + 1]) && (bytes[start]! & 0xc0) === 0x80) return false;
  }
  return true;
}

function brokenRows(data: Data): number[] {
  const bytes = data.values as Uint8Array;
  const offsets = data.valueOffsets as ArrayLike<number | bigint>;
  return rowsOf(data).filter(
    (row) => !isUtf8(bytes.subarray(Number(offsets[row]), Number(offsets[row + 1]))),
  );
}

/** Returns the rows with a value. */
function rowsOf(data: Data): number[] {
  return Array.from({ length: data.length }, (_, row) => row).filter((row) => data.getValid(row));
}

/** Returns the rows of an instant column that are out of range. */
export function outOfRange(data: Data): ReadonlySet<number> {
  const beyond = new Set<number>();
  if (data.nullCount === data.length) return beyond;
  const { buffer, byteOffset } = data.values as BigInt64Array;
  const halves = new Int32Array(buffer, byteOffset, data.length * 2);
  for (let row = 0; row < data.length; row++) {
    if (!isInRange(instantAt(halves, row)) && data.getValid(row)) beyond.add(row);
  }
  return beyond;
}
