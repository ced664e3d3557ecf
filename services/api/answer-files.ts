import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type RecordBatch, RecordBatchStreamWriter } from 'apache-arrow';
import type { Query } from '../../pipelines/serving/queries.ts';
import type { QueryCaller, QueryPool } from '../../pipelines/serving/query-pool.ts';

const ONE_AT_A_TIME = { objectMode: true, highWaterMark: 1 };

/** Writes the rows of queries one after another as an Arrow stream. Returns their number. */
export async function writeArrow(
  readers: QueryPool,
  caller: QueryCaller,
  queries: readonly Query[],
  path: string,
): Promise<number> {
  let rows = 0;
  const batches = async function* () {
    for (const [index, { sql, parameters }] of queries.entries()) {
      for await (const batch of readers.stream(sql, parameters, caller)) {
        // an empty batch carries the schema
        if (batch.numRows === 0 && index > 0) continue;
        rows += batch.numRows;
        yield batch;
      }
    }
  };
  const writer = RecordBatchStreamWriter.throughNode({ autoDestroy: true });
  await pipeline(Readable.from(batches(), ONE_AT_A_TIME), writer, createWriteStream(path));
  return rows;
}

/** Writes the rows as Parquet: first each part to a file, then all parts to one, so that memory is bounded. */
export async function writeParquet(
  readers: QueryPool,
  caller: QueryCaller,
  queries: readonly Query[],
  path: string,
): Promise<number> {
  const parts = queries.map((_, index) => `${path}.${index}`);
  const copy = async ({ sql, parameters }: Query, to: string, compression: string) => {
    const [done] = await readers.rows<{ Count: number }>(
      `copy (${sql}) to '${quoted(to)}' (format parquet, compression ${compression})`,
      parameters,
      caller,
    );
    return done!.Count;
  };
  if (queries.length === 1) return copy(queries[0]!, path, 'zstd');
  try {
    for (const [index, query] of queries.entries()) await copy(query, parts[index]!, 'snappy');
    const list = parts.map((part) => `'${quoted(part)}'`).join(', ');
    return await copy({ sql: `from read_parquet([${list}])`, parameters: {} }, path, 'zstd');
  } finally {
    for (const part of parts) await rm(part, { force: true });
  }
}

/**
 * Writes the one text column of queries as it is, row after row.
 * @param about text before and after, and how many bytes to cut from the last row
 */
export async function writeText(
  readers: QueryPool,
  caller: QueryCaller,
  queries: readonly Query[],
  path: string,
  { head, cut = 0, tail = '' }: { head: string; cut?: number; tail?: string },
): Promise<number> {
  let rows = 0;
  const texts = async function* () {
    yield Buffer.from(head);
    let held = Buffer.alloc(0);
    for (const { sql, parameters } of queries) {
      for await (const batch of readers.stream(sql, parameters, caller)) {
        if (batch.numRows === 0) continue;
        rows += batch.numRows;
        yield held;
        held = textOf(batch, batch.numRows);
      }
    }
    yield held.subarray(0, Math.max(0, held.length - cut));
    yield Buffer.from(tail);
  };
  await pipeline(Readable.from(texts(), ONE_AT_A_TIME), createWriteStream(path));
  return rows;
}

/** The bytes of the first rows of a batch of texts, which are contiguous. */
export function textOf(batch: RecordBatch, rows: number): Buffer<ArrayBuffer> {
  const { values, valueOffsets } = batch.data.children[0]!;
  const bytes = (values as Uint8Array<ArrayBuffer>).subarray(0, valueOffsets[rows]);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** SHA-256 of a file's bytes. */
export async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('base64url');
}

function quoted(path: string): string {
  return path.replaceAll("'", "''");
}
