import { realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import ddb from '@duckdb/node-bindings';
import { Connection } from './connection.ts';
import { WarehouseError } from './warehouse-error.ts';

export { Connection, type Statements } from './connection.ts';
export type { Parameters } from './parameters.ts';
export { WarehouseError } from './warehouse-error.ts';

/** What may be tuned; the rest is fixed. */
export interface WarehouseOptions {
  /** What DuckDB may hold before it spills to disk, e.g. '4GB'; the process takes about twice as much. Default '600MB'. */
  memoryLimit?: string;
  /** Size of the write-ahead log at which it is cleared away: what is in it stays in memory too. */
  checkpointAt?: string;
  /** Threads all connections share. Default: one a core. */
  threads?: number;
  /** Whether the file stays as it is, to the byte: it must be there, and its write-ahead log is read beside it. */
  readOnly?: boolean;
}

const IN_MEMORY = ':memory:';

/**
 * Files open in this process. DuckDB's lock only keeps other processes out: opening a file twice in
 * one loses committed rows. A worker thread has a set of its own, so open files on the main thread.
 */
const openFiles = new Set<string>();

/** One open DuckDB file, or ':memory:'. Times are UTC, and nothing is ever downloaded. */
export class Warehouse {
  /** As it was given to `open`. */
  readonly path: string;
  private readonly file: string;
  private readonly database: ddb.Database;
  private readonly isReadOnly: boolean;
  private readonly connections = new Set<Connection>();
  private closed = false;
  private planning: Promise<unknown> = Promise.resolve();

  private constructor(path: string, file: string, database: ddb.Database, isReadOnly: boolean) {
    this.path = path;
    this.file = file;
    this.database = database;
    this.isReadOnly = isReadOnly;
  }

  /**
   * Opens the file, and creates it if there is none.
   *
   * @throws WarehouseError naming the file if it is open already, in this process or another
   */
  static async open(path: string, options: WarehouseOptions = {}): Promise<Warehouse> {
    const file = path === IN_MEMORY ? path : fileOf(path);
    if (openFiles.has(file)) throw new WarehouseError(`${path} is already open in this process`);
    if (file !== IN_MEMORY) openFiles.add(file);
    try {
      const database = await openDatabase(path, options);
      return new Warehouse(path, file, database, options.readOnly ?? false);
    } catch (cause) {
      openFiles.delete(file);
      throw cause;
    }
  }

  /** A new connection; cheap, and independent of the others. */
  async connect(): Promise<Connection> {
    if (this.closed) throw new WarehouseError(`${this.path} is closed`);
    const native = await ddb.connect(this.database);
    const connection = new Connection(
      native,
      (work) => this.exclusively(work),
      () => this.connections.delete(connection),
    );
    this.connections.add(connection);
    return connection;
  }

  /**
   * Waits for running statements, closes every connection (open transactions are rolled back), moves
   * the write-ahead log into the file, and lets go of it. A second call does nothing.
   */
  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    for (const connection of [...this.connections]) {
      connection.close();
      await connection.idle();
    }
    try {
      if (!this.isReadOnly) await onceConnected(this.database, 'CHECKPOINT');
    } finally {
      ddb.close_sync(this.database);
      openFiles.delete(this.file);
    }
  }

  private exclusively<T>(work: () => Promise<T>): Promise<T> {
    const result = this.planning.then(work);
    this.planning = result.catch(() => undefined);
    return result;
  }
}

/** One spelling a file: absolute, with links in the folder's name followed. */
function fileOf(path: string): string {
  const absolute = resolve(path);
  try {
    return realpathSync(absolute);
  } catch {
    return join(realpathOfFolder(path, dirname(absolute)), basename(absolute));
  }
}

function realpathOfFolder(path: string, folder: string): string {
  try {
    return realpathSync(folder);
  } catch (cause) {
    throw new WarehouseError(`${path}: there is no folder ${folder}`, null, cause);
  }
}

async function openDatabase(path: string, options: WarehouseOptions): Promise<ddb.Database> {
  try {
    const database = await ddb.open(path, config(options));
    await onceConnected(database, "SET GLOBAL TimeZone = 'UTC'");
    return database;
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    const locked = message.includes('Could not set lock on file');
    throw new WarehouseError(
      locked ? `${path} is open in another process` : `${path}: ${message}`,
      null,
      cause,
    );
  }
}

function config(options: WarehouseOptions): ddb.Config {
  const settings: Record<string, string> = {
    memory_limit: options.memoryLimit ?? '600MB',
    // A checkpoint runs inside a commit and stalls it: rarely, and at close.
    wal_autocheckpoint: options.checkpointAt ?? '256MB',
    // Of new files. Each column that grows holds a whole block in memory, and one for what is NULL.
    default_block_size: '65536',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    preserve_insertion_order: 'true',
    // An append writes groups of rows that are full to the file: one at a time, so that it holds less and is done sooner.
    write_buffer_row_group_count: '1',
  };
  if (options.threads !== undefined) settings.threads = String(options.threads);
  if (options.readOnly) settings.access_mode = 'READ_ONLY';
  const config = ddb.create_config();
  for (const [name, value] of Object.entries(settings)) ddb.set_config(config, name, value);
  return config;
}

async function onceConnected(database: ddb.Database, sql: string): Promise<void> {
  const connection = await ddb.connect(database);
  try {
    await ddb.query(connection, sql);
  } finally {
    ddb.disconnect_sync(connection);
  }
}
