import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { RecordBatch } from 'apache-arrow';
import { copySql, PARQUET, quoted, writeArrowStream } from '../warehouse/copy.ts';
import {
  type Column,
  csvText,
  type Dialect,
  flatColumns,
  frameList,
  jsonText,
  separator,
} from './forms.ts';
import { SWEDISH_HEADINGS } from './headings.ts';
import type { Query } from './queries.ts';
import type { QueryCaller, QueryPool } from './query-pool.ts';

/** Formats of answers. */
export const FORMATS = ['json', 'csv', 'arrow', 'parquet'] as const;
export type Format = (typeof FORMATS)[number];

const BYTE_ORDER_MARK = '\uFEFF';
/** The text around the rows of a JSON array, and the length of the text after each row, which the last one lacks. */
const ARRAY = { head: '[\n', cut: 2, tail: '\n]\n' };

/** Returns the columns of a query, without running it. */
export function columnsOf(
  pool: QueryPool,
  { sql, parameters }: Query,
  { name }: QueryCaller,
): Promise<Column[]> {
  return pool.rows<Column>(
    `select column_name as name, column_type as type from (describe ${sql})`,
    parameters,
    // of no rows
    { name, isShort: true },
  );
}

/** SQL for a row of the answer as JSON. */
export function rowText({ isWire }: Query, columns: readonly Column[]): string {
  return isWire ? 'to_json(answer)' : jsonText(columns);
}

/** The bytes of the first rows of a batch of texts, which are contiguous. */
export function textOf(batch: RecordBatch, rows: number): Buffer<ArrayBuffer> {
  const { values, valueOffsets } = batch.data.children[0]!;
  const bytes = (values as Uint8Array<ArrayBuffer>).subarray(0, valueOffsets[rows]);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** The parts of an answer, in order, of the same columns, and who wants them. */
export interface Export {
  readonly pool: QueryPool;
  readonly caller: QueryCaller;
  readonly queries: readonly Query[];
  readonly columns: readonly Column[];
}

/** Writes all rows to a file: Arrow, Parquet, JSON (an array) or a spreadsheet. Returns their number. */
export function writeRows(
  wanted: Export,
  path: string,
  format: Format,
  dialect: Dialect,
): Promise<number> {
  const { columns, queries } = wanted;
  const selected = (list: string): Export => ({
    ...wanted,
    queries: queries.map(({ sql, parameters }) => ({
      sql: `select ${list} from (${sql}) answer`,
      parameters,
    })),
  });
  switch (format) {
    case 'parquet':
      return writeParquet(selected(frameList(columns)), path);
    case 'arrow':
      return writeArrow(selected(frameList(columns)), path);
    case 'csv':
      return writeText(selected(csvText(columns, dialect)), path, {
        head: headingsOf(columns, dialect),
      });
    case 'json': {
      const row = `${rowText(queries[0]!, columns)}::varchar || e',\\n'`;
      return writeText(selected(row), path, ARRAY);
    }
  }
}

async function writeArrow({ pool, caller, queries }: Export, path: string): Promise<number> {
  let rows = 0;
  const batches = async function* () {
    for (const [index, { sql, parameters }] of queries.entries()) {
      for await (const batch of pool.stream(sql, parameters, caller)) {
        // an empty batch carries the schema
        if (batch.numRows === 0 && index > 0) continue;
        rows += batch.numRows;
        yield batch;
      }
    }
  };
  await writeArrowStream(batches(), path);
  return rows;
}

/** First each part to a file, then all parts to one, so that memory is bounded. */
async function writeParquet({ pool, caller, queries }: Export, path: string): Promise<number> {
  const copy = async ({ sql, parameters }: Query, to: string, options = PARQUET) => {
    const [done] = await pool.rows<{ Count: number }>(
      copySql(sql, to, options),
      parameters,
      caller,
    );
    return done!.Count;
  };
  if (queries.length === 1) return copy(queries[0]!, path);
  const parts = queries.map((_, index) => `${path}.${index}`);
  try {
    for (const [index, query] of queries.entries()) {
      await copy(query, parts[index]!, 'format parquet, compression snappy');
    }
    const sql = `from read_parquet([${parts.map(quoted).join(', ')}])`;
    return await copy({ sql, parameters: {} }, path);
  } finally {
    for (const part of parts) await rm(part, { force: true });
  }
}

/**
 * Writes the one text column of queries as it is, row after row.
 * @param about text before and after, and how many bytes to cut from the last row
 */
async function writeText(
  { pool, caller, queries }: Export,
  path: string,
  { head, cut = 0, tail = '' }: { head: string; cut?: number; tail?: string },
): Promise<number> {
  let rows = 0;
  const texts = async function* () {
    yield Buffer.from(head);
    let held = Buffer.alloc(0);
    for (const { sql, parameters } of queries) {
      for await (const batch of pool.stream(sql, parameters, caller)) {
        if (batch.numRows === 0) continue;
        rows += batch.numRows;
        yield held;
        held = textOf(batch, batch.numRows);
      }
    }
    yield held.subarray(0, Math.max(0, held.length - cut));
    yield Buffer.from(tail);
  };
  const source = Readable.from(texts(), { objectMode: true, highWaterMark: 1 });
  await pipeline(source, createWriteStream(path));
  return rows;
}

function headingsOf(columns: readonly Column[], dialect: Dialect): string {
  const names = flatColumns(columns).map(({ name }) =>
    dialect === 'sv' ? (SWEDISH_HEADINGS[name] ?? name) : name,
  );
  return `${BYTE_ORDER_MARK}${names.join(separator(dialect))}\r\n`;
}
