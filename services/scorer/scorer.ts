import { setImmediate } from 'node:timers/promises';
import type { RecordBatch } from 'apache-arrow';
import type { Rejection } from '../../pipelines/events/decode.ts';
import { toArrow } from '../../pipelines/events/to-arrow.ts';
import type { StoreOptions } from '../../pipelines/scoring/delivery-log.ts';
import { type Rescored, rescore, type Slice } from '../../pipelines/scoring/rescore.ts';
import type { SentVersion } from '../../pipelines/scoring/senders.ts';
import { type ScoringOptions, ScoringStore } from '../../pipelines/scoring/store.ts';
import type { Page, UnplacedCounts, UnplacedPart } from '../../pipelines/scoring/unplaced.ts';
import { loadModel } from '../../pipelines/scoring/weights.ts';
import { isStaffing } from '../../pipelines/serving/staffing.ts';
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

/** Says in the log why a history is scored again, where it is. */
export function logChanged(log: Logger, changed: readonly string[]): void {
  if (changed.length === 0) return;
  log.warn(
    { changed },
    'what scores depend on has changed: the history is scored again, and the old values are served until then',
  );
}

/**
 * The scorer of one partition: stores events and scores what they touch, in turn, a slice at a time.
 * Storing goes first: it waits for the slice at hand alone. What changed by it is in its outbox.
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

  static async open(
    path: string,
    site: Site,
    log = OWN_LOG,
    options?: ScoringOptions,
  ): Promise<Scorer> {
    const store = await ScoringStore.open(path, site, loadModel(), options);
    const outbox = new Outbox(await store.warehouse.connect());
    return new Scorer(log, store, outbox, {
      nextOffset: await store.nextOffset(log.topic, log.partition),
      staffedTo: await outbox.staffedTo(),
    });
  }

  /** What scores depend on and is another since the file was open last: its history is scored again. */
  get changed(): readonly string[] {
    return this.store.changed;
  }

  /** Encounters of a history that is to be scored again, also since an earlier run; 0 where none is. */
  get toRescore(): number {
    return this.store.toRescore;
  }

  /** The offset after the last that is stored. */
  get nextOffset(): number {
    return this.next;
  }

  /** The last delivery that brought staffing or judgements, 0 where none did. */
  get staffedTo(): number {
    return this.staffing;
  }

  /** Resolves when what is stored would be stored at once. */
  ready(): Promise<void> {
    return this.queue.turn();
  }

  /**
   * Adds events to the log; resolves when they are durable, with the indexes of those known to the
   * letter.
   * @param beside who sent them, and where a log ends that they were taken from
   */
  publish(
    events: readonly WardEvent[],
    beside: Pick<StoreOptions, 'senders' | 'sources'> = {},
  ): Promise<ReadonlySet<number>> {
    return this.keep(events, [], null, beside);
  }

  /**
   * Keeps an event that cannot be stored as a rejection, at the next position of the log; resolves with that
   * when it is durable.
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

  /** The versions of an event, and who sent each. */
  sentBy(source: string, id: string): Promise<SentVersion[]> {
    return this.queue.run(() => this.store.sentBy(source, id), { urgent: true });
  }

  /**
   * Stores what was read from the log up to `nextOffset`; resolves when it is durable, with the indexes
   * of events known to the letter, those of other partitions counted after ours.
   */
  take(
    {
      events,
      foreign,
      rejected,
    }: {
      readonly events: readonly WardEvent[];
      readonly foreign: readonly WardEvent[];
      readonly rejected: readonly Rejection[];
    },
    nextOffset: number,
    beside: Pick<StoreOptions, 'senders' | 'sources'> = {},
  ): Promise<ReadonlySet<number>> {
    const all = foreign.length === 0 ? beside : { ...beside, foreign: [toArrow(foreign)] };
    return this.keep(events, rejected, nextOffset, all);
  }

  /** Where another log (the simulator's) is read to. */
  positionOf(topic: string): Promise<number> {
    return this.queue.run(() => this.store.nextOffset(topic, this.log.partition));
  }

  /** The name of another log that the file was filled from, `null` where there is none. */
  otherLog(): Promise<string | null> {
    return this.queue.run(() => this.store.otherTopic(this.log.topic));
  }

  /** Scores what is stored and not yet scored: everyone, or those with news only. */
  score(followTime = true): Promise<Rescored> {
    return rescore((follow) => this.scoreSlice(follow), followTime);
  }

  /** Scores a slice of it, in a turn of its own. */
  scoreSlice(followTime = true): Promise<Slice> {
    return this.queue.run(() => this.store.rescoreSlice(followTime));
  }

  /**
   * Withdraws, of the encounter-hours that another scorer published, those that there are not: events since
   * have taken them away, and this file never had them. Gives how many were computed from more than is
   * stored here.
   * @param hours texts of `hour-text.ts`
   */
  async withdrawUnknown(hours: readonly Uint8Array[]): Promise<number> {
    // slice by slice, so that little is left for one turn
    await this.score();
    return this.queue.run(() => this.store.withdrawUnknown(hours));
  }

  /** Work on the file in a turn of its own. */
  withStore<T>(work: (store: ScoringStore) => Promise<T>): Promise<T> {
    return this.queue.run(() => work(this.store));
  }

  /** How many stays and events found no place in the score. */
  countUnplaced(): Promise<UnplacedCounts> {
    return this.queue.run(() => this.store.countUnplaced());
  }

  /** Part of a list of them, with the lengths of all lists then. */
  listUnplaced(list: UnplacedList, page: Page): Promise<UnplacedPart> {
    return this.queue.run(async () => ({
      counts: await this.store.countUnplaced(),
      rows: await this.store.listUnplaced(list, page),
    }));
  }

  /**
   * Gives DuckDB one thread: for small batches its threads cost more to bring together than they save,
   * the more so on a machine that has other work. Loading much is faster before. And has what small
   * commits write cleared away more often, which otherwise stays in memory.
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
    events: readonly WardEvent[],
    rejected: readonly Rejection[],
    readTo: number | null,
    beside: StoreOptions,
  ): Promise<ReadonlySet<number>> {
    const work = async () => {
      const nextOffset = readTo ?? this.next + events.length;
      const position = { ...this.log, nextOffset };
      const batches = await batchesOf(events);
      const { delivery, duplicates } = await this.store.store(batches, rejected, position, beside);
      this.next = nextOffset;
      const known = new Set(duplicates);
      const hasStaffing = events.some((event, index) => isStaffing(event) && !known.has(index));
      if (delivery !== null && hasStaffing) this.staffing = delivery;
      return known;
    };
    return this.queue.run(work, { urgent: true });
  }
}

/** Events that are made columns of before other work has its turn. */
const SLICE_EVENTS = 500;
/** And where they are many, as of a log that is read from its start: each batch has a cost of its own. */
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
