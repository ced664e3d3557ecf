import { DuckDBDataChunk, LIST, listValue, VARCHAR } from '@duckdb/node-api';
import ddb from '@duckdb/node-bindings';
import { Utf8, Vector } from 'apache-arrow';
import { expect, it } from 'vitest';
import { listReader } from '../../../pipelines/warehouse/arrow/read-lists.ts';
import { readStrings } from '../../../pipelines/warehouse/arrow/read-strings.ts';

it('follows the entries of lists that do not lie in the order of their rows', () => {
  const chunk = DuckDBDataChunk.create([LIST(VARCHAR)], 3);
  chunk.setColumnValues(0, [listValue(['a', 'b']), listValue(['c']), listValue(['d'])]);
  const vector = ddb.data_chunk_get_vector(chunk.chunk, 0);
  // Offset and length of each row's list among the items a, b, c, d.
  const entries = new BigUint64Array([2n, 2n, 0n, 1n, 2n, 1n]);
  ddb.copy_data_to_vector(vector, 0, entries.buffer, 0, entries.byteLength);

  const reader = listReader({ type: new Utf8(), read: readStrings });
  const lists = new Vector([reader.read([{ vector, rows: 3 }], 3)]).toJSON();

  expect(lists.map((list) => [...list])).toEqual([['c', 'd'], ['a'], ['c']]);
});
