import { DuckDBDataChunk, VARCHAR } from '@duckdb/node-api';
import ddb from '@duckdb/node-bindings';
import { type Data, Utf8, vectorFromArray } from 'apache-arrow';
import { stringCopier } from './arrow/append-strings.ts';
import type { ColumnCopier, StringMode } from './arrow/column-copier.ts';

let chosen: StringMode | null = null;

/**
 * The mode this process appends strings in: `arena` if, tried once at first use, strings copied that
 * way read back as they were; `safe` otherwise.
 */
export function stringMode(): StringMode {
  chosen ??= readsBack((data) => stringCopier('self-test', data, 'arena')) ? 'arena' : 'safe';
  return chosen;
}

/** Both sides of the inline limit of 12 bytes, more than one byte a character, a NUL, an empty one. */
const PROBES = [
  '',
  'a',
  'twelve bytes',
  'thirteen bytes',
  'intensivvårdsavdelningen',
  '\u0000 then more than twelve',
  '😀😀😀😀',
  null,
];

/** Whether strings copied into a chunk are the same when DuckDB's own package reads them. */
export function readsBack(copier: (data: Data) => ColumnCopier): boolean {
  try {
    const chunk = DuckDBDataChunk.create([VARCHAR], PROBES.length);
    const vector = ddb.data_chunk_get_vector(chunk.chunk, 0);
    const data = vectorFromArray(PROBES, new Utf8()).data[0]!;
    copier(data).copy(vector, 0, PROBES.length);
    const back = chunk.getColumnValues(0);
    return PROBES.every((probe, i) => back[i] === probe);
  } catch {
    return false;
  }
}
