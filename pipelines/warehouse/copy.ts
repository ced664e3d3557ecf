import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type RecordBatch, RecordBatchStreamWriter } from 'apache-arrow';

/** How DuckDB writes the rows of a file: NDJSON, or Parquet. */
export const NDJSON = 'format json';
export const PARQUET = 'format parquet, compression zstd';

/** A path, or another text, as SQL. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** SQL that writes the rows of a query to a file, and returns their number as `Count`. */
export function copySql(query: string, path: string, options: string): string {
  return `copy (${query}) to ${quoted(path)} (${options})`;
}

/** Writes batches to a file as an Arrow stream, one at a time. */
export async function writeArrowStream(
  batches: Iterable<RecordBatch> | AsyncIterable<RecordBatch>,
  path: string,
): Promise<void> {
  const source = Readable.from(batches, { objectMode: true, highWaterMark: 1 });
  const writer = RecordBatchStreamWriter.throughNode({ autoDestroy: true });
  await pipeline(source, writer, createWriteStream(path));
}
