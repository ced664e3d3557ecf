import type { RecordBatch } from 'apache-arrow';
import type { Site } from '../../schemas/site.ts';
import type { Connection, Parameters, Warehouse } from '../warehouse/warehouse.ts';
import { FairQueue } from './fair-queue.ts';
import { createQueryMacros, createSite } from './macros.ts';

/** A query that waited too long for others, or that ran too long. */
export class QueryOverloadError extends Error {
  override name = 'QueryOverloadError';
  readonly what: 'queue' | 'time';

  constructor(what: QueryOverloadError['what']) {
    super(what === 'queue' ? 'Too many queries are waiting' : 'The query took too long');
    this.what = what;
  }
}

/** The caller of a query. */
export interface QueryCaller {
  /** Callers of one name share their turn. */
  readonly name: string;
  /** True for a short query: a connection is reserved for those. */
  readonly isShort: boolean;
  /** Aborts if the caller has gone: the query is interrupted, or leaves the queue. */
  readonly signal?: AbortSignal;
}

/** The server itself. */
const SERVER: QueryCaller = { name: '', isShort: true };

export interface QueryLimits {
  /** Queries that run at a time. */
  readonly maxConcurrent: number;
  /** How many of these are reserved for short queries. */
  readonly reserved: number;
  /** Queries that may wait. */
  readonly waiting: number;
  /** How many of these one caller may have. */
  readonly waitingEach: { readonly long: number; readonly short: number };
  /** Milliseconds that a query may wait. */
  readonly queueTimeoutMs: number;
  /** Milliseconds that a query may run. */
  readonly timeoutMs: number;
}

/** DuckDB works on threads of a pool of four, which storing, scoring and files need too. */
export const QUERY_LIMITS: QueryLimits = {
  maxConcurrent: 3,
  reserved: 1,
  waiting: 256,
  waitingEach: { long: 4, short: 16 },
  queueTimeoutMs: 30_000,
  timeoutMs: 15_000,
};

/** Where one query runs at a time. Its connection is made for the first, so that a start does not wait for it. */
interface Slot {
  connection: Connection | null;
}

/** A query that waits. */
interface Waiting {
  readonly isShort: boolean;
  readonly serve: (slot: Slot) => void;
}

/**
 * Runs queries on a few connections, and no more at a time. Callers take turns, and a short query never waits for long
 * ones alone.
 */
export class QueryPool {
  private readonly connect: () => Promise<Connection>;
  private readonly free: Slot[];
  private readonly all: readonly Slot[];
  private readonly limits: QueryLimits;
  private readonly queue = new FairQueue<Waiting>();
  /** Long queries that are running. */
  private long = 0;

  constructor(warehouse: Warehouse, site: Site, limits: QueryLimits) {
    this.limits = limits;
    this.all = Array.from({ length: limits.maxConcurrent }, () => ({ connection: null }));
    this.free = [...this.all];
    this.connect = async () => {
      const connection = await warehouse.connect();
      await createSite(connection, site);
      await createQueryMacros(connection);
      return connection;
    };
  }

  /** Returns every row of a result. @throws QueryOverloadError */
  rows<T>(sql: string, parameters: Parameters, caller: QueryCaller = SERVER): Promise<T[]> {
    return this.run((connection) => connection.rows<T>(sql, parameters), caller);
  }

  /** Passes a result on in batches of two thousand rows. @throws QueryOverloadError */
  batches(
    sql: string,
    parameters: Parameters,
    take: (batch: RecordBatch) => void,
    caller: QueryCaller = SERVER,
  ): Promise<void> {
    return this.run(async (connection) => {
      for await (const batch of connection.batches(sql, parameters, BATCH_ROWS)) take(batch);
    }, caller);
  }

  /**
   * Yields a result in such batches, for a consumer with a pace of its own. The time limit covers all of it.
   * @throws QueryOverloadError
   */
  async *stream(
    sql: string,
    parameters: Parameters,
    caller: QueryCaller = SERVER,
  ): AsyncGenerator<RecordBatch> {
    const { connection, settle } = await this.acquire(caller);
    try {
      yield* connection.batches(sql, parameters, BATCH_ROWS);
    } catch (error) {
      throw settle(error);
    } finally {
      settle(null);
    }
  }

  close(): void {
    for (const { connection } of this.all) connection?.close();
  }

  private async run<T>(
    work: (connection: Connection) => Promise<T>,
    caller: QueryCaller,
  ): Promise<T> {
    const { connection, settle } = await this.acquire(caller);
    try {
      return await work(connection);
    } catch (error) {
      throw settle(error);
    } finally {
      settle(null);
    }
  }

  /** Acquires a connection for one query, and interrupts it at the time limit; `settle` releases it, once. */
  private async acquire({ name, isShort, signal }: QueryCaller) {
    signal?.throwIfAborted();
    const slot = await this.next(name, isShort, signal);
    let connection: Connection;
    try {
      signal?.throwIfAborted();
      slot.connection ??= await this.connect();
      connection = slot.connection;
      signal?.throwIfAborted();
    } catch (error) {
      this.release(slot, isShort);
      throw error;
    }
    let isLate = false;
    let isBack = false;
    let interrupting: NodeJS.Timeout | undefined;
    const interrupt = () => {
      connection.interrupt();
      // an interrupt before the query begins has no effect in DuckDB
      interrupting ??= setInterval(() => connection.interrupt(), INTERRUPT_INTERVAL);
    };
    const timer = setTimeout(() => {
      isLate = true;
      interrupt();
    }, this.limits.timeoutMs);
    signal?.addEventListener('abort', interrupt, { once: true });
    const settle = (error: unknown): unknown => {
      if (!isBack) {
        isBack = true;
        clearTimeout(timer);
        clearInterval(interrupting);
        signal?.removeEventListener('abort', interrupt);
        this.release(slot, isShort);
      }
      return isLate ? new QueryOverloadError('time') : signal?.aborted ? signal.reason : error;
    };
    return { connection, settle };
  }

  private async next(name: string, isShort: boolean, signal?: AbortSignal): Promise<Slot> {
    const { limits, queue } = this;
    if (this.free.length > 0 && this.mayRun({ isShort })) return this.hold(isShort);
    const own = queue.of(name).filter((each) => each.isShort === isShort).length;
    const most = isShort ? limits.waitingEach.short : limits.waitingEach.long;
    if (own >= most || queue.size >= limits.waiting) throw new QueryOverloadError('queue');
    return new Promise((resolve, reject) => {
      const leave = (reason: unknown) => {
        end();
        queue.remove(name, waiting);
        reject(reason);
      };
      const gone = () => leave(signal!.reason);
      const end = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', gone);
      };
      const waiting: Waiting = {
        isShort,
        serve: (slot) => {
          end();
          resolve(slot);
        },
      };
      const timer = setTimeout(() => leave(new QueryOverloadError('queue')), limits.queueTimeoutMs);
      signal?.addEventListener('abort', gone, { once: true });
      queue.add(name, waiting);
    });
  }

  /** True if a connection is left for it, besides those reserved for short queries. */
  private mayRun({ isShort }: Pick<Waiting, 'isShort'>): boolean {
    return isShort || this.long < this.limits.maxConcurrent - this.limits.reserved;
  }

  private hold(isShort: boolean): Slot {
    if (!isShort) this.long++;
    return this.free.pop()!;
  }

  private release(slot: Slot, isShort: boolean): void {
    if (!isShort) this.long--;
    this.free.push(slot);
    const next = this.queue.dequeue((waiting) => this.mayRun(waiting));
    if (next !== undefined) next.serve(this.hold(next.isShort));
  }
}

/** Milliseconds between interrupts, until the query ends. */
const INTERRUPT_INTERVAL = 50;
/** Rows of a batch: small enough not to block the process for long. */
const BATCH_ROWS = 2_048;
