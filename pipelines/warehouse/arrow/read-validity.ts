import ddb from '@duckdb/node-bindings';

/** A column's part in one chunk. */
export interface Part {
  vector: ddb.Vector;
  rows: number;
}

/** Which rows of a column hold a value, as Arrow's `makeData` takes it. */
export interface Validity {
  nullCount: number;
  nullBitmap: Uint8Array | null;
}

/** The parts' masks joined to one bitmap; `null` if no row is null. */
export function readValidity(parts: readonly Part[], rows: number): Validity {
  let nullBitmap: Uint8Array | null = null;
  let nullCount = 0;
  let at = 0;
  for (const part of parts) {
    const mask: Uint8Array | null = ddb.vector_get_validity(part.vector, maskBytes(part.rows));
    if (mask !== null) {
      for (let i = 0; i < part.rows; i++) {
        if ((mask[i >> 3]! >> (i & 7)) & 1) continue;
        nullBitmap ??= new Uint8Array((rows + 7) >> 3).fill(0xff);
        const row = at + i;
        nullBitmap[row >> 3] = nullBitmap[row >> 3]! & ~(1 << (row & 7));
        nullCount++;
      }
    }
    at += part.rows;
  }
  return { nullCount, nullBitmap };
}

/** Whether row `row` holds a value. */
export function holdsValue(validity: Validity, row: number): boolean {
  const bitmap = validity.nullBitmap;
  return bitmap === null || ((bitmap[row >> 3]! >> (row & 7)) & 1) === 1;
}

/**
 * Zeroes the values of the rows that hold none, `width` bytes each. DuckDB leaves anything there, of hidden rows or of
 * other memory, and who reads a batch gets its bytes.
 */
export function clearNulls(
  { nullBitmap }: Validity,
  rows: number,
  data: Uint8Array,
  width: number,
) {
  if (nullBitmap === null) return;
  for (let row = 0; row < rows; ) {
    const isWhole = (row & 7) === 0 && row + 8 <= rows;
    const byte = nullBitmap[row >> 3]!;
    if (isWhole && (byte === 0 || byte === 0xff)) {
      if (byte === 0) data.fill(0, row * width, (row + 8) * width);
      row += 8;
      continue;
    }
    if (((byte >> (row & 7)) & 1) === 0) data.fill(0, row * width, (row + 1) * width);
    row++;
  }
}

/** DuckDB keeps its mask in words of 64 bits. */
function maskBytes(rows: number): number {
  return ((rows + 63) >> 6) * 8;
}
