import type { RecordBatch } from 'apache-arrow';
import type { Site } from '../../schemas/site.ts';
import { loadModel } from '../scoring/weights.ts';
import { migrate } from '../warehouse/migrate.ts';
import { RowChunk } from '../warehouse/row-chunk.ts';
import { type Connection, Warehouse, type WarehouseOptions } from '../warehouse/warehouse.ts';
import {
  applyArrived,
  applyFirst,
  applyMany,
  type Changes,
  clearArrived,
  createApplyingTables,
  findChanges,
  noteReached,
} from './applying.ts';
import { createHourTexts, readTexts } from './hour-text.ts';
import { JUDGEMENT_VERSION, type JudgementVersion } from './judgement-version.ts';
import {
  KNOWN_STAFFING,
  type KnownStaffing,
  OTHER_SOURCES,
  type StaffingRange,
  staffingParams,
} from './known-staffing.ts';
import { SERVING_LAYOUT } from './layout.ts';
import { noteLevels } from './level.ts';
import { createQueryMacros, createSite } from './macros.ts';
import { QUERY_LIMITS, type QueryLimits, QueryPool } from './query-pool.ts';
import { countRewinds, lowerTime } from './rewind.ts';
import { rederiveServed } from './served-with.ts';
import { createStaffingViews, dateStaffing, putStaffing, type StaffingEvent } from './staffing.ts';
import { type Standing, StandingWards } from './standing-wards.ts';
import { learnUsual } from './usual.ts';
import { Versions } from './versions.ts';

/** In microseconds. Hours that are changed longer ago are history: late charting is of the last hours. */
const DAY = 24 * 3_600_000_000;
const HOURS = 'temp.main.incoming_encounter_hour';
const WITHDRAWALS = 'temp.main.incoming_withdrawal';
const EMPTY = `select not exists (
  select 1 from encounter_hour union all select 1 from withdrawn_hour
  union all select 1 from ward_hour union all select 1 from superseded_ward_hour
) as is_empty`;
/** What a scorer publishes of a partition, and where it ends. */
interface PublishedBatch {
  readonly partition: number;
  /** How far publications of the partition are applied with it. */
  readonly position: number;
  /** What it is scored at, in microseconds since 1970; `null` where it does not say. */
  readonly streamTime: number | null;
}

/** Encounter-hours as a scorer in the same process publishes them. */
export interface PublishedHours extends PublishedBatch {
  /** Rows of `encounter_hour`. */
  readonly hours: readonly (RecordBatch | RowChunk)[];
  /** Rows of `withdrawn_hour`: keys that no longer have an encounter-hour. */
  readonly withdrawn: readonly (RecordBatch | RowChunk)[];
}

/** All that a scorer in the same process has published, for a file that has nothing yet. */
export interface FirstHours extends PublishedBatch {
  readonly hours: AsyncIterable<RowChunk>;
  readonly withdrawn: readonly RowChunk[];
}

/** Encounter-hours as messages bring them: the texts of `hour-text.ts`. */
export interface PublishedTexts extends PublishedBatch {
  readonly hours: readonly Uint8Array[];
  readonly withdrawn: readonly Uint8Array[];
}

/** How far publications are applied. */
export interface Applied {
  readonly position: number;
  /** Microseconds since 1970. */
  readonly streamTime: number | null;
}

/** How far a log that is not of encounter-hours is read. */
export interface ReadTo {
  readonly topic: string;
  readonly partition: number;
  readonly nextOffset: number;
}

export const NOTHING_APPLIED: Applied = { position: 0, streamTime: null };

export interface ServingOptions extends WarehouseOptions {
  readonly readers?: QueryLimits;
  /** Whether plans of statements are kept. Default: if this DuckDB answers right by them. */
  readonly keepsPlans?: boolean;
}

/**
 * What the API reads, in one DuckDB file of its own: the newest version of every encounter-hour, the
 * ward-hours summed from them, and staffing; and the values ward-hours had before, with when those were
 * known. One writer; readers see whole publications.
 */
export class ServingStore {
  readonly warehouse: Warehouse;
  /** Runs the queries of the API. */
  readonly queryPool: QueryPool;
  /** What may have changed since an answer was given. */
  readonly versions = new Versions();
  /** Whether nothing was ever published to it: then it takes `applyFirst`. */
  hasNothing: boolean;
  /** Counts what was stored since it was opened: the wards stand as they did while this is the same. */
  changes = 0;
  /** Counts publications of staffing, rewinds, and publications of history: ages of sources change by them at once. */
  readonly news = { staffing: 0, history: 0 };
  private readonly writer: Connection;
  /** The wards as they stand, and small things: not held up by questions. */
  private readonly reader: Connection;
  private turn: Promise<unknown> = Promise.resolve();
  /** The extent of staffing and judgements that came since the last publication. */
  private undated: number[] = [];
  /** Stream time of the wards at the last publication. */
  private publishedUntil: number | null = null;
  /** Whether staffing may have come that is not dated yet. */
  private isUndated = true;
  /** The local day up to which it is known what is usual, `null` if there may be something to learn. */
  private learnedTo: string | null = null;
  /** Counts what changed of what is usual and of staffing. */
  private learned = 0;
  private readonly standing: StandingWards;
  private showing: Promise<unknown> = Promise.resolve();
  /** How far publications are applied, as of a count of changes. */
  private readonly appliedTo = new Map<number, { changes: number; applied: Applied }>();
  /** The hour of the stream time that is noted of a partition. */
  private readonly reached = new Map<number, number>();

  private constructor(
    warehouse: Warehouse,
    writer: Connection,
    reader: Connection,
    standing: StandingWards,
    queryPool: QueryPool,
    hasNothing: boolean,
  ) {
    this.warehouse = warehouse;
    this.writer = writer;
    this.reader = reader;
    this.standing = standing;
    this.queryPool = queryPool;
    this.hasNothing = hasNothing;
  }

  /**
   * Opens or creates the state at `path` (':memory:' for none).
   * @throws IncompatibleStateError where the file is of a newer program, or too old; it stays as it was
   */
  static async open(path: string, site: Site, options: ServingOptions = {}): Promise<ServingStore> {
    const { readers = QUERY_LIMITS, keepsPlans, ...rest } = options;
    const warehouse = await Warehouse.open(path, rest);
    try {
      const writer = await warehouse.connect();
      await writer.transaction(() => migrate(writer, SERVING_LAYOUT));
      await createSite(writer, site);
      await createApplyingTables(writer);
      await createHourTexts(writer);
      await createStaffingViews(writer);
      await noteLevels(writer, site, loadModel(site.model));
      await rederiveServed(writer, site);
      await learnUsual(writer);
      const reader = await warehouse.connect();
      await createSite(reader, site);
      await createQueryMacros(reader);
      const standing = await StandingWards.create(reader, keepsPlans);
      const [empty] = await writer.rows<{ is_empty: boolean }>(EMPTY);
      return new ServingStore(
        warehouse,
        writer,
        reader,
        standing,
        new QueryPool(warehouse, site, readers),
        empty!.is_empty,
      );
    } catch (error) {
      await warehouse.close();
      throw error;
    }
  }

  /** How far the publications of a partition are applied. */
  async applied(partition: number): Promise<Applied> {
    const { changes } = this;
    const noted = this.appliedTo.get(partition);
    if (noted?.changes === changes) return noted.applied;
    const [row] = await this.reader.rows<Applied>(
      `select position, stream_time as "streamTime" from applied where "partition" = $partition`,
      { partition },
    );
    const applied = row ?? NOTHING_APPLIED;
    this.appliedTo.set(partition, { changes, applied });
    return applied;
  }

  /** Notes that there are this many partitions: what is known of the wards is known of all of them. */
  expectPartitions(count: number): Promise<void> {
    return this.runExclusive(() =>
      this.writer.run(
        'insert into applied select range, 0, null from range($count) on conflict do nothing',
        { count },
      ),
    );
  }

  /** The next offset to read of a topic that is not of encounter-hours, 0 where nothing was read. */
  async nextOffset(topic: string, partition: number): Promise<number> {
    const [row] = await this.reader.rows<{ next_offset: number }>(
      'select next_offset from position where topic = $topic and partition = $partition',
      { topic, partition },
    );
    return row?.next_offset ?? 0;
  }

  /** Notes how far such a topic is read. */
  markRead(topic: string, partition: number, nextOffset: number): Promise<void> {
    return this.runExclusive(() => this.noteRead({ topic, partition, nextOffset }));
  }

  /**
   * Applies a publication and recomputes the ward-hours it changes. Of every key the version counts that
   * was computed from the later log position: what comes again, or too late, does no harm.
   * @returns the wards it changed
   */
  apply({ hours, withdrawn, ...publication }: PublishedHours): Promise<string[]> {
    return this.runExclusive(async () => {
      await clearArrived(this.writer);
      this.writer.append(WITHDRAWALS, ...withdrawn);
      if (areMany(hours)) return this.takeMany(publication, hours);
      this.writer.append(HOURS, ...hours);
      return this.takeArrived(publication);
    });
  }

  /**
   * Applies the first publication to a file that has nothing, however large: either all of it, or nothing.
   * @returns the number of encounter-hours
   */
  applyFirst({ hours, withdrawn, ...publication }: FirstHours): Promise<number> {
    return this.runExclusive(async () => {
      if (!this.hasNothing) throw new Error('Something was published before');
      await clearArrived(this.writer);
      let rows = 0;
      await this.take(publication, async () => {
        const first = await applyFirst(this.writer, hours, withdrawn);
        rows = first.rows;
        return { changes: first.changes, mayLearn: true };
      });
      return rows;
    });
  }

  /**
   * Applies a publication that came as text.
   * @throws WarehouseError where a text is not of an encounter-hour; nothing is applied then
   */
  applyTexts({ hours, withdrawn, ...publication }: PublishedTexts): Promise<string[]> {
    return this.runExclusive(async () => {
      await clearArrived(this.writer);
      await readTexts(this.writer, 'incoming_encounter_hour', hours);
      await readTexts(this.writer, 'incoming_withdrawal', withdrawn);
      return this.takeArrived(publication);
    });
  }

  /**
   * Stores staffing and judgement events, and with them how far their log is read; resolves when durable,
   * with the indexes of those known.
   */
  publish(events: readonly StaffingEvent[], readTo?: ReadTo): Promise<ReadonlySet<number>> {
    return this.runExclusive(async () => {
      this.isUndated = true;
      const known = await putStaffing(this.writer, events, async () => {
        if (readTo !== undefined) await this.noteRead(readTo);
      });
      this.changes++;
      this.news.staffing++;
      await this.learn();
      const extent = extentOf(events);
      // a role that is reported for the first time is the ward's from then on
      if (extent[0]! < (this.publishedUntil ?? 0)) extent.push(this.publishedUntil!);
      // what was known then changes once more when it is dated
      this.undated.push(...extent);
      this.versions.changed(extent);
      return known;
    });
  }

  /** A judgement by its identity, `null` where none is known by it. */
  async findJudgement(source: string, id: string): Promise<JudgementVersion | null> {
    const [row] = await this.reader.rows<JudgementVersion>(JUDGEMENT_VERSION, { source, id });
    return row ?? null;
  }

  /** The staffing of a source within a range, each identity once; what was withdrawn, too. */
  knownStaffing(source: string, range: StaffingRange): Promise<KnownStaffing[]> {
    return this.reader.rows<KnownStaffing>(KNOWN_STAFFING, staffingParams(source, range));
  }

  /** Other sources that have staffing within a range. */
  async otherStaffingSources(source: string, range: StaffingRange): Promise<string[]> {
    const rows = await this.reader.rows<{ source: string }>(
      OTHER_SOURCES,
      staffingParams(source, range),
    );
    return rows.map((row) => row.source);
  }

  /** How many rewinds of the log it has had. */
  rewinds(): Promise<number> {
    return countRewinds(this.reader);
  }

  /**
   * Lowers the stream time of a partition: what was known after it is known at it. What is known before it stays.
   * @param count the rewinds of the log up to and with this one
   */
  rewind(partition: number, streamTime: number, count: number): Promise<void> {
    return this.runExclusive(async () => {
      const until = this.publishedUntil ?? (await this.clock()).until ?? streamTime;
      this.reached.delete(partition);
      await this.writer.transaction(() => lowerTime(this.writer, { partition, streamTime, count }));
      this.changes++;
      this.news.history++;
      await this.learn();
      this.versions.changed([streamTime, until]);
      this.publishedUntil = null;
    });
  }

  /** The keys of all encounter-hours of a partition: encounter_id, ward_id, hour. */
  async *keys(partition: number): AsyncGenerator<RecordBatch> {
    const connection = await this.warehouse.connect();
    try {
      yield* connection.batches(
        'select encounter_id, ward_id, hour from encounter_hour where "partition" = $partition',
        { partition },
      );
    } finally {
      connection.close();
    }
  }

  /** Every ward as it stands at stream time, for those who treat there and for others. */
  wardsNow(): Promise<Standing> {
    const wards = this.showing.then(() => this.standing.read(this.learned));
    this.showing = wards.catch(() => undefined);
    return wards;
  }

  async close(): Promise<void> {
    await this.turn;
    this.writer.close();
    this.reader.close();
    this.queryPool.close();
    await this.warehouse.close();
  }

  /** Stream time of what is applied, in microseconds, and its local day. */
  private async clock(): Promise<{ until: number | null; day: string | null }> {
    const [row] = await this.writer.rows<{ until: number | null; day: string | null }>(
      'select stream_time as until, day_text(local_of(hour)::date) as day from clock',
    );
    return row!;
  }

  /** Takes what arrived into what is served: what changes is found before the transaction. */
  private async takeArrived(publication: PublishedBatch): Promise<string[]> {
    const { writer } = this;
    const changes = await findChanges(writer);
    await this.take(publication, async () => {
      const mayLearn = changes !== null && (await applyArrived(writer));
      return { changes, mayLearn };
    });
    return [...(changes?.wards ?? [])];
  }

  /** Takes many encounter-hours, as of a history that was scored again, straight into what is served. */
  private async takeMany(
    publication: PublishedBatch,
    hours: readonly RowChunk[],
  ): Promise<string[]> {
    let wards: readonly string[] = [];
    await this.take(publication, async () => {
      const taken = await applyMany(this.writer, hours);
      wards = taken.changes?.wards ?? [];
      return taken;
    });
    return [...wards];
  }

  /** Runs `work` in a transaction that also notes how far the publication is. */
  private async take(
    { partition, position, streamTime }: PublishedBatch,
    work: () => Promise<{ changes: Changes | null; mayLearn: boolean }>,
  ): Promise<void> {
    const { writer } = this;
    const { changes, mayLearn } = await writer.transaction(async () => {
      const taken = await work();
      if (streamTime !== null && this.isUndated) await dateStaffing(writer, streamTime);
      await writer.run(
        `insert into applied values ($partition, $position, make_timestamp($streamTime::bigint))
            on conflict do update set position = greatest(position, excluded.position),
              stream_time = greatest(stream_time, excluded.stream_time)`,
        { partition, position, streamTime },
      );
      if (streamTime !== null && this.isAnotherHour(partition, streamTime)) {
        await noteReached(writer, partition, streamTime);
      }
      return taken;
    });
    this.changes++;
    if (changes !== null) {
      const isHistory = changes.first < (streamTime ?? Number.POSITIVE_INFINITY) - DAY;
      if (this.hasNothing || isHistory) this.news.history++;
      this.hasNothing = false;
      this.versions.changed([changes.first, changes.last]);
    }
    if (mayLearn) this.learnedTo = null;
    // where more follows at once it is waited for
    if (streamTime === null) return;
    this.isUndated = false;
    this.reached.set(partition, hourOf(streamTime));
    // with several partitions the wards may come from further back
    const { until, day } = await this.clock();
    if (day === null || day !== this.learnedTo) {
      await this.learn();
      this.learnedTo = day;
    }
    this.versions.changed([streamTime, this.publishedUntil ?? streamTime, until ?? streamTime]);
    this.versions.changed(this.undated);
    this.publishedUntil = until;
    this.undated = [];
  }

  private isAnotherHour(partition: number, streamTime: number): boolean {
    return hourOf(streamTime) > (this.reached.get(partition) ?? Number.NEGATIVE_INFINITY);
  }

  private async learn(): Promise<void> {
    this.learnedTo = null;
    await learnUsual(this.writer);
    this.learned++;
  }

  private noteRead(readTo: ReadTo): Promise<void> {
    return this.writer.run(
      `insert into position values ($topic, $partition, $nextOffset)
        on conflict do update set next_offset = excluded.next_offset`,
      { ...readTo },
    );
  }

  private runExclusive<T>(work: () => Promise<T>): Promise<T> {
    const result = this.turn.then(work);
    this.turn = result.catch(() => undefined);
    return result;
  }
}

/** Encounter-hours from which they go straight to their table. */
const MANY_HOURS = 10_000;

function areMany(hours: PublishedHours['hours']): hours is readonly RowChunk[] {
  const isOfDuckDb = (each: RecordBatch | RowChunk) => each instanceof RowChunk;
  return hours.every(isOfDuckDb) && hours.reduce((n, { numRows }) => n + numRows, 0) >= MANY_HOURS;
}

/** Hours since 1970. */
const hourOf = (micros: number) => Math.floor(micros / 3_600_000_000);

/** The least and the greatest instant that events are about. */
function extentOf(events: readonly StaffingEvent[]): number[] {
  const instants = events.flatMap((event) =>
    event.type === 'staffing' ? [event.from, event.to] : [event.occurredAt],
  );
  if (instants.length === 0) return [];
  return [
    instants.reduce((least, each) => Math.min(least, each)),
    instants.reduce((greatest, each) => Math.max(greatest, each)),
  ];
}
