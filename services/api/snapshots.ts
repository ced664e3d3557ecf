import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { columnsOf, writeRows } from '../../pipelines/serving/export.ts';
import { intensity } from '../../pipelines/serving/queries.ts';
import type { QueryCaller } from '../../pipelines/serving/query-pool.ts';
import type { ServingStore } from '../../pipelines/serving/store.ts';
import type { Site } from '../../schemas/site.ts';
import { replaceFile } from '../platform/durable-files.ts';
import { fileDigest } from '../platform/file-digest.ts';

/** Queries of months are long, and no request waits for them. */
const CALLER: QueryCaller = { name: 'snapshots', isShort: false };

/** Changes with the columns of the files. */
const SCHEMA_VERSION = 1;

export const snapshotEntry = z
  .strictObject({
    file: z.string().meta({ description: 'Name under /v1/snapshots/' }),
    dataset: z.literal('ward-hours'),
    month: z.string().meta({ description: 'Of the site’s calendar', examples: ['2026-10'] }),
    rows: z.int().min(0),
    bytes: z.int().min(0),
    sha256: z.string(),
    schemaVersion: z.int(),
    streamTime: z.iso.datetime().meta({ description: 'Stream time of the published month' }),
  })
  .meta({ id: 'Snapshot' });
export type SnapshotEntry = z.output<typeof snapshotEntry>;

const index = z.array(snapshotEntry.extend({ state: z.string() }));
type Indexed = z.output<typeof index>[number];

/**
 * Writes a Parquet file of ward-hours for every past month, and an index. If a correction or a new site file
 * changes a month, its file is written again. Hours with few patients have no need, since the readers belong to no
 * treating unit; the lack of a file does not reveal a month with few or no patients either.
 */
export class Snapshots {
  private readonly serving: ServingStore;
  private readonly site: Site;
  private readonly folder: string;
  /** Digest of the settings that the files depend on: wards, shifts, nurses. */
  private readonly settings: string;
  private entries: Indexed[] | null = null;
  private seen = '';

  constructor(serving: ServingStore, site: Site, folder: string) {
    this.serving = serving;
    this.site = site;
    this.folder = folder;
    this.settings = createHash('sha256').update(JSON.stringify(site)).digest('hex').slice(0, 16);
  }

  /** Returns the existing months, oldest first. */
  async list(): Promise<SnapshotEntry[]> {
    return (await this.read()).map(({ state: _, ...entry }) => entry);
  }

  /** Returns the entry and path of a file; `null` if there is none of this name. */
  async find(file: string): Promise<{ entry: SnapshotEntry; path: string } | null> {
    const found = (await this.list()).find((each) => each.file === file);
    return found === undefined ? null : { entry: found, path: join(this.folder, found.file) };
  }

  /** Writes the past months that have no file or have changed since. */
  async refresh(): Promise<void> {
    const months = await this.months();
    const now = JSON.stringify(months);
    if (now === this.seen) return;
    const known = await this.read();
    const entries: Indexed[] = [];
    for (const month of months) {
      const before = known.find((each) => each.month === month.month);
      const isThere = before !== undefined && before.state === month.state;
      entries.push(isThere ? before : await this.write(month));
    }
    await this.keep(entries, known);
    this.seen = now;
  }

  /** Returns the past months by stream time, each with a value that shows whether it has changed. */
  private months(): Promise<Month[]> {
    return this.serving.queryPool.rows<Month>(
      `select
        strftime(month, '%Y-%m') as month,
        epoch_us(utc_of(month)) as "from", epoch_us(utc_of(month + interval 1 month)) as "to",
        concat_ws(' ', visible, supply, roles, usual, wards, greatest(first, utc_of(month)), $settings) as state,
        (select instant_text(time_bucket(interval 5 minutes, stream_time)) from clock) as "streamTime"
      from (
        select first, wards, unnest(generate_series(
          date_trunc('month', local_of(first)), local_of(clock.hour), interval 1 month
        ))::date as month
        from (
          select min(first) as first, bit_xor(hash(ward_id)) as wards
          from (select ward_id, min(hour) as first from ward_hour group by ward_id)
        ), clock
      ) over_time
      left join (
        select month, concat_ws(' ', count(*), bit_xor(hash(seen))) as visible
        from (
          select * exclude (newest_input_at, known_at), date_trunc('month', local_of(hour))::date as month
          from seen_hour where not treating and known_until is null
        ) seen group by month
      ) needed using (month)
      left join (
        select date_trunc('month', local_of(hour))::date as month,
          concat_ws(' ', count(*), bit_xor(hash(supply_hour))) as supply
        from supply_hour group by 1
      ) staffed using (month)
      cross join (
        -- the first report of a role counts for all hours after it
        select bit_xor(hash(ward_id, role, since)) as roles
        from (
          select ward_id, role, min(from_at) as since from staffing
          where type = 'staffing' and status <> 'entered-in-error' group by ward_id, role
        )
      ) reported
      left join (
        -- a shift of the month's first hours began the day before
        select month, bit_xor(usual) as usual
        from (
          select
            unnest(list_distinct([date_trunc('month', day), date_trunc('month', day + 1)]))::date as month,
            usual
          from (
            select day, hash(ward_id, day, shift_id, visible_load, visible_p90, visible_hours) as usual
            from usual_load
            union all
            select day, hash(ward_id, day, local_hour, visible_minutes, visible_p10, visible_p90,
              visible_hours)
            from usual_need where kind = day_kind(day)
          )
        )
        group by month
      ) used using (month)
      where utc_of(month + interval 1 month) <= (select hour from clock)
      order by month`,
      { settings: this.settings },
      CALLER,
    );
  }

  private async write({ month, from, to, state, streamTime }: Month): Promise<Indexed> {
    await mkdir(this.folder, { recursive: true });
    const readers = this.site.wards.map(({ wardId }) => ({ wardId, treating: false }));
    const query = intensity({ readers, from, to, knownAt: null }, 'hour');
    const { queryPool: pool } = this.serving;
    const columns = await columnsOf(pool, query, CALLER);
    const temporary = join(this.folder, `.${month}.tmp`);
    const rows = await writeRows(
      { pool, caller: CALLER, queries: [query], columns },
      temporary,
      'parquet',
      'intl',
    );
    const sha256 = await fileDigest(temporary, 'hex');
    const file = `ward-hours-${month}-${sha256.slice(0, 12)}.parquet`;
    const { size: bytes } = await stat(temporary);
    await rename(temporary, join(this.folder, file));
    return {
      ...{ file, dataset: 'ward-hours' as const, month, rows, bytes, sha256 },
      ...{ schemaVersion: SCHEMA_VERSION, streamTime, state },
    };
  }

  /** Writes the index, then removes files that are no longer in it. */
  private async keep(entries: readonly Indexed[], before: readonly Indexed[]): Promise<void> {
    if (entries.length === 0 && before.length === 0) return;
    await mkdir(this.folder, { recursive: true });
    const path = join(this.folder, 'index.json');
    await replaceFile(path, `${JSON.stringify(entries, null, 2)}\n`);
    this.entries = [...entries];
    for (const { file } of before) {
      if (entries.some((each) => each.file === file)) continue;
      await rm(join(this.folder, file), { force: true });
    }
  }

  /** Whether a file is as it was written: one that is missing or damaged is written again. */
  private async isWhole({ file, sha256 }: Indexed): Promise<boolean> {
    const digest = await fileDigest(join(this.folder, file), 'hex').catch(() => null);
    return digest === sha256;
  }

  private async read(): Promise<readonly Indexed[]> {
    if (this.entries !== null) return this.entries;
    try {
      const text = await readFile(join(this.folder, 'index.json'), 'utf8');
      const entries = index.parse(JSON.parse(text));
      const whole: Indexed[] = [];
      for (const entry of entries) {
        if (entry.schemaVersion === SCHEMA_VERSION && (await this.isWhole(entry)))
          whole.push(entry);
      }
      this.entries = whole;
    } catch (error) {
      // an unreadable index is rebuilt, and so are its files
      const isOfDisk = (error as NodeJS.ErrnoException).code !== undefined;
      if (isOfDisk && (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      this.entries = [];
    }
    return this.entries;
  }
}

interface Month {
  readonly month: string;
  /** Microseconds since 1970. */
  readonly from: number;
  readonly to: number;
  readonly state: string;
  readonly streamTime: string;
}
