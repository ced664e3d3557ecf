import type { RecordBatch } from 'apache-arrow';
import type { Micros } from '../../schemas/instant.ts';
import type { Model } from '../../schemas/model.ts';
import type { FormerWard, Site } from '../../schemas/site.ts';
import type { UnplacedList } from '../../schemas/unplaced.ts';
import type { WardEvent } from '../../schemas/ward-event.ts';
import type { RawRecord, Rejection } from '../events/decode.ts';
import { eventRules } from '../events/event-rules.ts';
import { canKeepPlans } from '../warehouse/kept-plans.ts';
import { migrate } from '../warehouse/migrate.ts';
import { type Connection, Warehouse, type WarehouseOptions } from '../warehouse/warehouse.ts';
import { WarehouseError } from '../warehouse/warehouse-error.ts';
import {
  DeliveryLog,
  lastDelivery,
  type StoreOptions,
  type StoreResult,
  settleAppended,
} from './delivery-log.ts';
import { createFactKinds, type FactsProgress, renewFacts } from './facts.ts';
import { forgetFollowing } from './following.ts';
import { countToRescore, endRescoring, noteRescoring, touchAll } from './history.ts';
import { KnownIdentities } from './known-identities.ts';
import { SCORER_LAYOUT } from './layout.ts';
import { nextOffset, otherTopic, type Position } from './log-positions.ts';
import { writeMeta } from './meta.ts';
import {
  isUncompared,
  type Seen,
  skipRevisions,
  withdrawOthers,
  withdrawUnknown,
} from './published.ts';
import {
  createSlices,
  LARGE_SLICE,
  type Rescored,
  release,
  rescore,
  rescoreSlice,
  SLICE,
  type Slice,
  type SliceTables,
} from './rescore.ts';
import { retryUnknownWards } from './retry-rejected.ts';
import { countRewinds, rewindTicks } from './rewind.ts';
import { compareScoredWith, noteScoredWith, wardsLeftOut } from './scored-with.ts';
import { type SentVersion, sentBy } from './senders.ts';
import { createSettings } from './settings.ts';
import { resettle } from './settle.ts';
import { createStageView, type SliceLimits } from './stages.ts';
import {
  countUnplaced,
  listUnplaced,
  type Page,
  type Unplaced,
  type UnplacedCounts,
} from './unplaced.ts';

export interface ScoringOptions extends WarehouseOptions {
  /** The most that is scored at a time. Default: what suits the run. */
  readonly slice?: SliceLimits;
  /** True for an event whose encounter is scored here. Default: all are. */
  readonly isOurs?: (event: WardEvent) => boolean;
  /** Wards of earlier site files, as the log notes them: a file that is made again knows none by itself. */
  readonly former?: readonly FormerWard[];
  /** Whether plans of statements are kept. Default: if this DuckDB answers right by them. */
  readonly keepsPlans?: boolean;
  /** Called while all facts are made from the stored events: encounters done, of how many. */
  readonly onFacts?: FactsProgress;
}

/** A slice of so few hours is not made smaller where memory is short. */
const LEAST_HOURS = 1_000;

/** In `meta`, the identity of the log that the file is filled from. */
const LOG_IDENTITY = 'log';

/**
 * The scorer's state in one DuckDB file: the events that count, the encounter-hours scored from them, and how far the
 * log is read. One writer.
 */
export class ScoringStore {
  readonly warehouse: Warehouse;
  readonly connection: Connection;
  /** Where slices are scored, beside `connection`. */
  readonly slices: SliceTables;
  readonly model: Model;
  /** What scores depend on and changed since the state was last open: everything is to be scored again. */
  readonly changed: readonly string[];
  /** Encounters that a change makes to be scored again, also one before an earlier run; 0 if there are none. */
  readonly toRescore: number;

  /** Which events the log has: a cache. */
  readonly identities: KnownIdentities;
  private readonly deliveries: DeliveryLog;
  private readonly slice: SliceLimits | undefined;
  private isRescoring: boolean;
  /** Hours that a slice may have, as far as DuckDB has had the memory. */
  private mostHours = Number.POSITIVE_INFINITY;

  private constructor(
    warehouse: Warehouse,
    connection: Connection,
    model: Model,
    changed: readonly string[],
    toRescore: number,
    deliveries: DeliveryLog,
    identities: KnownIdentities,
    slices: SliceTables,
    slice: SliceLimits | undefined,
  ) {
    this.warehouse = warehouse;
    this.connection = connection;
    this.model = model;
    this.changed = changed;
    this.toRescore = toRescore;
    this.isRescoring = toRescore > 0;
    this.deliveries = deliveries;
    this.identities = identities;
    this.slices = slices;
    this.slice = slice;
  }

  /**
   * Opens or creates the state in `file`, a path (':memory:' for none) or an open warehouse, which it then closes too; and
   * migrates its tables. If what scores depend on has changed, the next `rescore` scores everything again.
   * @throws IncompatibleStateError if the state is of a newer program or another hospital; the file stays as it was
   */
  static async open(
    file: string | Warehouse,
    site: Site,
    model: Model,
    {
      slice,
      isOurs = () => true,
      former = [],
      keepsPlans,
      onFacts = () => {},
      ...options
    }: ScoringOptions = {},
  ): Promise<ScoringStore> {
    const warehouse = typeof file === 'string' ? await Warehouse.open(file, options) : file;
    const known = new KnownIdentities(() => warehouse.connect());
    try {
      const connection = await warehouse.connect();
      const changed = await connection.transaction(async () => {
        await migrate(connection, SCORER_LAYOUT);
        return compareScoredWith(connection, site, model, former);
      });
      await createSettings(connection, site, model);
      await createFactKinds(connection);
      const deliveries = new DeliveryLog(connection, await lastDelivery(connection), known);
      await settleAppended(connection);
      await connection.transaction(async () => {
        if (changed.length > 0) {
          await resettle(connection);
          await touchAll(connection);
          await noteRescoring(connection);
        }
        await renewFacts(connection, onFacts);
        await noteScoredWith(connection, site, model, former);
      });
      const toRescore = await countToRescore(connection);
      const rules = { ...eventRules(site), closings: new Map() };
      await retryUnknownWards({ connection, deliveries, rules, isOurs });
      await createStageView(connection, 'presumed_left');
      const scoring = await warehouse.connect();
      await createSettings(scoring, site, model);
      await createFactKinds(scoring);
      const slices = await createSlices(scoring, keepsPlans ?? (await canKeepPlans()));
      return new ScoringStore(
        warehouse,
        connection,
        model,
        changed,
        toRescore,
        deliveries,
        known,
        slices,
        slice,
      );
    } catch (error) {
      await known.close();
      await warehouse.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.identities.close();
    this.connection.close();
    await this.warehouse.close();
  }

  /**
   * Stores a delivery (schema of the batches: `schemas/event-batch.ts`) without scoring it. Durable once resolved;
   * safe to repeat.
   */
  store(
    batches: readonly RecordBatch[],
    rejected: readonly Rejection[],
    position: Position,
    options: StoreOptions = {},
  ): Promise<StoreResult> {
    return this.deliveries.store(batches, rejected, position, options);
  }

  /** Stores a delivery, then scores what it changes. If scoring is cut off, the next `commit` or `rescore` does it. */
  async commit(
    batches: readonly RecordBatch[],
    rejected: readonly Rejection[],
    position: Position,
  ): Promise<StoreResult> {
    const result = await this.store(batches, rejected, position);
    await this.rescore();
    return result;
  }

  /**
   * Scores what is stored and not yet scored. Without `followTime` only encounters with new events: the others keep
   * the rows of an earlier stream time until a run that follows it.
   */
  rescore(followTime = true): Promise<Rescored> {
    return rescore((follow) => this.rescoreNext(LARGE_SLICE, follow), followTime);
  }

  /** Scores the next slice; between slices anything may be stored. */
  rescoreSlice(followTime = true): Promise<Slice> {
    return this.rescoreNext(SLICE, followTime);
  }

  /** Scores a slice, and a smaller one where DuckDB has not the memory: what an hour takes depends on its events. */
  private async rescoreWithinMemory(limits: SliceLimits, followTime: boolean): Promise<Slice> {
    for (;;) {
      const hours = Math.min(limits.hours, this.mostHours);
      try {
        return await rescoreSlice(this.slices, { ...limits, hours }, followTime);
      } catch (error) {
        const isMemory = error instanceof WarehouseError && error.category === 'memory';
        if (!isMemory || hours <= LEAST_HOURS) throw error;
        this.mostHours = Math.floor(hours / 2);
        await release(this.slices);
      }
    }
  }

  private async rescoreNext(limits: SliceLimits, followTime: boolean): Promise<Slice> {
    const slice = await this.rescoreWithinMemory(this.slice ?? limits, followTime);
    if (this.isRescoring && slice.pending === 0) {
      await endRescoring(this.connection);
      this.isRescoring = false;
    }
    return slice;
  }

  /** Scores everything again from the stored events. */
  async rebuild(): Promise<void> {
    await touchAll(this.connection);
    await this.rescore();
  }

  /** The next offset to read of a log partition, 0 if nothing was read. */
  nextOffset(topic: string, partition: number): Promise<number> {
    return nextOffset(this.connection, topic, partition);
  }

  /** A topic that was read besides the one named; `null` if there is none. */
  otherTopic(topic: string): Promise<string | null> {
    return otherTopic(this.connection, topic);
  }

  /** Stores the identity of the log that the file is filled from. */
  noteLogIdentity(id: string): Promise<void> {
    return writeMeta(this.connection, LOG_IDENTITY, id);
  }

  /** Stream time of a partition, in microseconds; `null` before it has one. */
  async streamTime(partition: number): Promise<Micros | null> {
    const [row] = await this.connection.rows<{ stream_time: Micros }>(
      'select stream_time from stream where "partition" = $partition',
      { partition },
    );
    return row?.stream_time ?? null;
  }

  /** When the latest stored tick of a source was recorded; `null` if there is none. */
  async lastTick(source: string): Promise<Micros | null> {
    const [row] = await this.connection.rows<{ last: Micros | null }>(
      "select max(recorded_at) as last from event where type = 'tick' and source = $source",
      { source },
    );
    return row!.last;
  }

  /** How many rewinds of its log the file has had. */
  rewinds(): Promise<number> {
    return countRewinds(this.connection);
  }

  /** Removes the ticks of a source that were recorded after an instant, with everything that followed from them. */
  async rewind(ticks: { source: string; to: Micros; count: number }): Promise<void> {
    await this.connection.transaction(() => rewindTicks(this.connection, ticks));
    await forgetFollowing(this.slices.connection);
  }

  /** Makes the next revision and delivery later than those that a reader of the outbox has seen. */
  async goPast({ revision, delivery }: Seen): Promise<void> {
    this.deliveries.skipTo(delivery);
    await skipRevisions(this.connection, revision);
  }

  /** True if rows may be published that the file does not have: see `withdrawOthers`. */
  isUncompared(): Promise<boolean> {
    return isUncompared(this.connection);
  }

  /**
   * Withdraws the published encounter-hours of a partition that are not scored here. Everything stored must be scored.
   * @param published all of them: columns encounter_id, ward_id, hour
   */
  withdrawOthers(published: AsyncIterable<RecordBatch>, partition: number): Promise<void> {
    return withdrawOthers(this.connection, published, partition);
  }

  /**
   * Scores what is stored, then withdraws those of some published encounter-hours (JSON, by their columns) that are
   * not scored here.
   * @returns how many were computed from events that are not stored here yet; they stay as they are
   */
  async withdrawUnknown(hours: readonly Uint8Array[]): Promise<number> {
    await this.rescore();
    return withdrawUnknown(this.connection, hours);
  }

  /** The records of the log that are rejections here, as they came. */
  rejectedRecords(): Promise<RawRecord[]> {
    return this.connection.rows<RawRecord>('select "offset", raw as bytes from rejected');
  }

  /** The wards that the file knows and a site file has left out. */
  formerWards(site: Site): Promise<FormerWard[]> {
    return wardsLeftOut(this.connection, site);
  }

  /** How many stays and events have no place in a score. */
  countUnplaced(): Promise<UnplacedCounts> {
    return countUnplaced(this.connection);
  }

  /** Part of a list of them, the latest first. */
  listUnplaced(list: UnplacedList, page: Page): Promise<Unplaced[]> {
    return listUnplaced(this.connection, list, page);
  }

  /** The versions of an event, each with its sender. */
  sentBy(source: string, id: string): Promise<SentVersion[]> {
    return sentBy(this.connection, source, id);
  }
}
