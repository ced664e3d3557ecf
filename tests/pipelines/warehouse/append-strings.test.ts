import { VARCHAR } from '@duckdb/node-api';
import ddb from '@duckdb/node-bindings';
import { Utf8, vectorFromArray } from 'apache-arrow';
import { expect, it } from 'vitest';
import { stringCopier } from '../../../pipelines/warehouse/arrow/append-strings.ts';
import type { StringMode } from '../../../pipelines/warehouse/arrow/column-copier.ts';

const VALUES = ['', 'a', 'twelve bytes', 'thirteen bytes', 'en längre sträng, åäö'];

/** Length and first four bytes of each record, without the pointers. */
function heads(mode: StringMode): Uint32Array[] {
  const chunk = ddb.create_data_chunk([VARCHAR.toLogicalType().logical_type]);
  ddb.data_chunk_set_size(chunk, VALUES.length);
  const vector = ddb.data_chunk_get_vector(chunk, 0);
  const data = vectorFromArray(VALUES, new Utf8()).data[0]!;
  stringCopier('s', data, mode).copy(vector, 0, VALUES.length);
  const records = ddb.vector_get_data(vector, VALUES.length * 16);
  return VALUES.map((_, i) => new Uint32Array(records.buffer.slice(i * 16, i * 16 + 8)));
}

it('lays strings out as DuckDB does itself', () => {
  expect(heads('arena')).toEqual(heads('safe'));
});
