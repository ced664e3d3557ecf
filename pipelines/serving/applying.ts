import { setImmediate } from 'node:timers/promises';
import type { RowChunk } from '../warehouse/row-chunk.ts';
import { readSql } from '../warehouse/sql-file.ts';
import type { Connection } from '../warehouse/warehouse.ts';
import { forgetUsual } from './usual.ts';

const sql = (name: string) => readSql(new URL(`sql/${name}.sql`, import.meta.url));

const temporary = (name: string) => `create or replace temp table ${name} as ${sql(name)};`;

/** The first hour that arrived: what is served of earlier hours stays as it is, and is not looked at. */
const firstHour = (arrived: string) => `set variable first_hour = (select min(hour) from (
    select hour from ${arrived} union all select hour from incoming_withdrawal
  ));`;
/** What a version is known by; all ninety columns would take longer to plan. */
const VERSION = 'encounter_id, ward_id, hour, computed_at, "offset", revision';
/** Which rows of `arrived` count, and which rows of `served` they take the place of. */
const latest = (arrived: string, served: string) => `
  create or replace temp table latest_encounter_hour as
    with arrived_hour as (select ${VERSION}, rowid as arrived_row from ${arrived}),
      served_hour as (select ${VERSION}, rowid as hour_row from ${served})
    from (${sql('latest_encounter_hour')});`;
const LATEST = latest('incoming_encounter_hour', 'encounter_hour');
const EXTENT =
  'select min(hour) as first, max(hour) as last, list(distinct ward_id) as wards from changed_ward_hour';

/** From what arrived to what changes, in order: one round trip, since each costs as much as a small statement. */
const FOUND = [firstHour('incoming_encounter_hour'), LATEST, temporary('changed_ward_hour')];

const HOURS = `
  delete from encounter_hour where rowid in (select hour_row from latest_encounter_hour);
  insert into encounter_hour by name
    from incoming_encounter_hour where rowid in (select arrived_row from latest_encounter_hour);`;
const WITHDRAWALS = `
  delete from withdrawn_hour using latest_encounter_hour
    where withdrawn_hour.encounter_id = latest_encounter_hour.encounter_id
      and withdrawn_hour.ward_id = latest_encounter_hour.ward_id and withdrawn_hour.hour = latest_encounter_hour.hour;
  insert into withdrawn_hour by name
    select distinct incoming_withdrawal.* from incoming_withdrawal
    semi join (from latest_encounter_hour where arrived_row is null) withdrawn
      on incoming_withdrawal.encounter_id = withdrawn.encounter_id and incoming_withdrawal.ward_id = withdrawn.ward_id
        and incoming_withdrawal.hour = withdrawn.hour and incoming_withdrawal."offset" = withdrawn."offset"
        and coalesce(incoming_withdrawal.revision, -1) = withdrawn.revision;`;
const VERSIONS = `${HOURS}${WITHDRAWALS}`;

/** The last row of what is served: what is appended comes after it. */
const LAST_ROW = 'set variable last_row = (select coalesce(max(rowid), -1) from encounter_hour)';
const APPENDED = "encounter_hour where rowid > getvariable('last_row')";
/** The same with encounter-hours that are in their table already: those go that they replace, or that do not count. */
const APPENDED_VERSIONS = `
  ${firstHour(APPENDED)}
  ${latest(APPENDED, "encounter_hour where rowid <= getvariable('last_row')")}
  ${temporary('changed_ward_hour')}
  delete from encounter_hour where rowid in (select hour_row from latest_encounter_hour);
  delete from ${APPENDED}
    and rowid not in (select arrived_row from latest_encounter_hour where arrived_row is not null);
  ${WITHDRAWALS}`;

const SUMS = `
  ${temporary('recomputed_ward_hour')}
  insert into superseded_ward_hour by name ${sql('superseded')};
  delete from ward_hour using changed_ward_hour
    where ward_hour.ward_id = changed_ward_hour.ward_id and ward_hour.hour = changed_ward_hour.hour;
  insert into ward_hour by name from recomputed_ward_hour;`;

/** What a publication changes. */
export interface Changes {
  /** First and last hour, in microseconds. */
  readonly first: number;
  readonly last: number;
  readonly wards: readonly string[];
}

/** Creates what `applyArrived` reads and fills: rows come in `incoming_encounter_hour` and `incoming_withdrawal`. */
export async function createApplyingTables(writer: Connection): Promise<void> {
  await writer.run("set variable first_hour = timestamp '-infinity'");
  await writer.run('create temp table incoming_encounter_hour as from encounter_hour limit 0');
  await writer.run('create temp table incoming_withdrawal as from withdrawn_hour limit 0');
  await writer.run(`${LATEST} ${temporary('changed_ward_hour')}`);
  await writer.run(`create temp view counted_hour as
    select encounter_hour.* from encounter_hour semi join changed_ward_hour using (ward_id, hour)
    where encounter_hour.hour >= getvariable('first_hour')`);
  await writer.run(`create temp view summed_hour as ${sql('ward_hour')}`);
}

/** Empties what rows come in. */
export async function clearArrived(writer: Connection): Promise<void> {
  await writer.run('truncate incoming_encounter_hour; truncate incoming_withdrawal');
}

/** Finds what changes with what arrived, before the transaction that writes it; `null` if nothing does. */
export async function findChanges(writer: Connection): Promise<Changes | null> {
  const [extent] = await writer.rows<Changes>(`${FOUND.join('\n')}\n${EXTENT}`);
  return extent!.wards === null ? null : extent!;
}

/**
 * Takes what arrived into what is served, within a transaction: encounter-hours, withdrawals, and the
 * ward-hours they change, whose values before are kept with the stream time until which they were known.
 * @returns whether there may be something to learn of what is usual
 */
export async function applyArrived(writer: Connection): Promise<boolean> {
  await writer.run(`${VERSIONS}\n${SUMS}`);
  return forgetUsual(writer, 'changed_ward_hour');
}

/** Sums the ward-hours of `changed_ward_hour` again, within a transaction: their values before are kept. */
export async function recomputeSums(writer: Connection): Promise<void> {
  await writer.run(SUMS);
}

/**
 * Takes many encounter-hours, each key once, and the withdrawals that arrived into what is served, within a
 * transaction: the hours go straight to their table, and the event loop is free after each chunk.
 * @returns what changes, and whether there may be something to learn of what is usual
 */
export async function applyMany(
  writer: Connection,
  hours: readonly RowChunk[],
): Promise<{ changes: Changes | null; mayLearn: boolean }> {
  await writer.run(LAST_ROW);
  for (const chunk of hours) {
    writer.append('main.encounter_hour', chunk);
    await setImmediate();
  }
  const [extent] = await writer.rows<Changes>(`${APPENDED_VERSIONS}\n${EXTENT}`);
  if (extent!.wards === null) return { changes: null, mayLearn: false };
  await writer.run(SUMS);
  return { changes: extent!, mayLearn: await forgetUsual(writer, 'changed_ward_hour') };
}

/**
 * Fills tables that are empty with a first publication, within a transaction: every key has one encounter-hour in it,
 * so that nothing is looked for, the hours go straight to their table, and the ward-hours are summed once. Whenever
 * 122 880 of them are together, the event loop waits until DuckDB has written them.
 */
export async function applyFirst(
  writer: Connection,
  hours: AsyncIterable<RowChunk>,
  withdrawn: readonly RowChunk[],
): Promise<{ rows: number; changes: Changes | null }> {
  let rows = 0;
  for await (const chunk of hours) {
    writer.append('main.encounter_hour', chunk);
    rows += chunk.numRows;
  }
  writer.append('temp.main.incoming_withdrawal', ...withdrawn);
  await writer.run(`${FOUND.join('\n')}\n${VERSIONS}`);
  const [extent] = await writer.rows<Changes>(`
    set variable first_hour = timestamp '-infinity';
    create or replace temp table changed_ward_hour as
      select ward_id, hour, max(computed_at) as known_at
      from (
        select ward_id, hour, computed_at from encounter_hour
        union all select ward_id, hour, computed_at from withdrawn_hour
      )
      group by all;
    ${SUMS}
    ${EXTENT}`);
  return { rows, changes: extent!.wards === null ? null : extent! };
}

/** Notes the stream time of a publication, within its transaction, if it is the first of its hour. */
export async function noteReached(
  writer: Connection,
  partition: number,
  streamTime: number,
): Promise<void> {
  await writer.run(
    `insert into reached
      select $partition, make_timestamp($streamTime::bigint)
      where date_trunc('hour', make_timestamp($streamTime::bigint)) > (
        select coalesce(max(stream_time), '-infinity') from reached where "partition" = $partition
      )`,
    { partition, streamTime },
  );
}
