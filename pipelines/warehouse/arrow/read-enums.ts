import type { DuckDBEnumType } from '@duckdb/node-api';
import ddb from '@duckdb/node-bindings';
import { Dictionary, Int16, Int32, makeData, Utf8, vectorFromArray } from 'apache-arrow';
import type { ColumnReader } from './column-reader.ts';
import { clearNulls, readValidity } from './read-validity.ts';

/** ENUM as Dictionary<Utf8>: the codes are the indices, and all batches share the dictionary. */
export function enumReader(source: DuckDBEnumType): ColumnReader {
  const size = source.values.length;
  const Codes = size <= 0xff ? Uint8Array : size <= 0xffff ? Uint16Array : Uint32Array;
  const Indices = size <= 0xff ? Int16Array : Int32Array;
  const type = new Dictionary(new Utf8(), size <= 0xff ? new Int16() : new Int32());
  const dictionary = vectorFromArray([...source.values], new Utf8());
  return {
    type,
    read(parts, rows) {
      const data = new Indices(rows);
      let at = 0;
      for (const part of parts) {
        const bytes = ddb.vector_get_data(part.vector, part.rows * Codes.BYTES_PER_ELEMENT);
        data.set(new Codes(bytes.buffer as ArrayBuffer, bytes.byteOffset, part.rows), at);
        at += part.rows;
      }
      const validity = readValidity(parts, rows);
      clearNulls(validity, rows, new Uint8Array(data.buffer), data.BYTES_PER_ELEMENT);
      return makeData({ type, length: rows, ...validity, data, dictionary });
    },
  };
}
