import ddb from '@duckdb/node-bindings';
import type { RecordBatch } from 'apache-arrow';
import { stringMode } from '../string-mode.ts';
import { columnCopier } from './append-columns.ts';
import type { StringMode } from './column-copier.ts';

export type { StringMode } from './column-copier.ts';

/** Rows in a DuckDB data chunk. */
const CHUNK_ROWS = ddb.vector_size();

/**
 * Copies a batch into an appender, chunk by chunk: each column moves in a constant number of native
 * calls a chunk. Columns go by position. The appender casts if the table's type differs
 * (milliseconds to TIMESTAMP).
 *
 * Synchronous. Rows are visible in the transaction once the appender is flushed or closed.
 *
 * @throws Error naming the column for an Arrow type that is not handled or a value that is not
 *   storable; DuckDB's own error when the table's types do not take the chunk. The appender then
 *   holds earlier chunks: clear it.
 */
export function appendBatch(
  appender: ddb.Appender,
  batch: RecordBatch,
  strings: StringMode = stringMode(),
): void {
  const copiers = batch.schema.fields.map((field, i) =>
    columnCopier(field.name, batch.data.children[i]!, strings),
  );
  const chunk = ddb.create_data_chunk(copiers.map((copier) => copier.type));
  const vectors = copiers.map((_, i) => ddb.data_chunk_get_vector(chunk, i));
  for (let from = 0; from < batch.numRows; from += CHUNK_ROWS) {
    const count = Math.min(CHUNK_ROWS, batch.numRows - from);
    ddb.data_chunk_reset(chunk);
    ddb.data_chunk_set_size(chunk, count);
    for (let i = 0; i < copiers.length; i++) copiers[i]!.copy(vectors[i]!, from, count);
    ddb.append_data_chunk(appender, chunk);
  }
}
