import type { RecordBatch } from 'apache-arrow';
import type { Site } from '../../schemas/site.ts';
import type { Connection, Parameters, Warehouse } from '../warehouse/warehouse.ts';
import { FairQueue } from './fair-queue.ts';
import { layOutRelations, layOutSite } from './macros.ts';

/** A question that waited for too many others, or that took too long. */
export class TooMuch extends Error {
  override name = 'TooMuch';
  readonly what: 'queue' | 'time';

  constructor(what: TooMuch['what']) {
    super(what === 'queue' ? 'Too many questions are waiting' : 'The question took too long');
    this.what = what;
  }
}

/** Who asks, and how. */
export interface Asker {
  /** Whose turn it takes: askers of one name share theirs. */
  readonly name: string;
  /** Of little: there is a connection that nothing long holds. */
  readonly isShort: boolean;
  /** Aborts where who asks has gone: the question is cut off, or does not wait any more. */
  readonly signal?: AbortSignal;
}

/** The server itself, that asks now and then. */
const SERVER: Asker = { name: '', isShort: true };

export interface ReaderLimits {
  /** Questions that are answered at a time. */
  readonly atOnce: number;
  /** Of these, how many are never long. */
  readonly reserved: number;
  /** Questions that may wait for their turn. */
  readonly waiting: number;
  /** Of these, how many an asker may have: long ones, and short ones. */
  readonly waitingEach: { readonly long: number; readonly short: number };
  /** Milliseconds one may wait. */
  readonly patience: number;
  /** Milliseconds for one, its wait left out. */
  readonly time: number;
}

/** DuckDB works on threads of a pool of four, which storing, scoring and files need too. */
export const READER_LIMITS: ReaderLimits = {
  atOnce: 3,
  reserved: 1,
  waiting: 256,
  waitingEach: { long: 4, short: 16 },
  patience: 30_000,
  time: 15_000,
};

/** A question that waits. */
interface Waiting {
  readonly isShort: boolean;
  readonly serve: (connection: Connection) => void;
}

/**
 * What is asked of the serving side: a few connections, so many questions at a time and no more. Those who ask
 * are served in turn, and a short question never waits for a long one alone.
 */
export class Readers {
  private readonly free: Connection[];
  private readonly all: readonly Connection[];
  private readonly limits: ReaderLimits;
  private readonly queue = new FairQueue<Waiting>();
  /** Long questions that are being answered. */
  private long = 0;

  private constructor(connections: readonly Connection[], limits: ReaderLimits) {
    this.all = connections;
    this.free = [...connections];
    this.limits = limits;
  }

  static async open(warehouse: Warehouse, site: Site, limits: ReaderLimits): Promise<Readers> {
    const connections = [];
    for (let n = 0; n < limits.atOnce; n++) {
      const connection = await warehouse.connect();
      await layOutSite(connection, site);
      await layOutRelations(connection);
      connections.push(connection);
    }
    return new Readers(connections, limits);
  }

  /** Every row of an answer. @throws TooMuch */
  rows<T>(sql: string, parameters: Parameters, asker: Asker = SERVER): Promise<T[]> {
    return this.ask((connection) => connection.rows<T>(sql, parameters), asker);
  }

  /** Takes an answer in batches of two thousand rows. @throws TooMuch */
  batches(
    sql: string,
    parameters: Parameters,
    take: (batch: RecordBatch) => void,
    asker: Asker = SERVER,
  ): Promise<void> {
    return this.ask(async (connection) => {
      for await (const batch of connection.batches(sql, parameters, BATCH_ROWS)) take(batch);
    }, asker);
  }

  /**
   * An answer in such batches, for whoever takes them as they come. All of it within the time of one
   * question.
   * @throws TooMuch
   */
  async *stream(
    sql: string,
    parameters: Parameters,
    asker: Asker = SERVER,
  ): AsyncGenerator<RecordBatch> {
    const { connection, settle } = await this.take(asker);
    try {
      yield* connection.batches(sql, parameters, BATCH_ROWS);
    } catch (error) {
      throw settle(error);
    } finally {
      settle(null);
    }
  }

  close(): void {
    for (const connection of this.all) connection.close();
  }

  private async ask<T>(work: (connection: Connection) => Promise<T>, asker: Asker): Promise<T> {
    const { connection, settle } = await this.take(asker);
    try {
      return await work(connection);
    } catch (error) {
      throw settle(error);
    } finally {
      settle(null);
    }
  }

  /** A connection for one question, cut off when its time is over; `settle` gives it back, once. */
  private async take({ name, isShort, signal }: Asker) {
    signal?.throwIfAborted();
    const connection = await this.next(name, isShort, signal);
    if (signal?.aborted) {
      this.release(connection, isShort);
      throw signal.reason;
    }
    let isLate = false;
    let isBack = false;
    let interrupting: NodeJS.Timeout | undefined;
    const interrupt = () => {
      connection.interrupt();
      // DuckDB lets a query begin that was interrupted before it did
      interrupting ??= setInterval(() => connection.interrupt(), INTERRUPT_INTERVAL);
    };
    const timer = setTimeout(() => {
      isLate = true;
      interrupt();
    }, this.limits.time);
    signal?.addEventListener('abort', interrupt, { once: true });
    const settle = (error: unknown): unknown => {
      if (!isBack) {
        isBack = true;
        clearTimeout(timer);
        clearInterval(interrupting);
        signal?.removeEventListener('abort', interrupt);
        this.release(connection, isShort);
      }
      return isLate ? new TooMuch('time') : signal?.aborted ? signal.reason : error;
    };
    return { connection, settle };
  }

  private async next(name: string, isShort: boolean, signal?: AbortSignal): Promise<Connection> {
    const { limits, queue } = this;
    if (this.free.length > 0 && this.mayRun({ isShort })) return this.hold(isShort);
    const own = queue.of(name).filter((each) => each.isShort === isShort).length;
    const most = isShort ? limits.waitingEach.short : limits.waitingEach.long;
    if (own >= most || queue.size >= limits.waiting) throw new TooMuch('queue');
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
        serve: (connection) => {
          end();
          resolve(connection);
        },
      };
      const timer = setTimeout(() => leave(new TooMuch('queue')), limits.patience);
      signal?.addEventListener('abort', gone, { once: true });
      queue.add(name, waiting);
    });
  }

  /** Whether a connection is left for it, besides those that nothing long may hold. */
  private mayRun({ isShort }: Pick<Waiting, 'isShort'>): boolean {
    return isShort || this.long < this.limits.atOnce - this.limits.reserved;
  }

  private hold(isShort: boolean): Connection {
    if (!isShort) this.long++;
    return this.free.pop()!;
  }

  private release(connection: Connection, isShort: boolean): void {
    if (!isShort) this.long--;
    this.free.push(connection);
    const next = this.queue.take((waiting) => this.mayRun(waiting));
    if (next !== undefined) next.serve(this.hold(next.isShort));
  }
}

/** Milliseconds between one interrupt and the next, until the query ends. */
const INTERRUPT_INTERVAL = 50;
/** Rows of a batch: taking one holds up nobody for long. */
const BATCH_ROWS = 2_048;
