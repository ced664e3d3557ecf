import type { RecordBatch } from 'apache-arrow';
import type { Site } from '../../schemas/site.ts';
import type { WardHour } from '../../schemas/ward-hour.ts';
import type { WardNow } from '../../schemas/ward-now.ts';
import { OUTPUT_MACROS } from '../scoring/output-macros.ts';
import { layOutEncounterHour } from '../scoring/tables.ts';
import { readSql } from '../warehouse/sql-file.ts';
import { type Connection, Warehouse, type WarehouseOptions } from '../warehouse/warehouse.ts';

import { putStaffing, type StaffingEvent } from './staffing.ts';

const sql = (name: string) => readSql(new URL(`sql/${name}.sql`, import.meta.url));

const USUAL_LOAD = `create or replace temp table usual_load as ${sql('usual_load')}`;

/** Encounter-hours as a scorer publishes them: rows of a range of revisions, and keys withdrawn in it. */
export interface PublishedHours {
  readonly partition: number;
  /** The last revision in it. */
  readonly revision: number;
  /** What it is scored at, in microseconds since 1970; as before where there is more to come. */
  readonly streamTime: number | null;
  /** Another part follows at once. */
  readonly more: boolean;
  /** Rows of `encounter_hour`. */
  readonly hours: readonly RecordBatch[];
  /** Rows of `withdrawn_hour`: keys that no longer have an encounter-hour. */
  readonly withdrawn: readonly RecordBatch[];
}

/** How far publications are applied. */
export interface Applied {
  readonly revision: number;
  /** Microseconds since 1970. */
  readonly streamTime: number | null;
}

export const NOTHING_APPLIED: Applied = { revision: 0, streamTime: null };

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
      `select revision, stream_time as "streamTime" from applied where "partition" = $partition`,
      { partition },
    );
    return row ?? NOTHING_APPLIED;
  }

  /**
   * Applies a publication and sums the ward-hours it changes anew. What is at or below the revision
   * applied already is passed over, so that a publication sent again does no harm.
   * @returns the wards it changed
   */
  apply(published: PublishedHours): Promise<string[]> {
    return this.inTurn(async () => {
      const { writer } = this;
      await writer.run('truncate temp.main.arrived');
      await writer.run('truncate temp.main.gone');
      for (const batch of published.hours) writer.append('temp.main.arrived', batch);
      for (const batch of published.withdrawn) writer.append('temp.main.gone', batch);
      const { partition, revision, streamTime } = published;
      await writer.run(`set variable published_partition = ${partition}`);
      for (const name of ['newer', 'older', 'affected']) {
        await writer.run(`create or replace temp table ${name} as ${sql(name)}`);
      }
      await writer.transaction(async () => {
        await writer.run(`delete from encounter_hour where rowid in (select hour_row from older)`);
        await writer.run('insert into encounter_hour by name from newer');
        await writer.run(
          'delete from ward_hour using affected where ward_hour.ward_id = affected.ward_id and ward_hour.hour = affected.hour',
        );
        await writer.run('insert into ward_hour by name from summed_hour');
        await writer.run(
          `insert into applied values ($partition, $revision, make_timestamp($streamTime::bigint))
            on conflict do update set revision = greatest(revision, excluded.revision),
              stream_time = greatest(stream_time, excluded.stream_time)`,
          { partition, revision, streamTime },
        );
      });
      const wards = await writer.rows<{ ward_id: string }>('select distinct ward_id from affected');
      return wards.map(({ ward_id }) => ward_id);
    });
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
  await writer.run(
    'create temp table gone as select encounter_id, ward_id, hour, revision from encounter_hour limit 0',
  );
  await writer.run('set variable published_partition = 0');
  for (const name of ['newer', 'older', 'affected']) {
    await writer.run(`create temp table ${name} as ${sql(name)}`);
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
