import type { RecordBatch } from 'apache-arrow';
import type { Site } from '../../schemas/site.ts';
import type { WardHour } from '../../schemas/ward-hour.ts';
import type { WardNow } from '../../schemas/ward-now.ts';
import { OUTPUT_MACROS } from '../scoring/output-macros.ts';
import { layOutEncounterHour } from '../scoring/tables.ts';
import { readSql } from '../warehouse/sql-file.ts';
import { type Connection, Warehouse, type WarehouseOptions } from '../warehouse/warehouse.ts';

import { layOutTexts, readTexts } from './hour-text.ts';
import { putStaffing, type StaffingEvent } from './staffing.ts';

const sql = (name: string) => readSql(new URL(`sql/${name}.sql`, import.meta.url));

/** From what arrived to what changes, in order. */
const ARRIVING = ['newest', 'affected'].map((name) => [name, sql(name)]);

const USUAL_LOAD = `create or replace temp table usual_load as ${sql('usual_load')}`;

/** What a scorer publishes of a partition, and where it ends. */
interface Publication {
  readonly partition: number;
  /** How far publications of the partition are applied with it. */
  readonly position: number;
  /** What it is scored at, in microseconds since 1970; `null` where it does not say. */
  readonly streamTime: number | null;
}

/** Encounter-hours as a scorer in the same process publishes them. */
export interface PublishedHours extends Publication {
  /** Rows of `encounter_hour`. */
  readonly hours: readonly RecordBatch[];
  /** Rows of `withdrawn_hour`: keys that no longer have an encounter-hour. */
  readonly withdrawn: readonly RecordBatch[];
}

/** Encounter-hours as messages bring them: the texts of `hour-text.ts`. */
export interface PublishedTexts extends Publication {
  readonly hours: readonly Uint8Array[];
  readonly withdrawn: readonly Uint8Array[];
}

/** How far publications are applied. */
export interface Applied {
  readonly position: number;
  /** Microseconds since 1970. */
  readonly streamTime: number | null;
}

export const NOTHING_APPLIED: Applied = { position: 0, streamTime: null };

/**
 * What the API reads, in one DuckDB file of its own: the newest version of every encounter-hour, the
 * ward-hours summed from them, and staffing. One writer; readers see whole publications.
 */
export class ServingStore {
  readonly warehouse: Warehouse;
  private readonly writer: Connection;
  private readonly reader: Connection;
  private turn: Promise<unknown> = Promise.resolve();
  /** The hour before which usual loads are known: they change with it. */
  private usualOf: number | null = null;

  private constructor(warehouse: Warehouse, writer: Connection, reader: Connection) {
    this.warehouse = warehouse;
    this.writer = writer;
    this.reader = reader;
  }

  /** Opens or creates the state at `path` (':memory:' for none). */
  static async open(path: string, site: Site, options?: WarehouseOptions): Promise<ServingStore> {
    const warehouse = await Warehouse.open(path, options);
    try {
      const writer = await warehouse.connect();
      await layOutEncounterHour(writer);
      await writer.run(readSql(new URL('tables.sql', import.meta.url)));
      await layOutWriting(writer);
      const reader = await warehouse.connect();
      await layOutReading(reader, site);
      return new ServingStore(warehouse, writer, reader);
    } catch (error) {
      await warehouse.close();
      throw error;
    }
  }

  /** How far the publications of a partition are applied. */
  async applied(partition: number): Promise<Applied> {
    const [row] = await this.reader.rows<Applied>(
      `select position, stream_time as "streamTime" from applied where "partition" = $partition`,
      { partition },
    );
    return row ?? NOTHING_APPLIED;
  }

  /** Notes that there are this many partitions: what is known of the wards is known of all of them. */
  expectPartitions(count: number): Promise<void> {
    return this.inTurn(() =>
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
    return this.inTurn(() =>
      this.writer.run(
        `insert into position values ($topic, $partition, $nextOffset)
          on conflict do update set next_offset = excluded.next_offset`,
        { topic, partition, nextOffset },
      ),
    );
  }

  /**
   * Applies a publication and sums the ward-hours it changes anew. Of every key the version counts that
   * was computed from the later log position: what comes again, or too late, does no harm.
   * @returns the wards it changed
   */
  apply({ hours, withdrawn, ...publication }: PublishedHours): Promise<string[]> {
    return this.inTurn(async () => {
      await this.clear();
      for (const batch of hours) this.writer.append('temp.main.arrived', batch);
      for (const batch of withdrawn) this.writer.append('temp.main.gone', batch);
      return this.take(publication);
    });
  }

  /**
   * Applies a publication that came as text.
   * @throws WarehouseError where a text is not of an encounter-hour; nothing is applied then
   */
  applyTexts({ hours, withdrawn, ...publication }: PublishedTexts): Promise<string[]> {
    return this.inTurn(async () => {
      await this.clear();
      await readTexts(this.writer, 'arrived', hours);
      await readTexts(this.writer, 'gone', withdrawn);
      return this.take(publication);
    });
  }

  private async clear(): Promise<void> {
    await this.writer.run('truncate temp.main.arrived');
    await this.writer.run('truncate temp.main.gone');
  }

  /** Takes what arrived into what is served. */
  private async take({ partition, position, streamTime }: Publication): Promise<string[]> {
    const { writer } = this;
    for (const [name, select] of ARRIVING) {
      await writer.run(`create or replace temp table ${name} as ${select}`);
    }
    await writer.transaction(async () => {
      await writer.run('delete from encounter_hour where rowid in (select hour_row from newest)');
      await writer.run(`insert into encounter_hour by name
          from arrived where rowid in (select arrived_row from newest)`);
      await writer.run(
        `delete from withdrawn_hour using newest
            where withdrawn_hour.encounter_id = newest.encounter_id
              and withdrawn_hour.ward_id = newest.ward_id and withdrawn_hour.hour = newest.hour`,
      );
      await writer.run(`insert into withdrawn_hour
          select distinct gone.* from gone
          semi join (from newest where arrived_row is null) withdrawn
            using (encounter_id, ward_id, hour, "offset")`);
      await writer.run(
        'delete from ward_hour using affected where ward_hour.ward_id = affected.ward_id and ward_hour.hour = affected.hour',
      );
      await writer.run('insert into ward_hour by name from summed_hour');
      await writer.run(
        `insert into applied values ($partition, $position, make_timestamp($streamTime::bigint))
            on conflict do update set position = greatest(position, excluded.position),
              stream_time = greatest(stream_time, excluded.stream_time)`,
        { partition, position, streamTime },
      );
    });
    const wards = await writer.rows<{ ward_id: string }>('select distinct ward_id from affected');
    return wards.map(({ ward_id }) => ward_id);
  }

  /** Stores staffing and judgement events; resolves when durable, with the indexes of those known. */
  publish(events: readonly StaffingEvent[]): Promise<ReadonlySet<number>> {
    return this.inTurn(() => putStaffing(this.writer, events));
  }

  /** Every ward as it stands at stream time. */
  async wardsNow(): Promise<{ streamTime: string | null; wards: WardNow[] }> {
    const [clock] = await this.reader.rows<{ stream_time: string | null; hour: number | null }>(
      'select instant_text(stream_time) as stream_time, hour from clock',
    );
    const hour = clock?.hour ?? null;
    if (hour !== this.usualOf) await this.reader.run(USUAL_LOAD);
    this.usualOf = hour;
    const wards = await this.reader.rows<WardNow>('from ward_now');
    return { streamTime: clock?.stream_time ?? null, wards };
  }

  /** The ward-hours of a ward in [from, to), in order; instants in microseconds since 1970. */
  wardHours(wardId: string, from: number, to: number): Promise<WardHour[]> {
    return this.reader.rows<WardHour>(
      `from ward_hour_json
        where "wardId" = $wardId and hour >= instant_text(make_timestamp($from))
          and hour < instant_text(make_timestamp($to))
        order by hour`,
      { wardId, from, to },
    );
  }

  async close(): Promise<void> {
    await this.turn;
    this.writer.close();
    this.reader.close();
    await this.warehouse.close();
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.turn.then(work);
    this.turn = result.catch(() => undefined);
    return result;
  }
}

async function layOutWriting(writer: Connection): Promise<void> {
  await writer.run('create temp table arrived as from encounter_hour limit 0');
  await writer.run('create temp table gone as from withdrawn_hour limit 0');
  await layOutTexts(writer);
  for (const [name, select] of ARRIVING) {
    await writer.run(`create temp table ${name} as ${select}`);
  }
  await writer.run(`create temp view counted_hour as
    select encounter_hour.* from encounter_hour semi join affected using (ward_id, hour)
    where encounter_hour.hour >= (select min(hour) from affected)`);
  await writer.run(`create temp view summed_hour as ${sql('ward_hour')}`);
}

async function layOutReading(reader: Connection, site: Site): Promise<void> {
  for (const macro of OUTPUT_MACROS) await reader.run(macro);
  await reader.run(
    'create temp table site as select $productiveShare::double as productive_share',
    { productiveShare: site.switches.productiveShare },
  );
  await reader.run(
    `create temp table ward as
      select unnest(from_json($wards, '[{"place":"integer","ward_id":"varchar","name":"varchar",
        "type":"varchar","beds":"integer"}]'), recursive := true)`,
    {
      wards: JSON.stringify(
        site.wards.map(({ wardId, name, type, beds }, place) => ({
          place,
          ward_id: wardId,
          name,
          type,
          beds,
        })),
      ),
    },
  );
  await reader.run(`create temp view clock as ${sql('clock')}`);
  await reader.run(USUAL_LOAD);
  for (const view of ['supply', 'ward_now', 'ward_hour_flat', 'ward_hour_json']) {
    await reader.run(`create temp view ${view} as ${sql(view)}`);
  }
}
