import { isUtf8 } from 'node:buffer';
import ddb from '@duckdb/node-bindings';
import type { Data } from 'apache-arrow';
import { copyValidity, isValid } from './append-validity.ts';
import type { ColumnCopier, StringMode } from './column-copier.ts';

/** DuckDB's string_t: u32 length, then 12 inline bytes, or 4 bytes of prefix and a 64 bit pointer. */
export const RECORD_BYTES = 16;
export const INLINE_BYTES = 12;

const words = new Uint32Array((ddb.vector_size() * RECORD_BYTES) / 4);

/**
 * A Utf8 column.
 *
 * - `arena`: one native call copies a chunk's bytes into the vector's string heap, and a second one
 *   writes records that point into them. Relies on the layout of string_t.
 * - `safe`: one native call a value.
 *
 * @throws Error naming the column at bytes that are not UTF-8
 */
export function stringCopier(name: string, data: Data, mode: StringMode): ColumnCopier {
  const copy = mode === 'arena' ? arenaCopy(name, data) : safeCopy(name, data);
  return { type: ddb.create_logical_type(ddb.Type.VARCHAR), copy };
}

function arenaCopy(name: string, data: Data): ColumnCopier['copy'] {
  const bytes = data.values as Uint8Array;
  const offsets = data.valueOffsets as Int32Array;
  return (vector, from, count) => {
    const start = offsets[from]!;
    const text = bytes.subarray(start, offsets[from + count]!);
    if (!isUtf8(text)) throw notUtf8(name);
    const arena = storeBytes(vector, text);
    for (let i = 0; i < count; i++) {
      const at = offsets[from + i]!;
      const length = offsets[from + i + 1]! - at;
      // The text of the chunk is UTF-8 as a whole; each string is if it starts where a character does.
      if (length > 0 && (bytes[at]! & 0xc0) === 0x80) throw notUtf8(name);
      recordOf(bytes, at, length, words, i);
      if (length <= INLINE_BYTES) continue;
      const word = i << 2;
      const low = arena.low + (at - start);
      words[word + 2] = low;
      words[word + 3] = low > 0xffffffff ? arena.high + 1 : arena.high;
    }
    ddb.copy_data_to_vector(vector, 0, words.buffer, 0, count * RECORD_BYTES);
    copyValidity(data, vector, from, count);
  };
}

/** Writes record `i` for a string: whole if it is short, else without the pointer to its bytes. */
export function recordOf(
  bytes: Uint8Array,
  at: number,
  length: number,
  records: Uint32Array,
  i: number,
): void {
  const record = i << 2;
  records[record] = length;
  records[record + 1] = word(bytes, at, length);
  const isShort = length <= INLINE_BYTES;
  records[record + 2] = isShort ? word(bytes, at + 4, length - 4) : 0;
  records[record + 3] = isShort ? word(bytes, at + 8, length - 8) : 0;
}

/** Up to four bytes as a little-endian word, zeros if there are fewer. */
function word(bytes: Uint8Array, at: number, length: number): number {
  if (length >= 4) {
    return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
  }
  let value = 0;
  for (let k = 0; k < length; k++) value |= bytes[at + k]! << (k << 3);
  return value;
}

interface Address {
  readonly low: number;
  readonly high: number;
}

/**
 * Copies UTF-8 into the vector's string heap, as one string in slot 0, and reads back where to. What fits
 * into a record has no place of its own.
 */
export function storeBytes(vector: ddb.Vector, bytes: Uint8Array): Address {
  if (bytes.length <= INLINE_BYTES) return { low: 0, high: 0 };
  ddb.vector_assign_string_element_len(vector, 0, bytes);
  const first = ddb.vector_get_data(vector, RECORD_BYTES);
  const record = new Uint32Array(first.buffer, first.byteOffset, 4);
  return { low: record[2]!, high: record[3]! };
}

/** A Binary column, one native call a value. */
export function blobCopier(data: Data): ColumnCopier {
  return { type: ddb.create_logical_type(ddb.Type.BLOB), copy: valueCopy(data, () => {}) };
}

function safeCopy(name: string, data: Data): ColumnCopier['copy'] {
  return valueCopy(data, (value) => {
    if (!isUtf8(value)) throw notUtf8(name);
  });
}

function valueCopy(data: Data, check: (value: Uint8Array) => void): ColumnCopier['copy'] {
  const bytes = data.values as Uint8Array;
  const offsets = data.valueOffsets as Int32Array;
  return (vector, from, count) => {
    for (let i = 0; i < count; i++) {
      if (!isValid(data, from + i)) continue;
      const value = bytes.subarray(offsets[from + i]!, offsets[from + i + 1]!);
      check(value);
      ddb.vector_assign_string_element_len(vector, i, value);
    }
    copyValidity(data, vector, from, count);
  };
}

export function notUtf8(name: string): Error {
  return new Error(`column ${name}: a string is not valid UTF-8`);
}
