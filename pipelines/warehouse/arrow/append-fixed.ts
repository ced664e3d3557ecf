import type { DuckDBTypeId } from '@duckdb/node-api';
import ddb from '@duckdb/node-bindings';
import type { Data } from 'apache-arrow';
import { copyValidity } from './append-validity.ts';
import type { ColumnCopier } from './column-copier.ts';

const bits = new Uint8Array(ddb.vector_size());

/** A column whose values have the same bytes in Arrow and in DuckDB: one memory copy a chunk. */
export function fixedWidthCopier(data: Data, type: DuckDBTypeId, bytes: number): ColumnCopier {
  const values = data.values as Uint8Array<ArrayBuffer>;
  return {
    type: ddb.create_logical_type(type as number),
    copy(vector, from, count) {
      const start = values.byteOffset + from * bytes;
      ddb.copy_data_to_vector(vector, 0, values.buffer, start, count * bytes);
      copyValidity(data, vector, from, count);
    },
  };
}

/** Arrow packs booleans eight a byte; DuckDB takes a byte each. */
export function booleanCopier(data: Data): ColumnCopier {
  const packed = data.values as Uint8Array;
  return {
    type: ddb.create_logical_type(ddb.Type.BOOLEAN),
    copy(vector, from, count) {
      for (let i = 0; i < count; i++) {
        const bit = data.offset + from + i;
        bits[i] = (packed[bit >> 3]! >> (bit & 7)) & 1;
      }
      ddb.copy_data_to_vector(vector, 0, bits.buffer, 0, count);
      copyValidity(data, vector, from, count);
    },
  };
}
