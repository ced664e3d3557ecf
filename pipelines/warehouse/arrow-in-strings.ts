import { isUtf8 } from 'node:buffer';
import ddb from '@duckdb/node-bindings';
import type { Data } from 'apache-arrow';
import type { ColumnCopier } from './arrow-in-columns.ts';
import { copyValidity, isValid } from './arrow-in-validity.ts';
import type { StringMode } from './string-mode.ts';

/** DuckDB's string_t: u32 length, then 12 inline bytes, or 4 bytes of prefix and a 64 bit pointer. */
const RECORD_BYTES = 16;
const INLINE_BYTES = 12;

const records = new Uint8Array(ddb.vector_size() * RECORD_BYTES);
const words = new Uint32Array(records.buffer);

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
    const arena = storeBytes(name, vector, bytes.subarray(start, offsets[from + count]!));
    for (let i = 0; i < count; i++) {
      const at = offsets[from + i]!;
      const length = offsets[from + i + 1]! - at;
      const word = i << 2;
      words[word] = length;
      // The text of the chunk is UTF-8 as a whole; each string is if it starts where a character does.
      if (length > 0 && (bytes[at]! & 0xc0) === 0x80) throw notUtf8(name);
      if (length > INLINE_BYTES) {
        const low = arena.low + (at - start);
        words[word + 1] = prefix(bytes, at);
        words[word + 2] = low;
        words[word + 3] = low > 0xffffffff ? arena.high + 1 : arena.high;
      } else {
        words[word + 1] = 0;
        words[word + 2] = 0;
        words[word + 3] = 0;
        const record = (i << 4) + 4;
        for (let k = 0; k < length; k++) records[record + k] = bytes[at + k]!;
      }
    }
    ddb.copy_data_to_vector(vector, 0, records.buffer, 0, count * RECORD_BYTES);
    copyValidity(data, vector, from, count);
  };
}

/** The first four bytes of a string as a little-endian word. */
function prefix(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
}

interface Address {
  low: number;
  high: number;
}

/** Copies `bytes` into the vector's string heap, as one string in slot 0, and reads back where to. */
function storeBytes(name: string, vector: ddb.Vector, bytes: Uint8Array): Address {
  if (bytes.length <= INLINE_BYTES) {
    if (!isUtf8(bytes)) throw notUtf8(name);
    return { low: 0, high: 0 };
  }
  ddb.vector_assign_string_element_len(vector, 0, bytes);
  const first = ddb.vector_get_data(vector, RECORD_BYTES);
  const record = new Uint32Array(first.buffer, first.byteOffset, 4);
  // DuckDB stores nothing, without an error, when the bytes are not UTF-8.
  if (record[0] !== bytes.length) throw notUtf8(name);
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

function notUtf8(name: string): Error {
  return new Error(`column ${name}: a string is not valid UTF-8`);
}
