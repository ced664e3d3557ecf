import { toArrow } from '../../pipelines/scoring/batch.ts';
import type { Rejection } from '../../pipelines/scoring/decode.ts';
import type { Rescored } from '../../pipelines/scoring/rescore.ts';
import { type Beside, ScoringStore, type SentVersion } from '../../pipelines/scoring/store.ts';
import { loadModel } from '../../pipelines/scoring/weights.ts';
import type { StaffingEvent } from '../../pipelines/serving/staffing.ts';
import type { WarehouseOptions } from '../../pipelines/warehouse/warehouse.ts';
import type { Site } from '../../schemas/site.ts';
import type { WardEvent } from '../../schemas/ward-event.ts';
import type { Logger } from '../log.ts';
import { Outbox } from './outbox.ts';

/** A partition of the event log. */
export interface LogPartition {
  readonly topic: string;
  readonly partition: number;
}

/** Without a broker there is one partition, and the scorer's file is the log. */
const OWN_LOG: LogPartition = { topic: 'ward-events', partition: 0 };
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
 * The scorer of one partition: stores events and scores what they touch, in turn. What changed by it is
 * in its outbox.
 */
export class Scorer {
  readonly log: LogPartition;
  readonly outbox: Outbox;
  private readonly store: ScoringStore;
  private turn: Promise<unknown> = Promise.resolve();
  private next: number;

  private constructor(log: LogPartition, store: ScoringStore, outbox: Outbox, nextOffset: number) {
    this.log = log;
    this.store = store;
    this.outbox = outbox;
    this.next = nextOffset;
  }

  static async open(
    path: string,
    site: Site,
    log = OWN_LOG,
    options?: WarehouseOptions,
  ): Promise<Scorer> {
    const store = await ScoringStore.open(path, site, loadModel(), options);
    const outbox = new Outbox(await store.warehouse.connect());
    return new Scorer(log, store, outbox, await store.nextOffset(log.topic, log.partition));
  }

  /** What scores depend on and is another since the file was open last: its history is scored again. */
  get changed(): readonly string[] {
    return this.store.changed;
  }

  /** The offset after the last that is stored. */
  get nextOffset(): number {
    return this.next;
  }

  /** Resolves when nothing is being stored or scored. */
  async ready(): Promise<void> {
    for (let turn = null; turn !== this.turn; ) {
      turn = this.turn;
      await turn;
    }
  }

  /**
   * Adds events to the log; resolves when they are durable, with the indexes of those known to the
   * letter.
   * @param beside who sent them, and where a log ends that they were taken from
   */
  publish(
    events: readonly WardEvent[],
    beside: Pick<Beside, 'senders' | 'source'> = {},
  ): Promise<ReadonlySet<number>> {
    return this.keep(events, [], null, beside);
  }

  /** The versions of an event, and who sent each. */
  sentBy(source: string, id: string): Promise<SentVersion[]> {
    return this.inTurn(() => this.store.sentBy(source, id));
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
  ): Promise<ReadonlySet<number>> {
    const beside = foreign.length === 0 ? {} : { foreign: [toArrow(foreign)] };
    return this.keep(events, rejected, nextOffset, beside);
  }

  /** Where another log (the simulator's) is read to. */
  positionOf(topic: string): Promise<number> {
    return this.inTurn(() => this.store.nextOffset(topic, this.log.partition));
  }

  /** The name of another log that the file was filled from, `null` where there is none. */
  otherLog(): Promise<string | null> {
    return this.inTurn(() => this.store.otherTopic(this.log.topic));
  }

  /** Scores what is stored and not yet scored: everyone, or those with news only. */
  score(followTime = true): Promise<Rescored> {
    return this.inTurn(() => this.store.rescore(followTime));
  }

  /**
   * Withdraws, of the encounter-hours that another scorer published, those that there are not: events since
   * have taken them away, and this file never had them. Gives how many were computed from more than is
   * stored here.
   * @param hours texts of `hour-text.ts`
   */
  withdrawUnknown(hours: readonly Uint8Array[]): Promise<number> {
    return this.inTurn(() => this.store.withdrawUnknown(hours));
  }

  /** The staffing and judgement events that count, for a serving side that has lost its own. */
  staffing(): Promise<StaffingEvent[]> {
    return this.inTurn(() =>
      this.store.connection.rows<StaffingEvent>(`
        select id, source, status, type, ward_id as "wardId", occurred_at as "occurredAt",
          recorded_at as "recordedAt", role, basis, from_at as "from", to_at as "to", headcount, value,
          text as note
        from event where type in ('staffing', 'judgement')`),
    );
  }

  /**
   * Gives DuckDB one thread: for small batches its threads cost more to bring together than they save,
   * the more so on a machine that has other work. Loading much is faster before. And has what small
   * commits write cleared away more often, which otherwise stays in memory.
   */
  goLive(): Promise<void> {
    return this.inTurn(() =>
      this.store.connection.run(`set threads = 1; set wal_autocheckpoint = '${LIVE_CHECKPOINT}'`),
    );
  }

  async close(): Promise<void> {
    await this.turn;
    this.outbox.close();
    await this.store.close();
  }

  private keep(
    events: readonly WardEvent[],
    rejected: readonly Rejection[],
    readTo: number | null,
    beside: Beside,
  ): Promise<ReadonlySet<number>> {
    return this.inTurn(async () => {
      const nextOffset = readTo ?? this.next + events.length;
      const position = { ...this.log, nextOffset };
      const batches = events.length === 0 ? [] : [toArrow(events)];
      const { duplicates } = await this.store.store(batches, rejected, position, beside);
      this.next = nextOffset;
      return new Set(duplicates);
    });
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.turn.then(work);
    this.turn = result.catch(() => undefined);
    return result;
  }
}
