import type { DuckDBDecimalType } from '@duckdb/node-api';
import ddb from '@duckdb/node-bindings';
import { Bool, type DataType, Float64, makeData } from 'apache-arrow';
import { decimalToNumber } from '../decimal.ts';
import type { ColumnReader } from './column-reader.ts';
import { clearNulls, holdsValue, readValidity } from './read-validity.ts';

interface TypedArray {
  readonly buffer: ArrayBuffer;
  readonly BYTES_PER_ELEMENT: number;
}

type TypedArrayOf = new (length: number) => TypedArray;

/** A column whose values have the same bytes in DuckDB and in Arrow. */
export function fixedWidthReader(type: DataType, Values: TypedArrayOf): ColumnReader {
  return {
    type,
    read(parts, rows) {
      const data = new Values(rows);
      const bytes = new Uint8Array(data.buffer);
      const width = data.BYTES_PER_ELEMENT;
      let at = 0;
      for (const part of parts) {
        bytes.set(ddb.vector_get_data(part.vector, part.rows * width), at * width);
        at += part.rows;
      }
      const validity = readValidity(parts, rows);
      clearNulls(validity, rows, bytes, width);
      return makeData({ type, length: rows, ...validity, data } as never);
    },
  };
}

/** DuckDB has a byte a boolean; Arrow packs eight. */
export function booleanReader(): ColumnReader {
  const type = new Bool();
  return {
    type,
    read(parts, rows) {
      const data = new Uint8Array((rows + 7) >> 3);
      const validity = readValidity(parts, rows);
      let row = 0;
      for (const part of parts) {
        for (const byte of ddb.vector_get_data(part.vector, part.rows)) {
          if (byte !== 0 && holdsValue(validity, row))
            data[row >> 3] = data[row >> 3]! | (1 << (row & 7));
          row++;
        }
      }
      return makeData({ type, length: rows, ...validity, data });
    },
  };
}

/** DECIMAL as Float64: the double nearest to the decimal. */
export function decimalReader(source: DuckDBDecimalType): ColumnReader {
  const type = new Float64();
  const bytes = decimalBytes(source.width);
  return {
    type,
    read(parts, rows) {
      const data = new Float64Array(rows);
      const validity = readValidity(parts, rows);
      let row = 0;
      for (const part of parts) {
        const unscaled = unscaledReader(ddb.vector_get_data(part.vector, part.rows * bytes), bytes);
        for (let i = 0; i < part.rows; i++, row++) {
          if (holdsValue(validity, row)) data[row] = decimalToNumber(unscaled(i), source.scale);
        }
      }
      return makeData({ type, length: rows, ...validity, data });
    },
  };
}

/** DuckDB stores a decimal in the smallest integer its digits fit in. */
function decimalBytes(width: number): number {
  if (width <= 4) return 2;
  if (width <= 9) return 4;
  return width <= 18 ? 8 : 16;
}

function unscaledReader(data: Uint8Array, bytes: number): (row: number) => bigint {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  switch (bytes) {
    case 2:
      return (row) => BigInt(view.getInt16(row * 2, true));
    case 4:
      return (row) => BigInt(view.getInt32(row * 4, true));
    case 8:
      return (row) => view.getBigInt64(row * 8, true);
    default:
      return (row) =>
        (view.getBigInt64(row * 16 + 8, true) << 64n) | view.getBigUint64(row * 16, true);
  }
}
