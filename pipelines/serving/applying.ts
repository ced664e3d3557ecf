import { readSql } from '../warehouse/sql-file.ts';
import type { Connection } from '../warehouse/warehouse.ts';
import { forgetUsual } from './usual.ts';

const sql = (name: string) => readSql(new URL(`sql/${name}.sql`, import.meta.url));

/** From what arrived to what changes, in order. */
const ARRIVING = ['latest_encounter_hour', 'changed_ward_hour'].map((name) => [name, sql(name)]);
const RENEWED = `create or replace temp table recomputed_ward_hour as ${sql('recomputed_ward_hour')}`;
const SUPERSEDED = `insert into superseded_ward_hour by name ${sql('superseded')}`;

/** Creates what `applyArrived` reads and fills: rows come in `incoming_encounter_hour` and `incoming_withdrawal`. */
export async function createApplyingTables(writer: Connection): Promise<void> {
  await writer.run('create temp table incoming_encounter_hour as from encounter_hour limit 0');
  await writer.run('create temp table incoming_withdrawal as from withdrawn_hour limit 0');
  for (const [name, select] of ARRIVING) {
    await writer.run(`create temp table ${name} as ${select}`);
  }
  await writer.run(`create temp view counted_hour as
    select encounter_hour.* from encounter_hour semi join changed_ward_hour using (ward_id, hour)
    where encounter_hour.hour >= (select min(hour) from changed_ward_hour)`);
  await writer.run(`create temp view summed_hour as ${sql('ward_hour')}`);
}

/** Finds what changes with what arrived, before the transaction that writes it. */
export async function findChanges(writer: Connection): Promise<void> {
  for (const [name, select] of ARRIVING) {
    await writer.run(`create or replace temp table ${name} as ${select}`);
  }
}

/**
 * Takes what arrived into what is served, within a transaction: encounter-hours, withdrawals, and the
 * ward-hours they change, whose values before are kept with the stream time until which they were known.
 */
export async function applyArrived(writer: Connection): Promise<void> {
  await writer.run(
    'delete from encounter_hour where rowid in (select hour_row from latest_encounter_hour)',
  );
  await writer.run(`insert into encounter_hour by name
      from incoming_encounter_hour where rowid in (select arrived_row from latest_encounter_hour)`);
  await writer.run(
    `delete from withdrawn_hour using latest_encounter_hour
        where withdrawn_hour.encounter_id = latest_encounter_hour.encounter_id
          and withdrawn_hour.ward_id = latest_encounter_hour.ward_id and withdrawn_hour.hour = latest_encounter_hour.hour`,
  );
  await writer.run(`insert into withdrawn_hour by name
      select distinct incoming_withdrawal.* from incoming_withdrawal
      semi join (from latest_encounter_hour where arrived_row is null) withdrawn
        on incoming_withdrawal.encounter_id = withdrawn.encounter_id and incoming_withdrawal.ward_id = withdrawn.ward_id
          and incoming_withdrawal.hour = withdrawn.hour and incoming_withdrawal."offset" = withdrawn."offset"
          and coalesce(incoming_withdrawal.revision, -1) = withdrawn.revision`);
  await recomputeSums(writer);
  await forgetUsual(writer, 'changed_ward_hour');
}

/** Sums the ward-hours of `changed_ward_hour` again, within a transaction: their values before are kept. */
export async function recomputeSums(writer: Connection): Promise<void> {
  await writer.run(RENEWED);
  await writer.run(SUPERSEDED);
  await writer.run(
    'delete from ward_hour using changed_ward_hour where ward_hour.ward_id = changed_ward_hour.ward_id and ward_hour.hour = changed_ward_hour.hour',
  );
  await writer.run('insert into ward_hour by name from recomputed_ward_hour');
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
