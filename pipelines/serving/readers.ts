import type { RecordBatch } from 'apache-arrow';
import type { Site } from '../../schemas/site.ts';
import type { Connection, Parameters, Warehouse } from '../warehouse/warehouse.ts';
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

export interface ReaderLimits {
  /** Questions that are answered at a time. */
  readonly atOnce: number;
  /** Questions that may wait for their turn. */
  readonly waiting: number;
  /** Milliseconds one may wait. */
  readonly patience: number;
  /** Milliseconds for one, its wait left out. */
  readonly time: number;
}

/** DuckDB works on threads of a pool of four, which storing, scoring and files need too. */
export const READER_LIMITS: ReaderLimits = {
  atOnce: 2,
  waiting: 64,
  patience: 30_000,
  time: 15_000,
};

/** What is asked of the serving side: a few connections, so many questions at a time and no more. */
export class Readers {
  private readonly free: Connection[];
  private readonly all: readonly Connection[];
  private readonly limits: ReaderLimits;
  private readonly queue: ((connection: Connection) => void)[] = [];

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

  /**
   * Every row of an answer. @throws TooMuch
   * @param signal of someone who may have gone: the query is cut off
   */
  rows<T>(sql: string, parameters: Parameters, signal?: AbortSignal): Promise<T[]> {
    return this.ask((connection) => connection.rows<T>(sql, parameters), signal);
  }

  /** Takes an answer in batches of two thousand rows. @throws TooMuch */
  batches(
    sql: string,
    parameters: Parameters,
    take: (batch: RecordBatch) => void,
    signal?: AbortSignal,
  ): Promise<void> {
    return this.ask(async (connection) => {
      for await (const batch of connection.batches(sql, parameters, BATCH_ROWS)) take(batch);
    }, signal);
  }

  /**
   * An answer in such batches, for whoever takes them as they come. All of it within the time of one
   * question.
   * @throws TooMuch
   */
  async *stream(sql: string, parameters: Parameters): AsyncGenerator<RecordBatch> {
    const { connection, settle } = await this.take();
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

  private async ask<T>(
    work: (connection: Connection) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    const { connection, settle } = await this.take(signal);
    try {
      signal?.throwIfAborted();
      return await work(connection);
    } catch (error) {
      throw settle(error);
    } finally {
      settle(null);
    }
  }

  /** A connection for one question, cut off when its time is over; `settle` gives it back, once. */
  private async take(signal?: AbortSignal) {
    const connection = await this.next();
    let isLate = false;
    let isBack = false;
    const interrupt = () => connection.interrupt();
    const timer = setTimeout(() => {
      isLate = true;
      interrupt();
    }, this.limits.time);
    signal?.addEventListener('abort', interrupt, { once: true });
    const settle = (error: unknown): unknown => {
      if (!isBack) {
        isBack = true;
        clearTimeout(timer);
        signal?.removeEventListener('abort', interrupt);
        this.release(connection);
      }
      return isLate ? new TooMuch('time') : error;
    };
    return { connection, settle };
  }

  private async next(): Promise<Connection> {
    const connection = this.free.pop();
    if (connection !== undefined) return connection;
    if (this.queue.length >= this.limits.waiting) throw new TooMuch('queue');
    return new Promise((resolve, reject) => {
      const served = (free: Connection) => {
        clearTimeout(timer);
        resolve(free);
      };
      const timer = setTimeout(() => {
        this.queue.splice(this.queue.indexOf(served), 1);
        reject(new TooMuch('queue'));
      }, this.limits.patience);
      this.queue.push(served);
    });
  }

  private release(connection: Connection): void {
    const next = this.queue.shift();
    if (next === undefined) this.free.push(connection);
    else next(connection);
  }
}

/** Rows of a batch: taking one holds up nobody for long. */
const BATCH_ROWS = 2_048;
