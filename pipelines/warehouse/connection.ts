import {
  DuckDBConnection,
  type DuckDBMaterializedResult,
  type DuckDBPreparedStatement,
  type DuckDBResult,
} from '@duckdb/node-api';
import ddb from '@duckdb/node-bindings';
import type { RecordBatch } from 'apache-arrow';
import { appendBatch } from './arrow/append.ts';
import { recordBatches } from './arrow/read.ts';
import { bindings, type Parameters } from './parameters.ts';
import { RowChunk } from './row-chunk.ts';
import { rowValue } from './row-values.ts';
import { tableName } from './table-name.ts';
import { keepByteOrderMarks } from './text-decoder.ts';
import { WarehouseError } from './warehouse-error.ts';

keepByteOrderMarks();

/**
 * Optimizers whose plans hold something of the rows that they saw: the range of a column, and which keys a join
 * looks for. DuckDB sets the latter again at each run, but a scan below a grouping may begin before it does.
 */
export const HOLDING_ROWS = ['statistics_propagation', 'join_filter_pushdown'];

const UNBOUND = { values: undefined, types: undefined };

/** What runs statements: a connection, which plans them at each run, or its `KeptPlans`. */
export type Statements = Pick<Connection, 'run' | 'rows'>;

/** A statement that is planned, for any number of runs on its connection. */
export interface Plan {
  run(parameters?: Parameters): Promise<DuckDBMaterializedResult>;
  /** Frees it, with what its last run held. */
  drop(): Promise<void>;
}

/** Runs one piece of work at a time, of all connections of a warehouse. */
export type Exclusively = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * One connection to an open warehouse, from `Warehouse.connect()`. Its statements run one after
 * another, off the JS thread. It sees what was committed when its statement or transaction began,
 * and readers on other connections never wait for it.
 */
export class Connection {
  private readonly native: ddb.Connection;
  private readonly statements: DuckDBConnection;
  private readonly onClose: () => void;
  private readonly exclusively: Exclusively;
  private readonly prepared = new Set<DuckDBPreparedStatement>();
  private queue: Promise<unknown> = Promise.resolve();
  private waiting = 0;
  private inTransaction = false;
  private streaming = false;
  private closed = false;
  private failedAppend: WarehouseError | null = null;

  constructor(native: ddb.Connection, exclusively: Exclusively, onClose: () => void) {
    this.native = native;
    this.exclusively = exclusively;
    this.onClose = onClose;
    this.statements = new DuckDBConnection(native);
  }

  /**
   * Runs one or several statements; parameters belong to the last.
   *
   * @throws WarehouseError with the SQL
   */
  async run(sql: string, parameters?: Parameters): Promise<void> {
    await this.execute(sql, parameters);
  }

  /**
   * Every row of a small result as an object, its values as `rowValue` gives them. The whole result
   * is held in memory; for large ones use `batches`.
   *
   * @throws WarehouseError with the SQL
   */
  async rows<T>(sql: string, parameters?: Parameters): Promise<T[]> {
    const result = await this.execute(sql, parameters);
    return (await result.convertRowObjects(rowValue)) as T[];
  }

  /**
   * Plans a statement, to be run any number of times: see `KeptPlans`, which says what it must not hold.
   *
   * @throws WarehouseError with the SQL, the plan too
   */
  async plan(sql: string): Promise<Plan> {
    const statement = await this.attempt(sql, () => this.exclusively(() => this.prepare(sql)));
    this.prepared.add(statement);
    return {
      run: (parameters = {}) =>
        this.attempt(sql, () => {
          const { values, types } = bindings(parameters);
          statement.bind(values, types);
          return statement.run();
        }),
      drop: () =>
        this.attempt(sql, async () => {
          if (this.prepared.delete(statement)) statement.destroySync();
        }),
    };
  }

  /**
   * Runs `work` between BEGIN and COMMIT. Any error, and a failed `append` even if it was caught,
   * rolls everything back and is thrown. Does not nest.
   */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    if (this.inTransaction) throw new WarehouseError('a transaction is already open');
    this.inTransaction = true;
    this.failedAppend = null;
    try {
      await this.run('BEGIN TRANSACTION');
      return await this.committed(work);
    } finally {
      this.inTransaction = false;
    }
  }

  /**
   * Appends batches or chunks to `table` (`table`, `schema.table`, or `temp.main.table`); columns go by
   * position. Synchronous. Outside a transaction it commits by itself. One call costs some milliseconds,
   * however little it appends.
   *
   * @throws WarehouseError naming the table. DuckDB does not abort the transaction for it, and would
   *   commit without the rows: roll back, as `transaction` does.
   */
  append(table: string, ...batches: readonly (RecordBatch | RowChunk)[]): void {
    try {
      if (this.waiting > 0) throw new WarehouseError('a statement is still running');
      this.assertUsable(null);
      if (batches.length > 0) this.appendWhole(table, batches);
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause);
      this.failedAppend = new WarehouseError(`append to ${table}: ${message}`, null, cause);
      throw this.failedAppend;
    }
  }

  /**
   * The result of one query as Arrow batches of up to `rowsPerBatch` (65 536) rows, in a read-only transaction of its
   * own. Takes the connection for itself until the last batch is read or the loop is left: dedicate
   * one to it. An empty result gives one batch without rows, for its schema.
   *
   * @throws WarehouseError with the SQL, also when the query fails or is interrupted midway
   */
  batches(
    sql: string,
    parameters?: Parameters,
    rowsPerBatch?: number,
  ): AsyncGenerator<RecordBatch> {
    return this.streamed(sql, parameters, (result) =>
      recordBatches(result, () => this.enqueue(() => result.fetchChunk()), rowsPerBatch),
    );
  }

  /**
   * Every row of a small result as DuckDB holds it, for `append` to a table of the same columns: no value passes
   * through JavaScript.
   *
   * @throws WarehouseError with the SQL
   */
  async chunks(sql: string, parameters?: Parameters): Promise<RowChunk[]> {
    const result = await this.execute(sql, parameters);
    const chunks = await result.fetchAllChunks();
    return chunks.map(({ chunk, rowCount }) => new RowChunk(chunk, rowCount));
  }

  /** The same of a large result, chunk by chunk, as `batches` gives it; an empty result gives nothing. */
  streamedChunks(sql: string, parameters?: Parameters): AsyncGenerator<RowChunk> {
    const enqueue = <T>(work: () => Promise<T>) => this.enqueue(work);
    return this.streamed(sql, parameters, async function* (result) {
      for (;;) {
        const chunk = await enqueue(() => result.fetchChunk());
        if (chunk === null || chunk.rowCount === 0) return;
        yield new RowChunk(chunk.chunk, chunk.rowCount);
      }
    });
  }

  /** Cancels the running statement, which then throws. */
  interrupt(): void {
    ddb.interrupt(this.native);
  }

  /** Closes once what is running has ended; an open transaction is rolled back. */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.queue = this.queue.then(() => {
      for (const statement of this.prepared) statement.destroySync();
      this.statements.closeSync();
      this.onClose();
    });
  }

  /** Resolves when nothing is running any more and, after `close`, the connection is gone. */
  async idle(): Promise<void> {
    await this.queue;
  }

  private async execute(sql: string, parameters?: Parameters): Promise<DuckDBMaterializedResult> {
    const { values, types } = parameters === undefined ? UNBOUND : bindings(parameters);
    return this.attempt(sql, () => this.statements.run(sql, values, types));
  }

  private async attempt<T>(sql: string, work: () => Promise<T>): Promise<T> {
    this.assertUsable(sql);
    try {
      return await this.enqueue(work);
    } catch (cause) {
      throw WarehouseError.from(cause, sql);
    }
  }

  /** A plan must hold nothing of the rows at hand; the setting is one of all connections. */
  private async prepare(sql: string): Promise<DuckDBPreparedStatement> {
    await this.statements.run(`set disabled_optimizers = '${HOLDING_ROWS.join()}'`);
    try {
      return await this.statements.prepare(sql);
    } finally {
      await this.statements.run('reset disabled_optimizers');
    }
  }

  /** A result that is read as it comes, in a read-only transaction of its own. */
  private async *streamed<T>(
    sql: string,
    parameters: Parameters | undefined,
    read: (result: DuckDBResult) => AsyncGenerator<T>,
  ): AsyncGenerator<T> {
    if (this.inTransaction) throw new WarehouseError('batches need a connection of their own', sql);
    this.assertUsable(sql);
    this.streaming = true;
    try {
      await this.enqueue(() => this.statements.run('BEGIN TRANSACTION READ ONLY'));
      const result = await this.enqueue(() => this.stream(sql, parameters));
      yield* read(result);
      await this.assertStreamEnded(sql);
    } catch (cause) {
      throw WarehouseError.from(cause, sql);
    } finally {
      await this.rollBack();
      this.streaming = false;
    }
  }

  private stream(sql: string, parameters: Parameters | undefined): Promise<DuckDBResult> {
    const { values, types } = parameters === undefined ? UNBOUND : bindings(parameters);
    return this.statements.stream(sql, values, types);
  }

  /** Every use of the connection off the JS thread goes through here. */
  private async enqueue<T>(work: () => Promise<T>): Promise<T> {
    if (this.closed) throw new WarehouseError('the connection is closed');
    this.waiting++;
    const result = this.queue.then(work).finally(() => this.waiting--);
    this.queue = result.catch(() => undefined);
    return result;
  }

  private async committed<T>(work: () => Promise<T>): Promise<T> {
    try {
      const value = await work();
      if (this.failedAppend !== null) throw this.failedAppend;
      await this.run('COMMIT');
      return value;
    } catch (error) {
      // After a failed COMMIT there is nothing left to roll back, and this fails too.
      await this.rollBack();
      throw error;
    }
  }

  private appendWhole(table: string, batches: readonly (RecordBatch | RowChunk)[]): void {
    const name = tableName(table);
    const appender = ddb.appender_create_ext(this.native, name.catalog, name.schema, name.table);
    try {
      const columns = ddb.appender_column_count(appender);
      for (const batch of batches) {
        if (columns !== batch.numCols) {
          throw new Error(`the table has ${columns} columns, the batch ${batch.numCols}`);
        }
        if (batch instanceof RowChunk) ddb.append_data_chunk(appender, batch.native);
        else appendBatch(appender, batch);
      }
      ddb.appender_close_sync(appender);
    } catch (error) {
      // An appender that still holds rows would flush them when it is collected.
      ddb.appender_clear(appender);
      throw error;
    }
  }

  /**
   * Ends the transaction, if there is one. An interrupt that comes late hits BEGIN or ROLLBACK, and leaves an
   * aborted transaction that no other statement gets past: it is rolled back until that is done.
   */
  private async rollBack(): Promise<void> {
    for (let isOver = false; !isOver; ) {
      isOver = await this.enqueue(() => this.statements.run('ROLLBACK')).then(
        () => true,
        (error: Error) => !error.message.startsWith('INTERRUPT'),
      );
    }
  }

  /**
   * A stream that fails ends like one that is finished, without an error. Its transaction is aborted
   * though, and refuses the next statement.
   */
  private async assertStreamEnded(sql: string): Promise<void> {
    try {
      await this.enqueue(() => this.statements.run('SELECT 1'));
    } catch (cause) {
      throw new WarehouseError('the query failed or was interrupted midway', sql, cause);
    }
  }

  private assertUsable(sql: string | null): void {
    if (this.closed) throw new WarehouseError('the connection is closed', sql);
    if (this.streaming) throw new WarehouseError('the connection is streaming a result', sql);
  }
}
