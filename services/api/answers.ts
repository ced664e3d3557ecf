import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream, mkdirSync, rmSync } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type RecordBatch, RecordBatchStreamWriter } from 'apache-arrow';
import {
  type Column,
  csvText,
  type Dialect,
  flatColumns,
  jsonText,
  separator,
} from '../../pipelines/serving/forms.ts';
import { SWEDISH_HEADINGS } from '../../pipelines/serving/headings.ts';
import type { Query } from '../../pipelines/serving/questions.ts';
import type { ServingStore } from '../../pipelines/serving/store.ts';
import type { Metrics } from '../metrics.ts';
import { Cache } from './cache.ts';
import type { Format } from './negotiate.ts';

/** Rows of an answer as JSON, with commas between them. */
export interface Page {
  readonly items: Buffer;
  readonly rows: number;
  /** Whether there are rows after these. */
  readonly more: boolean;
}

/** A whole answer in a file. */
export interface AnswerFile {
  readonly path: string;
  readonly bytes: number;
  readonly rows: number;
}

const PAGES_BYTES = 64 * 1024 * 1024;
const FILES_BYTES = 1024 * 1024 * 1024;
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Answers to questions, written by DuckDB or batch by batch, and kept while they are asked for again. The
 * text of a row is made in SQL: here bytes are passed on.
 */
export class Answers {
  private readonly serving: ServingStore;
  private readonly folder: string;
  private readonly metrics: Pick<Metrics, 'queries'>;
  private readonly columns = new Cache<Column[]>(1_000, () => 1);
  private readonly pages = new Cache<Page>(PAGES_BYTES, ({ items }) => items.length + 1_000);
  private readonly files = new Cache<AnswerFile>(
    FILES_BYTES,
    ({ bytes }) => bytes + 1_000,
    ({ path }) => void rm(path, { force: true }),
  );

  /** @param folder for answers in files; what is left there from before is removed */
  constructor(serving: ServingStore, folder: string, metrics: Pick<Metrics, 'queries'>) {
    this.serving = serving;
    this.metrics = metrics;
    this.folder = folder;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }

  /** What an answer is known by: the question and the version of what it is about. */
  keyOf(query: Query, about: { readonly from: number; readonly to: number }, more = ''): string {
    const text = JSON.stringify([query.sql, query.parameters, more]);
    const digest = createHash('sha256').update(text).digest('base64url').slice(0, 22);
    return `${digest}-${this.serving.versions.of(about.from, about.to)}`;
  }

  /** `limit` rows after the first `skip`, as JSON. */
  page(key: string, query: Query, skip: number, limit: number): Promise<Page> {
    return this.pages.get(key, async () => {
      const { sql, parameters } = query;
      const stop = this.metrics.queries.startTimer({ query: 'page' });
      const row = query.isWire ? 'to_json(answer)' : jsonText(await this.columnsOf(query));
      const texts: Buffer[] = [];
      let rows = 0;
      await this.serving.readers.batches(
        `select ${row}::varchar || ',' as text from (${sql}) answer limit $limit offset $skip`,
        { ...parameters, limit: limit + 1, skip },
        (batch) => {
          // the row that tells there is more is not of the page
          const wanted = Math.min(batch.numRows, limit - rows);
          texts.push(textOf(batch, wanted));
          rows += batch.numRows;
        },
      );
      stop();
      const items = Buffer.concat(texts);
      const told = Math.min(rows, limit);
      return {
        items: items.subarray(0, Math.max(0, items.length - 1)),
        rows: told,
        more: rows > limit,
      };
    });
  }

  /** The whole answer in a file: Arrow, Parquet, JSON (an array) or a spreadsheet. */
  file(key: string, query: Query, format: Format, dialect: Dialect): Promise<AnswerFile> {
    return this.files.get(key, async () => {
      const path = join(this.folder, randomUUID());
      try {
        const stop = this.metrics.queries.startTimer({ query: format });
        const rows = await this.write(query, format, dialect, path);
        stop();
        return { path, rows, bytes: (await stat(path)).size };
      } catch (error) {
        await rm(path, { force: true });
        throw error;
      }
    });
  }

  private async write(query: Query, format: Format, dialect: Dialect, path: string) {
    const { sql, parameters } = query;
    const columns = await this.columnsOf(query);
    if (format === 'parquet' || format === 'arrow') {
      const list = flatColumns(columns).map((column) => `${column.sql} as "${column.name}"`);
      const select = `select ${list.join(', ')} from (${sql}) answer`;
      return format === 'parquet'
        ? this.writeParquet(select, query, path)
        : this.writeArrow(select, query, path);
    }
    const row =
      format === 'csv'
        ? csvText(columns, dialect)
        : `${query.isWire ? 'to_json(answer)' : jsonText(columns)}::varchar || e',\\n'`;
    const head = format === 'csv' ? headingsOf(columns, dialect) : '[\n';
    const text = this.serving.readers.stream(
      `select ${row} as text from (${sql}) answer`,
      parameters,
    );
    let rows = 0;
    await pipeline(
      Readable.from(
        (async function* () {
          yield Buffer.from(head);
          // a comma stands between the rows of an array, and not after the last
          let held: Buffer | null = null;
          for await (const batch of text) {
            if (batch.numRows === 0) continue;
            rows += batch.numRows;
            if (held !== null) yield held;
            held = textOf(batch, batch.numRows);
          }
          if (format === 'csv') yield held ?? Buffer.alloc(0);
          else
            yield Buffer.concat([held?.subarray(0, -2) ?? Buffer.alloc(0), Buffer.from('\n]\n')]);
        })(),
        { objectMode: true, highWaterMark: 1 },
      ),
      createWriteStream(path),
    );
    return rows;
  }

  private async writeParquet(select: string, { parameters }: Query, path: string) {
    const [done] = await this.serving.readers.rows<{ Count: number }>(
      `copy (${select}) to '${path.replaceAll("'", "''")}' (format parquet, compression zstd)`,
      parameters,
    );
    return done!.Count;
  }

  private async writeArrow(select: string, { parameters }: Query, path: string) {
    let rows = 0;
    const batches = this.serving.readers.stream(select, parameters);
    const counted = async function* () {
      for await (const batch of batches) {
        rows += batch.numRows;
        yield batch;
      }
    };
    const writer = RecordBatchStreamWriter.throughNode({ autoDestroy: true });
    await pipeline(
      Readable.from(counted(), { objectMode: true, highWaterMark: 1 }),
      writer,
      createWriteStream(path),
    );
    return rows;
  }

  private columnsOf({ sql, parameters }: Query): Promise<Column[]> {
    return this.columns.get(sql, () =>
      this.serving.readers.rows<Column>(
        `select column_name as name, column_type as type from (describe ${sql})`,
        parameters,
      ),
    );
  }
}

/** The bytes of the first rows of a batch of texts: they lie one after another. */
function textOf(batch: RecordBatch, rows: number): Buffer {
  const { values, valueOffsets } = batch.data.children[0]!;
  const bytes = (values as Uint8Array).subarray(0, valueOffsets[rows]);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

function headingsOf(columns: readonly Column[], dialect: Dialect): string {
  const names = flatColumns(columns).map(({ name }) =>
    dialect === 'sv' ? (SWEDISH_HEADINGS[name] ?? name) : name,
  );
  return `${BYTE_ORDER_MARK}${names.join(separator(dialect))}\r\n`;
}
