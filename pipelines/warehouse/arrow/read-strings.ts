import ddb from '@duckdb/node-bindings';
import { type Data, makeData, Utf8 } from 'apache-arrow';
import { holdsValue, type Part, readValidity } from './read-validity.ts';

/** DuckDB's string_t: u32 length, then 12 inline bytes, or 4 bytes of prefix and a 64 bit pointer. */
const RECORD_BYTES = 16;
const INLINE_BYTES = 12;
const INLINE_AT = 4;
const POINTER_AT = 8;

/** VARCHAR as Utf8. */
export function readStrings(parts: readonly Part[], rows: number): Data<Utf8> {
  const validity = readValidity(parts, rows);
  const records = parts.map(({ vector, rows }) => ddb.vector_get_data(vector, rows * RECORD_BYTES));
  const valueOffsets = new Int32Array(rows + 1);
  let row = 0;
  for (const part of records) {
    const words = new Uint32Array(part.buffer, part.byteOffset, part.length / 4);
    for (let word = 0; word < words.length; word += 4, row++) {
      const length = holdsValue(validity, row) ? words[word]! : 0;
      valueOffsets[row + 1] = valueOffsets[row]! + length;
    }
  }
  const data = new Uint8Array(valueOffsets[rows]!);
  row = 0;
  for (const part of records) {
    for (let record = 0; record < part.length; record += RECORD_BYTES, row++) {
      const at = valueOffsets[row]!;
      copyString(part, record, valueOffsets[row + 1]! - at, data, at);
    }
  }
  return makeData({ type: new Utf8(), length: rows, ...validity, valueOffsets, data });
}

function copyString(
  records: Uint8Array,
  record: number,
  length: number,
  target: Uint8Array,
  at: number,
): void {
  if (length > INLINE_BYTES) {
    const pointer = records.byteOffset + record + POINTER_AT;
    target.set(ddb.get_data_from_pointer(records.buffer as ArrayBuffer, pointer, length), at);
    return;
  }
  const inline = record + INLINE_AT;
  for (let k = 0; k < length; k++) target[at + k] = records[inline + k]!;
}
