import { setImmediate } from 'node:timers/promises';
import type { RecordBatch } from 'apache-arrow';
import {
  ColumnarEvents,
  type EventSequence,
  rowsOfTypes,
} from '../../pipelines/events/columnar-events.ts';
import type { Rejection } from '../../pipelines/events/decode.ts';
import { toArrow } from '../../pipelines/events/to-arrow.ts';
import type { StoreOptions } from '../../pipelines/scoring/delivery-log.ts';
import { type Rescored, rescore, type Slice } from '../../pipelines/scoring/rescore.ts';
import type { SentVersion } from '../../pipelines/scoring/senders.ts';
import { type ScoringOptions, ScoringStore } from '../../pipelines/scoring/store.ts';
import type { Page, UnplacedCounts, UnplacedPart } from '../../pipelines/scoring/unplaced.ts';
import { loadModel } from '../../pipelines/scoring/weights.ts';
import { STAFFING_TYPES } from '../../pipelines/serving/staffing.ts';
import type { Warehouse } from '../../pipelines/warehouse/warehouse.ts';
import type { Site } from '../../schemas/site.ts';
import type { UnplacedList } from '../../schemas/unplaced.ts';
import type { WardEvent } from '../../schemas/ward-event.ts';
import type { Logger } from '../platform/log.ts';
import { SerialQueue } from '../platform/serial-queue.ts';
import { Outbox } from './outbox.ts';

/** A partition of the event log. */
export interface LogPartition {
  readonly topic: string;
  readonly partition: number;
}

/** Without a broker there is one partition, and the scorer's file is the log. */
export const OWN_LOG: LogPartition = { topic: 'ward-events', partition: 0 };
/** Size of the write-ahead log at which it is cleared away; that takes a tenth of a second or so. */
export const LIVE_CHECKPOINT = '64MB';

/** Logs why a history is scored again, if it is, and that scoring is slower, if it is. */
export function logOpened(
  log: Logger,
  { changed, keepsPlans }: Pick<Scorer, 'changed' | 'keepsPlans'>,
): void {
  if (!keepsPlans) {
    log.warn('this DuckDB fails the test of kept plans: statements are planned at each run');
  }
  if (changed.length === 0) return;
  log.warn(
    { changed },
    'what scores depend on has changed: the history is scored again, and the old values are served until then',
  );
}

/**
 * The scorer of one partition: stores events and scores the encounters that they change, slice by slice.
 * Storing has priority: it only waits for the current slice. The outbox has the changes.
 */
export class Scorer {
  readonly log: LogPartition;
  readonly outbox: Outbox;
  private readonly store: ScoringStore;
  private readonly queue = new SerialQueue();
  private next: number;
  private staffing: number;

  private constructor(
    log: LogPartition,
    store: ScoringStore,
    outbox: Outbox,
    { nextOffset, staffedTo }: { nextOffset: number; staffedTo: number },
  ) {
    this.log = log;
    this.store = store;
    this.outbox = outbox;
    this.next = nextOffset;
    this.staffing = staffedTo;
  }

  /** Opens the scorer's file: a path, or its open warehouse. */
  static async open(
    file: string | Warehouse,
    site: Site,
    log = OWN_LOG,
    options?: ScoringOptions,
  ): Promise<Scorer> {
    const store = await ScoringStore.open(file, site, loadModel(site.model), options);
    const outbox = await Outbox.open(() => store.warehouse.connect());
    return new Scorer(log, store, outbox, {
      nextOffset: await store.nextOffset(log.topic, log.partition),
      staffedTo: await outbox.staffedTo(),
    });
  }

  /** Settings that scores depend on and that changed since the file was last open: its history is scored again. */
  get changed(): readonly string[] {
    return this.store.changed;
  }

  /** Whether slices are scored by plans that are kept. */
  get keepsPlans(): boolean {
    return this.store.slices.statements !== this.store.slices.connection;
  }

  /** Number of encounters of a history to score again, also from an earlier run; 0 if there is none. */
  get toRescore(): number {
    return this.store.toRescore;
  }

  /** The offset after the last stored event. */
  get nextOffset(): number {
    return this.next;
  }

  /** The last delivery with staffing or judgements, 0 if there is none. */
  get staffedTo(): number {
    return this.staffing;
  }

  /** Resolves when the next store would begin immediately. */
  ready(): Promise<void> {
    return this.queue.turn();
  }

  /**
   * Adds events to the log; resolves when they are durable, with the indexes of exact
   * duplicates.
   * @param beside their sender, and the position of the log that they come from
   */
  publish(
    events: readonly WardEvent[],
    beside: Pick<StoreOptions, 'senders' | 'sources'> = {},
  ): Promise<ReadonlySet<number>> {
    return this.keep(events, [], null, beside);
  }

  /**
   * Stores an event that the store refuses as a rejection, at the next position of the log; resolves with that
   * position when it is durable.
   */
  refuse(fault: Omit<Rejection, 'offset'>): Promise<number> {
    const work = async () => {
      const offset = this.next;
      await this.store.store([], [{ ...fault, offset }], { ...this.log, nextOffset: offset + 1 });
      this.next = offset + 1;
      return offset;
    };
    return this.queue.run(work, { urgent: true });
  }

  /** Returns the versions of an event, and their senders. */
  sentBy(source: string, id: string): Promise<SentVersion[]> {
    return this.queue.run(() => this.store.sentBy(source, id), { urgent: true });
  }

  /**
   * Stores the records of the log up to `nextOffset`; resolves when they are durable, with the indexes
   * of exact duplicates; events of other partitions are counted after ours.
   */
  take(
    {
      events,
      foreign,
      rejected,
    }: {
      readonly events: EventSequence;
      readonly foreign: readonly WardEvent[];
      readonly rejected: readonly Rejection[];
    },
    nextOffset: number,
    beside: Pick<StoreOptions, 'senders' | 'sources'> = {},
  ): Promise<ReadonlySet<number>> {
    const all = foreign.length === 0 ? beside : { ...beside, foreign: [toArrow(foreign)] };
    return this.keep(events, rejected, nextOffset, all);
  }

  /** Returns how far another log (of the simulator) is read. */
  positionOf(topic: string): Promise<number> {
    return this.queue.run(() => this.store.nextOffset(topic, this.log.partition));
  }

  /** Returns the name of another log that filled the file, `null` if there is none. */
  otherLog(): Promise<string | null> {
    return this.queue.run(() => this.store.otherTopic(this.log.topic));
  }

  /** Stream time of what is stored, in microseconds since 1970; `null` before there is any. */
  streamTime(): Promise<number | null> {
    return this.queue.run(() => this.store.streamTime(this.log.partition));
  }

  /** Scores stored events that are not scored yet: for all encounters, or only for those with news. */
  score(followTime = true): Promise<Rescored> {
    return rescore((follow) => this.scoreSlice(follow), followTime);
  }

  /** Scores one slice, exclusively. */
  scoreSlice(followTime = true): Promise<Slice> {
    return this.queue.run(() => this.store.rescoreSlice(followTime));
  }

  /**
   * Withdraws encounter-hours that another scorer published and that no longer exist: later events
   * removed them, and this file never had them. Returns how many were computed from more events than are
   * stored here.
   * @param hours texts of `hour-text.ts`
   */
  async withdrawUnknown(hours: readonly Uint8Array[]): Promise<number> {
    // slice by slice, so that the last turn is short
    await this.score();
    return this.queue.run(() => this.store.withdrawUnknown(hours));
  }

  /** Runs work on the file exclusively. */
  withStore<T>(work: (store: ScoringStore) => Promise<T>): Promise<T> {
    return this.queue.run(() => work(this.store));
  }

  /** Returns the number of unplaced stays and events. */
  countUnplaced(): Promise<UnplacedCounts> {
    return this.queue.run(() => this.store.countUnplaced());
  }

  /** Returns part of a list of them, with the current lengths of all lists. */
  listUnplaced(list: UnplacedList, page: Page): Promise<UnplacedPart> {
    return this.queue.run(async () => ({
      counts: await this.store.countUnplaced(),
      rows: await this.store.listUnplaced(list, page),
    }));
  }

  /**
   * Limits DuckDB to one thread: with small batches, synchronizing its threads costs more than they save,
   * above all on a busy machine. Bulk loads, which need more threads, come before. Also sets more frequent
   * checkpoints, because small commits otherwise stay in memory.
   */
  goLive(): Promise<void> {
    return this.queue.run(() =>
      this.store.connection.run(`set threads = 1; set wal_autocheckpoint = '${LIVE_CHECKPOINT}'`),
    );
  }

  async close(): Promise<void> {
    await this.queue.idle();
    this.outbox.close();
    await this.store.close();
  }

  private keep(
    events: EventSequence,
    rejected: readonly Rejection[],
    readTo: number | null,
    beside: StoreOptions,
  ): Promise<ReadonlySet<number>> {
    const work = async () => {
      const nextOffset = readTo ?? this.next + events.length;
      const position = { ...this.log, nextOffset };
      const batches = events instanceof ColumnarEvents ? events.batches : await batchesOf(events);
      const { delivery, duplicates } = await this.store.store(batches, rejected, position, beside);
      this.next = nextOffset;
      const known = new Set(duplicates);
      if (delivery !== null && hasNew(batches, STAFFING_TYPES, known)) this.staffing = delivery;
      return known;
    };
    return this.queue.run(work, { urgent: true });
  }
}

/** Whether there are rows of some types that are not among the known ones. */
function hasNew(
  batches: readonly RecordBatch[],
  types: readonly string[],
  known: ReadonlySet<number>,
): boolean {
  for (const row of rowsOfTypes(batches, types)) if (!known.has(row)) return true;
  return false;
}

/** Events that are converted to columns before other work can run. */
const SLICE_EVENTS = 500;
/** The same for many events, as of a log that is read from its start: each batch has a fixed cost. */
const SLICE_OF_MANY = 4_000;
const MANY_EVENTS = 20_000;

async function batchesOf(events: readonly WardEvent[]): Promise<RecordBatch[]> {
  const batches: RecordBatch[] = [];
  const slice = events.length >= MANY_EVENTS ? SLICE_OF_MANY : SLICE_EVENTS;
  for (let from = 0; from < events.length; from += slice) {
    if (from > 0) await setImmediate();
    batches.push(toArrow(events.slice(from, from + slice)));
  }
  return batches;
}
