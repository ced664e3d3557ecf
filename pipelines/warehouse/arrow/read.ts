import type { DuckDBDataChunk, DuckDBResult } from '@duckdb/node-api';
import ddb from '@duckdb/node-bindings';
import { Field, makeData, RecordBatch, Schema, Struct } from 'apache-arrow';
import type { ColumnReader } from './column-reader.ts';
import { columnReader } from './read-columns.ts';

/**
 * A DuckDB result as Arrow batches of at most `rowsPerBatch` rows (or one chunk, if that is more). An
 * empty result gives one batch without rows.
 *
 * A streaming result that fails ends here like one that is finished: `Connection.batches` finds out which
 * it was.
 *
 * @throws Error naming the column for a DuckDB type that has no reader
 */
export async function* recordBatches(
  result: DuckDBResult,
  fetchChunk = () => result.fetchChunk(),
  rowsPerBatch = 65_536,
): AsyncGenerator<RecordBatch> {
  const names = result.deduplicatedColumnNames();
  const readers = result.columnTypes().map((type, i) => columnReader(names[i]!, type));
  const schema = new Schema(readers.map(({ type }, i) => new Field(names[i]!, type, true)));
  let chunks: DuckDBDataChunk[] = [];
  let rows = 0;
  let batches = 0;
  for (;;) {
    const chunk = await fetchChunk();
    const fetched = chunk?.rowCount ?? 0;
    const last = chunk === null || fetched === 0;
    if (last ? rows > 0 || batches === 0 : rows + fetched > rowsPerBatch && rows > 0) {
      yield recordBatch(schema, readers, chunks, rows);
      batches++;
      chunks = [];
      rows = 0;
    }
    if (last) return;
    chunks.push(chunk);
    rows += fetched;
  }
}

function recordBatch(
  schema: Schema,
  readers: readonly ColumnReader[],
  chunks: readonly DuckDBDataChunk[],
  rows: number,
): RecordBatch {
  const children = readers.map((reader, i) =>
    reader.read(
      chunks.map((chunk) => ({
        vector: ddb.data_chunk_get_vector(chunk.chunk, i),
        rows: chunk.rowCount,
      })),
      rows,
    ),
  );
  const type = new Struct(schema.fields);
  return new RecordBatch(schema, makeData({ type, length: rows, nullCount: 0, children }));
}
