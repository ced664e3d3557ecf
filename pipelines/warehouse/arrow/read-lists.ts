import ddb from '@duckdb/node-bindings';
import { type Data, Field, List, makeData, Vector, vectorFromArray } from 'apache-arrow';
import type { ColumnReader } from './column-reader.ts';
import { holdsValue, type Part, readValidity } from './read-validity.ts';

/** LIST as List, its items by the reader of their own type. */
export function listReader(item: ColumnReader): ColumnReader {
  const type = new List(new Field('item', item.type, true));
  return { type, read: (parts, rows) => readLists(type, item, parts, rows) };
}

function readLists(type: List, item: ColumnReader, parts: readonly Part[], rows: number): Data {
  const validity = readValidity(parts, rows);
  const valueOffsets = new Int32Array(rows + 1);
  /** For each item in order: where it is among the items of all parts. */
  const sources: number[] = [];
  const items: Part[] = [];
  let itemRows = 0;
  let row = 0;
  for (const part of parts) {
    // An entry is a u64 offset among the part's items and a u64 length.
    const bytes = ddb.vector_get_data(part.vector, part.rows * 16);
    const entries = new BigUint64Array(bytes.buffer, bytes.byteOffset, part.rows * 2);
    for (let i = 0; i < part.rows; i++, row++) {
      const length = holdsValue(validity, row) ? Number(entries[2 * i + 1]) : 0;
      const first = itemRows + Number(entries[2 * i]);
      for (let k = 0; k < length; k++) sources.push(first + k);
      valueOffsets[row + 1] = sources.length;
    }
    const size = ddb.list_vector_get_size(part.vector);
    items.push({ vector: ddb.list_vector_get_child(part.vector), rows: size });
    itemRows += size;
  }
  const child = gathered(item.read(items, itemRows), sources);
  return makeData({ type, length: rows, ...validity, valueOffsets, child });
}

/** Items in the order of the rows: usually they are already, as DuckDB lays them out. */
function gathered(items: Data, sources: readonly number[]): Data {
  const inOrder = sources.length === items.length && sources.every((source, i) => source === i);
  if (inOrder) return items;
  const values = new Vector([items]);
  return vectorFromArray(
    sources.map((source) => values.get(source)),
    items.type,
  ).data[0]!;
}
