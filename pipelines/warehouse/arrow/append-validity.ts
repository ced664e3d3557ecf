import ddb from '@duckdb/node-bindings';
import type { Data } from 'apache-arrow';

const mask = new Uint8Array(ddb.vector_size() / 8);

/**
 * Copies the nulls of rows `from` … `from + count − 1` to slots 0 … count − 1. Arrow's bitmap and
 * DuckDB's mask are both least significant bit first, 1 for a value; a slice may start mid-byte.
 */
export function copyValidity(data: Data, vector: ddb.Vector, from: number, count: number): void {
  if (data.nullCount === 0) return;
  const bitmap = data.nullBitmap;
  const firstBit = data.offset + from;
  const firstByte = firstBit >> 3;
  const shift = firstBit & 7;
  const bytes = (count + 7) >> 3;
  if (shift === 0) {
    for (let i = 0; i < bytes; i++) mask[i] = bitmap[firstByte + i]!;
  } else {
    for (let i = 0; i < bytes; i++) {
      mask[i] = (bitmap[firstByte + i]! >> shift) | (bitmap[firstByte + i + 1]! << (8 - shift));
    }
  }
  setMask(vector, count);
}

/** Sets a null in each slot of 0 … count − 1 where `holdsValue` is false. */
export function writeValidity(
  vector: ddb.Vector,
  count: number,
  holdsValue: (slot: number) => boolean,
): void {
  mask.fill(0, 0, (count + 7) >> 3);
  for (let slot = 0; slot < count; slot++) {
    if (holdsValue(slot)) mask[slot >> 3]! |= 1 << (slot & 7);
  }
  setMask(vector, count);
}

/** DuckDB reads the mask in words of 64 bits. */
function setMask(vector: ddb.Vector, count: number): void {
  const words = ((count + 63) >> 6) * 8;
  mask.fill(0xff, (count + 7) >> 3, words);
  ddb.vector_ensure_validity_writable(vector);
  ddb.copy_data_to_vector_validity(vector, 0, mask.buffer, 0, words);
}

/** Whether row `row` of `data` holds a value. */
export function isValid(data: Data, row: number): boolean {
  if (data.nullCount === 0) return true;
  const bit = data.offset + row;
  return ((data.nullBitmap[bit >> 3]! >> (bit & 7)) & 1) === 1;
}
