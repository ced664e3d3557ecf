import { setImmediate } from 'node:timers/promises';
import type { RecordBatch } from 'apache-arrow';
import type { Micros } from '../../schemas/instant.ts';
import type { Model } from '../../schemas/model.ts';
import type { FormerWard, Site } from '../../schemas/site.ts';
import type { UnplacedList } from '../../schemas/unplaced.ts';
import type { WardEvent } from '../../schemas/ward-event.ts';
import { decode, type RawRecord, type Rejection } from '../events/decode.ts';
import { type EventRules, eventRules } from '../events/event-rules.ts';
import { rejectionBatch } from '../events/rejection-batch.ts';
import { toArrow } from '../events/to-arrow.ts';
import { migrate } from '../warehouse/migrate.ts';
import { readSql } from '../warehouse/sql-file.ts';
import { type Connection, Warehouse, type WarehouseOptions } from '../warehouse/warehouse.ts';
import { countToRescore, endRescoring, noteRescoring, touchAll } from './history.ts';
import { SCORER_LAYOUT } from './layout.ts';
import { deleteMeta, readMeta, writeMeta } from './meta.ts';
import {
  layOutScoring,
  type Rescored,
  rescore,
  rescoreSlice,
  type Slice,
  type SliceLimits,
} from './rescore.ts';
import { countRewinds, rewindTicks } from './rewind.ts';
import { compareScoredWith, noteScoredWith, wardsLeftOut } from './scored-with.ts';
import { layOutSettings } from './settings.ts';
import { type Delivery, resettle, settle } from './settle.ts';
import { storedBatch } from './stored-batch.ts';
import {
  countUnplaced,
  listUnplaced,
  type Page,
  type Unplaced,
  type UnplacedCounts,
} from './unplaced.ts';

/** Where a delivery ends in the log: the next offset to read. */
export interface Position {
  readonly topic: string;
  readonly partition: number;
  readonly nextOffset: number;
}

/** What a delivery may bring beside events of its partition. */
export interface Beside {
  /**
   * Versions of events whose encounter is another partition's: they take the place of versions that are
   * here, and are not scored here.
   */
  readonly foreign?: readonly RecordBatch[];
  /** Where other logs end that the events were taken from. */
  readonly sources?: readonly Position[];
  /** Who sent the events of each source. */
  readonly senders?: ReadonlyMap<string, string>;
}

/** A version of an event, and who sent it: NULL where that is not known, or it was the server. */
export interface SentVersion {
  readonly status: 'final' | 'amended' | 'entered-in-error';
  /** Microseconds since 1970. */
  readonly recordedAt: number;
  /** Whether it is the version that counts. */
  readonly isStanding: boolean;
  readonly sender: string | null;
}

/** A record that was passed over, as it lies in `rejected`. */
interface Missed {
  readonly row: number;
  readonly topic: string;
  readonly partition: number;
  readonly raw: Uint8Array;
}

const SENT_BY = readSql(new URL('sent_by.sql', import.meta.url));

/** Numbers that what reads the outbox has seen already. */
export interface Seen {
  readonly revision: number;
  readonly delivery: number;
}

export interface ScoringOptions extends WarehouseOptions {
  readonly slice?: SliceLimits;
  /** Whether an event is of an encounter that is scored here. Default: all are. */
  readonly isOurs?: (event: WardEvent) => boolean;
  /** Wards of earlier site files, as the log notes them: a file that is made again knows none by itself. */
  readonly former?: readonly FormerWard[];
}

/** Notes that published rows are to be compared with those of the file. */
const UNCOMPARED = 'published is uncompared';

/** In `meta`, the identity of the log that the file is filled from. */
const LOG_IDENTITY = 'log';

/** Rejected records that are looked at again at a time. */
const PORTION = 10_000;

/** What one delivery did to the store. */
export interface Receipt {
  /** The number its rows carry; `null` where it brought none. */
  readonly delivery: number | null;
  /** Events that were new or a new version. */
  readonly stored: number;
  /** Events that were there already, to the letter: their rows in the delivery, counted from 0. */
  readonly duplicates: readonly number[];
  readonly rejected: number;
}

/**
 * The scorer's state: the events that count, what is scored of them, and how far the log is read, in
 * one DuckDB file. One writer; everything a delivery changes commits in one transaction.
 */
export class ScoringStore {
  readonly warehouse: Warehouse;
  readonly connection: Connection;
  readonly model: Model;
  /** What scores depend on and is another since the state was open last: all is to be scored again. */
  readonly changed: readonly string[];
  /** Encounters of a history that is to be scored again, also since an earlier run; 0 where none is. */
  readonly toRescore: number;

  private isRescoring: boolean;
  private deliveries: number;
  /** Who sent the events of each source last. */
  private senders: Map<string, string> | null = null;
  /** Where logs are read to, by topic and partition, of those that were read since the start. */
  private readonly positions = new Map<string, number>();

  private constructor(
    warehouse: Warehouse,
    connection: Connection,
    model: Model,
    changed: readonly string[],
    toRescore: number,
    deliveries: number,
  ) {
    this.warehouse = warehouse;
    this.connection = connection;
    this.model = model;
    this.changed = changed;
    this.toRescore = toRescore;
    this.isRescoring = toRescore > 0;
    this.deliveries = deliveries;
  }

  /**
   * Opens or creates the state at `path` (':memory:' for none), and brings it to today's tables. Where
   * what scores depend on has changed, everything is noted to be scored again by the next `rescore`.
   * @throws StateMismatch where the state is of a newer program or another hospital; it stays as it was
   */
  static async open(
    path: string,
    site: Site,
    model: Model,
    { slice, isOurs = () => true, former = [], ...options }: ScoringOptions = {},
  ): Promise<ScoringStore> {
    const warehouse = await Warehouse.open(path, options);
    try {
      const connection = await warehouse.connect();
      const changed = await connection.transaction(async () => {
        await migrate(connection, SCORER_LAYOUT);
        return compareScoredWith(connection, site, model, former);
      });
      await layOutSettings(connection, site, model);
      const [last] = await connection.rows<{ delivery: number }>(
        'select coalesce(max(delivery), 0) as delivery from (from event union all by name from superseded_event)',
      );
      const unsettled = 'select delivery, "partition" from unsettled order by delivery';
      for (const delivery of await connection.rows<Delivery>(unsettled)) {
        await connection.transaction(() => settle(connection, delivery));
      }
      await connection.transaction(async () => {
        if (changed.length > 0) {
          await resettle(connection);
          await touchAll(connection);
          await noteRescoring(connection);
        }
        await noteScoredWith(connection, site, model, former);
      });
      const toRescore = await countToRescore(connection);
      const store = new ScoringStore(
        ...([warehouse, connection, model, changed, toRescore, last!.delivery] as const),
      );
      await store.takeMissed({ ...eventRules(site), closings: new Map() }, isOurs);
      await layOutScoring(connection, model.id, slice);
      return store;
    } catch (error) {
      await warehouse.close();
      throw error;
    }
  }

  /** The next offset to read of a log partition, 0 where nothing was read. */
  async nextOffset(topic: string, partition: number): Promise<number> {
    const [row] = await this.connection.rows<{ next_offset: number }>(
      'select next_offset from position where topic = $topic and partition = $partition',
      { topic, partition },
    );
    return row?.next_offset ?? 0;
  }

  /** A topic that was read besides the one named, `null` where there is none. */
  async otherTopic(topic: string): Promise<string | null> {
    const [other] = await this.connection.rows<{ topic: string }>(
      'select topic from position where topic <> $topic limit 1',
      { topic },
    );
    return other?.topic ?? null;
  }

  /**
   * Stores a delivery (schema of the batches: `schemas/event-batch.ts`) without scoring it. Durable once
   * resolved; safe to repeat. Duplicates are counted through the batches, then the foreign ones.
   *
   * Two transactions: the delivery is kept with its position, then settled among the versions of its
   * events. DuckDB writes what is only added straight to the file, and anything else twice. A stop in
   * between is made good by the next `open`; a delivery that cannot be settled is taken back.
   */
  async store(
    batches: readonly RecordBatch[],
    rejected: readonly Rejection[],
    position: Position,
    beside: Beside = {},
  ): Promise<Receipt> {
    const { foreign = [], senders = new Map() } = beside;
    const rows = [...batches, ...foreign].reduce((sum, batch) => sum + batch.numRows, 0);
    const before = await this.readTo(position, beside);
    const delivery = await this.connection.transaction(() =>
      this.keep(batches, rejected, position, beside),
    );
    const duplicates = delivery === null ? [] : await this.settled(delivery, before);
    for (const [source, sender] of senders) this.senders?.set(source, sender);
    this.noteRead(position, beside);
    return {
      delivery: delivery?.delivery ?? null,
      ...{ stored: rows - duplicates.length, duplicates, rejected: rejected.length },
    };
  }

  /**
   * Stores a delivery, then scores what it touches. Where scoring is cut off, what was stored stays, and
   * the next `commit` or `rescore` takes it up.
   */
  async commit(
    batches: readonly RecordBatch[],
    rejected: readonly Rejection[],
    position: Position,
  ): Promise<Receipt> {
    const receipt = await this.store(batches, rejected, position);
    await this.rescore();
    return receipt;
  }

  /**
   * Scores what is stored and not yet scored. Without `followTime` only encounters with news: the others
   * keep the rows of an earlier stream time until a run that follows it.
   */
  rescore(followTime = true): Promise<Rescored> {
    return rescore((follow) => this.rescoreSlice(follow), followTime);
  }

  /** Scores the next slice of it; between slices anything may be stored. */
  async rescoreSlice(followTime = true): Promise<Slice> {
    const slice = await rescoreSlice(this.connection, followTime);
    if (this.isRescoring && slice.pending === 0) {
      await endRescoring(this.connection);
      this.isRescoring = false;
    }
    return slice;
  }

  /**
   * Withdraws those of published encounter-hours (as JSON, by their columns) that are not among what is
   * scored once everything stored is. Gives how many were computed from more than is stored here: of those
   * nothing can be said yet.
   */
  async withdrawUnknown(hours: readonly Uint8Array[]): Promise<number> {
    // what is still to be scored would seem unknown
    await this.rescore();
    const keys = `[${hours.map((hour) => Buffer.from(hour).toString('utf8')).join()}]`;
    await this.connection.transaction(async () => {
      await this.connection.run('update outbox set revision = revision + 1');
      await this.connection.run(
        `create or replace temp table published_hour as
          select keys.*, stream.next_offset, stream.stream_time
          from (
            select unnest(from_json($keys, '[{"encounter_id":"varchar","ward_id":"varchar",
              "hour":"timestamp","partition":"integer","offset":"bigint"}]'), recursive := true)
          ) keys
          join stream on stream.partition = keys.partition`,
        { keys },
      );
      await this.connection.run(`
        insert into withdrawn_hour
          select distinct
            encounter_id, ward_id, hour, published_hour.partition, next_offset, stream_time,
            (select revision from outbox)
          from published_hour anti join encounter_hour using (encounter_id, ward_id, hour)
          where published_hour."offset" < next_offset`);
    });
    const [ahead] = await this.connection.rows<{ n: number }>(
      'select count(*) as n from published_hour where "offset" >= next_offset',
    );
    return ahead!.n;
  }

  /**
   * Has the next revision and delivery be later than those that a reader of the outbox has seen. Where a
   * revision was seen that is past the file's own, the file was lost or put back, and what was published may be
   * of rows that it does not have: they are compared once it has caught up with its log.
   */
  async goPast({ revision, delivery }: Seen): Promise<void> {
    const { connection } = this;
    this.deliveries = Math.max(this.deliveries, delivery);
    await connection.transaction(async () => {
      await connection.run(
        `insert into meta select '${UNCOMPARED}', '' from outbox where revision < $revision
          on conflict do nothing`,
        { revision },
      );
      await connection.run('update outbox set revision = $revision where revision < $revision', {
        revision,
      });
    });
  }

  /** Whether rows were published that the file may not have: see `withdrawOthers`. */
  async isUncompared(): Promise<boolean> {
    return (await readMeta(this.connection, UNCOMPARED)) !== null;
  }

  /**
   * Withdraws those of all published encounter-hours of a partition that are not among what is scored, once all
   * that is stored is scored.
   * @param published columns encounter_id, ward_id, hour
   */
  async withdrawOthers(published: AsyncIterable<RecordBatch>, partition: number): Promise<void> {
    const { connection } = this;
    await connection.run(
      'create or replace temp table published_key as select encounter_id, ward_id, hour from encounter_hour limit 0',
    );
    for await (const batch of published) connection.append('temp.main.published_key', batch);
    await connection.transaction(async () => {
      await connection.run('update outbox set revision = revision + 1');
      await connection.run(
        `insert into withdrawn_hour
          select encounter_id, ward_id, hour, $partition, next_offset, stream_time,
            (select revision from outbox)
          from (from published_key anti join encounter_hour using (encounter_id, ward_id, hour))
          join stream on stream."partition" = $partition`,
        { partition },
      );
      await deleteMeta(connection, UNCOMPARED);
    });
    await connection.run('drop table temp.main.published_key');
  }

  /** How many rewinds of its log the file has had. */
  rewinds(): Promise<number> {
    return countRewinds(this.connection);
  }

  /** Takes back ticks of a source that were recorded after an instant, with all that followed from them. */
  rewind(ticks: { source: string; to: Micros; count: number }): Promise<void> {
    return this.connection.transaction(() => rewindTicks(this.connection, ticks));
  }

  /** Stream time of a partition, in microseconds; `null` before it has one. */
  async streamTime(partition: number): Promise<Micros | null> {
    const [row] = await this.connection.rows<{ stream_time: Micros }>(
      'select stream_time from stream where "partition" = $partition',
      { partition },
    );
    return row?.stream_time ?? null;
  }

  /** When the latest stored tick of a source was recorded; `null` where there is none. */
  async lastTick(source: string): Promise<Micros | null> {
    const [row] = await this.connection.rows<{ last: Micros | null }>(
      "select max(recorded_at) as last from event where type = 'tick' and source = $source",
      { source },
    );
    return row!.last;
  }

  /** Records of the log that are rejections here, as they came. */
  rejectedRecords(): Promise<RawRecord[]> {
    return this.connection.rows<RawRecord>('select "offset", raw as bytes from rejected');
  }

  /** The wards that the file knows and a site file has left out. */
  formerWards(site: Site): Promise<FormerWard[]> {
    return wardsLeftOut(this.connection, site);
  }

  /** The identity of the log that the file is filled from, `null` where none is noted. */
  logIdentity(): Promise<string | null> {
    return readMeta(this.connection, LOG_IDENTITY);
  }

  /** Notes the identity of the log that the file is filled from. */
  noteLogIdentity(id: string): Promise<void> {
    return writeMeta(this.connection, LOG_IDENTITY, id);
  }

  /** Scores everything anew from the stored events. */
  async rebuild(): Promise<void> {
    await touchAll(this.connection);
    await this.rescore();
  }

  /** How many stays and events found no place in the score. */
  countUnplaced(): Promise<UnplacedCounts> {
    return countUnplaced(this.connection);
  }

  /** Part of a list of them, the latest first. */
  listUnplaced(list: UnplacedList, page: Page): Promise<Unplaced[]> {
    return listUnplaced(this.connection, list, page);
  }

  async close(): Promise<void> {
    this.connection.close();
    await this.warehouse.close();
  }

  /** The versions of an event, and who sent each. */
  sentBy(source: string, id: string): Promise<SentVersion[]> {
    return this.connection.rows<SentVersion>(SENT_BY, { source, id });
  }

  /** Notes senders that are others than before, from a delivery on. */
  private async noteSenders(senders: ReadonlyMap<string, string>, delivery: number) {
    const { connection } = this;
    this.senders ??= new Map(
      (
        await connection.rows<{ source: string; sender: string }>(
          'select source, arg_max(sender, delivery) as sender from provenance group by source',
        )
      ).map(({ source, sender }) => [source, sender]),
    );
    for (const [source, sender] of senders) {
      if (this.senders.get(source) === sender) continue;
      const row = { source, sender, delivery };
      await connection.run('insert into provenance values ($source, $sender, $delivery)', row);
    }
  }

  /**
   * Takes those of the records that were passed over for their ward which the site has now: the log is not
   * read again, and they lie here as they came.
   */
  private async takeMissed(
    rules: EventRules,
    isOurs: (event: WardEvent) => boolean,
  ): Promise<void> {
    const logs = await this.connection.rows<Pick<Missed, 'topic' | 'partition'>>(
      `select distinct topic, "partition" from rejected where reason = 'unknown-ward'`,
    );
    for (const log of logs) {
      for (let after = -1; ; ) {
        const missed = await this.connection.rows<Missed>(
          `select rowid as row, topic, "partition", raw from rejected
            where reason = 'unknown-ward' and topic = $topic and "partition" = $partition
              and rowid > $after
            order by rowid limit ${PORTION}`,
          { ...log, after },
        );
        if (missed.length === 0) break;
        after = missed.at(-1)!.row;
        await this.takeAgain(missed, rules, isOurs);
      }
    }
  }

  /** Takes what can be of records of one log, at the position that is read to. */
  private async takeAgain(
    records: readonly Missed[],
    rules: EventRules,
    isOurs: (event: WardEvent) => boolean,
  ): Promise<void> {
    const { topic, partition } = records[0]!;
    const numbered = records.map(({ raw }, offset) => ({ offset, bytes: raw }));
    const { events, offsets } = decode(numbered, rules);
    if (events.length === 0) return;
    const [ours, foreign] = [events.filter(isOurs), events.filter((event) => !isOurs(event))].map(
      (some) => (some.length === 0 ? [] : [toArrow(some)]),
    ) as [RecordBatch[], RecordBatch[]];
    const position = { topic, partition, nextOffset: await this.nextOffset(topic, partition) };
    const rows = JSON.stringify(offsets.map((offset) => records[offset]!.row));
    const delivery = await this.connection.transaction(async () => {
      await this.connection.run(
        `delete from rejected where rowid in (select unnest(from_json($rows, '["bigint"]')))`,
        { rows },
      );
      return this.keep(ours, [], position, { foreign });
    });
    if (delivery !== null) await this.settle(delivery);
  }

  /** Adds a delivery to the log; gives what there is to settle. */
  private async keep(
    batches: readonly RecordBatch[],
    rejected: readonly Rejection[],
    position: Position,
    { foreign = [], sources = [], senders = new Map() }: Beside,
  ): Promise<Delivery | null> {
    const { connection } = this;
    if (rejected.length > 0) connection.append('rejected', rejectionBatch(rejected, position));
    const delivery = { delivery: ++this.deliveries, partition: position.partition };
    let rows = 0;
    for (const batch of batches) {
      // an append holds up everything else: one at a time
      if (rows > 0) await setImmediate();
      connection.append('event', storedBatch(batch, delivery.delivery));
      rows += batch.numRows;
    }
    for (const batch of foreign) {
      connection.append('event', storedBatch(batch, delivery.delivery, true));
      rows += batch.numRows;
    }
    await this.noteSenders(senders, delivery.delivery);
    for (const read of [position, ...sources]) {
      await connection.run(
        `insert into position values ($topic, $partition, $nextOffset)
          on conflict do update set next_offset = excluded.next_offset`,
        { ...read },
      );
    }
    if (rows === 0) return null;
    const { nextOffset } = position;
    await connection.run('insert into unsettled values ($delivery, $partition, $nextOffset)', {
      ...delivery,
      nextOffset,
    });
    return delivery;
  }

  /** Where the logs of a delivery are read to before it. */
  private readTo(position: Position, { sources = [] }: Beside): Promise<Position[]> {
    return Promise.all(
      [position, ...sources].map(async ({ topic, partition }) => {
        const known = this.positions.get(`${topic}/${partition}`);
        const nextOffset = known ?? (await this.nextOffset(topic, partition));
        return { topic, partition, nextOffset };
      }),
    );
  }

  private noteRead(position: Position, { sources = [] }: Beside): void {
    for (const { topic, partition, nextOffset } of [position, ...sources]) {
      this.positions.set(`${topic}/${partition}`, nextOffset);
    }
  }

  /** Settles a kept delivery; where that cannot be done, it is as if it had never come. */
  private async settled(delivery: Delivery, before: readonly Position[]): Promise<number[]> {
    try {
      return await this.settle(delivery);
    } catch (error) {
      // on a full disk this fails too: then the next start settles it
      await this.takeBack(delivery, before).catch(() => undefined);
      throw error;
    }
  }

  private async takeBack({ delivery }: Delivery, before: readonly Position[]): Promise<void> {
    const { connection } = this;
    await connection.transaction(async () => {
      for (const table of ['event', 'unsettled', 'provenance']) {
        await connection.run(`delete from ${table} where delivery = $delivery`, { delivery });
      }
      for (const position of before) {
        const log = 'topic = $topic and "partition" = $partition';
        const at = { ...position };
        await connection.run(`delete from rejected where ${log} and "offset" >= $nextOffset`, at);
        await connection.run(`update position set next_offset = $nextOffset where ${log}`, at);
      }
    });
  }

  /** Settles a kept delivery, in one transaction. Gives its rows that were known to the letter. */
  private settle(delivery: Delivery): Promise<number[]> {
    return this.connection.transaction(() => settle(this.connection, delivery));
  }
}
