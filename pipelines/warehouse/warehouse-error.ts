/** SQL longer than this is cut in the error. */
const SQL_SHOWN = 2000;

/**
 * Whatever goes wrong in DuckDB or on the way in and out of it. The message ends with the statement,
 * and `cause` is the error DuckDB gave.
 */
export class WarehouseError extends Error {
  /** The first 2000 characters of the failing statement; null when no statement is to blame. */
  readonly sql: string | null;

  constructor(message: string, sql: string | null = null, cause?: unknown) {
    const shown = sql === null ? null : sql.trim().slice(0, SQL_SHOWN);
    super(shown === null ? message : `${message}\n${shown}`, cause === undefined ? {} : { cause });
    this.name = 'WarehouseError';
    this.sql = shown;
  }

  /** Its category, in words that hold nothing of the data. */
  get category(): 'in use' | 'no space left' | 'storage' | 'memory' | 'database' {
    if (/is (open in another|already open in this) process/.test(this.message)) return 'in use';
    if (/no space left|disk is full/i.test(this.message)) return 'no space left';
    if (/out of memory/i.test(this.message)) return 'memory';
    return /\bIO Error\b|could not (write|read|sync)/i.test(this.message) ? 'storage' : 'database';
  }

  /** Wraps what was thrown while `sql` ran; an error that already is a WarehouseError stays itself. */
  static from(thrown: unknown, sql: string | null): WarehouseError {
    if (thrown instanceof WarehouseError) return thrown;
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return new WarehouseError(message, sql, thrown);
  }
}
