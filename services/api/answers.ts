import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  columnsOf,
  type Format,
  rowText,
  textOf,
  writeRows,
} from '../../pipelines/serving/export.ts';
import type { Column, Dialect } from '../../pipelines/serving/forms.ts';
import type { Query } from '../../pipelines/serving/queries.ts';
import type { QueryCaller } from '../../pipelines/serving/query-pool.ts';
import type { ServingStore } from '../../pipelines/serving/store.ts';
import { fileDigest } from '../platform/file-digest.ts';
import type { Metrics } from '../platform/metrics.ts';
import { Cache } from './cache.ts';

/** Rows of an answer as JSON, with commas between them. */
export interface Page {
  readonly items: Buffer;
  readonly rows: number;
  /** Whether there are rows after these. */
  readonly more: boolean;
  /** Patients of the rows, each once. */
  readonly patients: readonly string[];
  /** Digest of the items. */
  readonly version: string;
}

/** A complete answer in a file. */
export interface AnswerFile {
  readonly path: string;
  readonly bytes: number;
  readonly rows: number;
  /** Patients of the rows, each once. */
  readonly patients: readonly string[];
  /** Digest of its bytes. */
  readonly version: string;
}

const PAGES_BYTES = 64 * 1024 * 1024;
const FILES_BYTES = 1024 * 1024 * 1024;

/**
 * Answers to queries. DuckDB writes them, whole or batch by batch, and a cache keeps those that clients
 * request again. SQL makes the text of a row: this class only copies bytes.
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

  /** @param folder for answers in files; files of an earlier run are removed */
  constructor(serving: ServingStore, folder: string, metrics: Pick<Metrics, 'queries'>) {
    this.serving = serving;
    this.metrics = metrics;
    this.folder = folder;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }

  /**
   * The cache key of an answer: the query and the version of its data. Never sent to clients, because it changes
   * with wards that the reader may not see.
   */
  keyOf(query: Query, about: { readonly from: number; readonly to: number }, more = ''): string {
    const text = JSON.stringify([query.sql, query.parameters, more]);
    const digest = createHash('sha256').update(text).digest('base64url').slice(0, 22);
    return `${digest}-${this.serving.versions.of(about.from, about.to)}`;
  }

  /** `limit` rows after the first `skip`, as JSON. */
  page(
    key: string,
    query: Query,
    { skip, limit }: { readonly skip: number; readonly limit: number },
    caller: QueryCaller,
  ): Promise<Page> {
    return this.pages.get(
      key,
      async (signal) => this.makePage(query, skip, limit, { ...caller, signal }),
      caller.signal,
    );
  }

  private async makePage(
    query: Query,
    skip: number,
    limit: number,
    caller: QueryCaller,
  ): Promise<Page> {
    const { sql, parameters } = query;
    const stop = this.metrics.queries.startTimer({ query: 'page' });
    const row = rowText(query, await this.columnsOf(query, caller));
    const texts: Buffer[] = [];
    const patients = new Set<string>();
    let rows = 0;
    await this.serving.queryPool.batches(
      `select ${row}::varchar || ',' as text, ${query.patient ?? 'null'}::varchar as patient
        from (${sql}) answer limit $limit offset $skip`,
      { ...parameters, limit: limit + 1, skip },
      (batch) => {
        // the extra row shows that there is more; the page leaves it out
        const wanted = Math.min(batch.numRows, limit - rows);
        texts.push(textOf(batch, wanted));
        if (query.patient !== undefined) {
          for (const patient of batch.getChildAt(1)!.slice(0, wanted)) patients.add(patient);
        }
        rows += batch.numRows;
      },
      caller,
    );
    stop();
    const items = Buffer.concat(texts);
    const count = Math.min(rows, limit);
    const more = rows > limit;
    const version = createHash('sha256').update(items).update(`${more}`).digest('base64url');
    return {
      items: items.subarray(0, Math.max(0, items.length - 1)),
      rows: count,
      ...{ more, version, patients: [...patients] },
    };
  }

  /**
   * Writes the complete answer to a file: Arrow, Parquet, JSON (an array) or a spreadsheet.
   * @param queries its parts in order, of the same columns
   */
  async file(
    key: string,
    queries: readonly Query[],
    format: Format,
    dialect: Dialect,
    caller: QueryCaller,
  ): Promise<AnswerFile> {
    const make = (signal: AbortSignal) =>
      this.make(queries, format, dialect, { ...caller, signal });
    const made = await this.files.get(key, make, caller.signal);
    if (existsSync(made.path)) return made;
    // somebody cleared the folder
    this.files.forget(key);
    return this.files.get(key, make, caller.signal);
  }

  /** Removes the files, which may contain data of patients. */
  async close(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  private async make(
    queries: readonly Query[],
    format: Format,
    dialect: Dialect,
    caller: QueryCaller,
  ): Promise<AnswerFile> {
    const path = join(this.folder, randomUUID());
    const stop = this.metrics.queries.startTimer({ query: format });
    // somebody may have removed the folder, too
    await mkdir(this.folder, { recursive: true });
    try {
      const columns = await this.columnsOf(queries[0]!, caller);
      const wanted = { pool: this.serving.queryPool, caller, queries, columns };
      const rows = await writeRows(wanted, path, format, dialect);
      const { size: bytes } = await stat(path);
      // after the rows, so that patients who arrive meanwhile are included
      const patients = await this.patientsOf(queries, caller);
      return { path, rows, bytes, patients, version: await fileDigest(path, 'base64url') };
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    } finally {
      stop();
    }
  }

  private async patientsOf(queries: readonly Query[], caller: QueryCaller): Promise<string[]> {
    const patients = new Set<string>();
    for (const { sql, parameters, patient } of queries) {
      if (patient === undefined) return [];
      const rows = await this.serving.queryPool.rows<{ patient: string }>(
        `select distinct ${patient} as patient from (${sql})`,
        parameters,
        caller,
      );
      for (const row of rows) patients.add(row.patient);
    }
    return [...patients];
  }

  private columnsOf(query: Query, caller: QueryCaller): Promise<Column[]> {
    return this.columns.get(query.sql, () => columnsOf(this.serving.queryPool, query, caller));
  }
}
