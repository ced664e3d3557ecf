import type { Connection, Statements } from '../warehouse/connection.ts';
import { rescoredHourSql, stageSql } from './stages.ts';

const IN_SLICE = `encounter_hour.encounter_id = rescore_slice.encounter_id
  and encounter_hour.hour >= rescore_slice.from_hour
  and encounter_hour.hour < rescore_slice.until_hour
  and encounter_hour.hour >= (select min(from_hour) from rescore_slice)`;

const REPLACED = `
  select
    encounter_hour.rowid as hour_row, encounter_hour.encounter_id, ward_id, hour,
    rescore_slice.partition, stream.next_offset as "offset", rescore_slice.stream_time as computed_at
  from encounter_hour join rescore_slice on ${IN_SLICE}
  join stream on stream.partition = rescore_slice.partition`;

/** Empties the table of the rows that a slice replaces. */
export const EMPTY_REPLACED = 'truncate replaced';

const FIND_REPLACED = `insert into replaced ${REPLACED}`;
const DELETE_REPLACED = 'delete from encounter_hour where rowid in (select hour_row from replaced)';

const DELETE = [
  'update outbox set revision = revision + 1',
  EMPTY_REPLACED,
  FIND_REPLACED,
  DELETE_REPLACED,
];

/** Writes the rows of a slice. */
export const WRITE_HOURS = `
  insert into encounter_hour by name
    select *, (select revision from outbox) as revision from (${rescoredHourSql()})`;

/** What is cut off goes on where it was cut. */
const REST = "from rescore_slice where until_hour < 'infinity'";

const WITHDRAW = `
  insert into withdrawn_hour
    select * exclude (hour_row), (select revision from outbox) from replaced
    anti join (
      from encounter_hour where revision = (select revision from outbox)
    ) using (encounter_id, ward_id, hour)`;

const ADD_UNPLACED = `insert into unplaced_event by name (${stageSql('unplaced')})`;

const NOTE = [
  WITHDRAW,
  'delete from encounter using rescore_slice where encounter.encounter_id = rescore_slice.encounter_id',
  `insert into encounter by name
    select
      encounter_id, partition,
      case when bool_or(end_at is null) then null else max(end_at) end as ends_at,
      rescore_slice.stream_time as scored_time,
      any_value(ward_id) filter (end_at is null) as ward_id,
      max(end_at) filter (end_at <= rescore_slice.stream_time) as left_at
    from stay join rescore_slice using (encounter_key)
    group by all`,
  `delete from unplaced_event using rescore_slice
    where unplaced_event.encounter_id = rescore_slice.encounter_id
      and (is_move or (occurred_at >= rescore_slice.from_hour and occurred_at < rescore_slice.until_hour))`,
  ADD_UNPLACED,
  'delete from touched using rescore_slice where touched.encounter_id = rescore_slice.encounter_id',
  'delete from rescore_queue using rescore_slice where rescore_queue.encounter_id = rescore_slice.encounter_id',
  `insert into touched select encounter_id, partition, until_hour ${REST}`,
  `insert into rescore_queue select encounter_id, partition, until_hour, false ${REST}`,
];

/** The statements of `replaceHours`, in order. */
export const REPLACING = [...DELETE, WRITE_HOURS, ...NOTE];

/** Those of them that look for few rows in large tables. */
export const SEARCHING = [FIND_REPLACED, DELETE_REPLACED, WITHDRAW, ADD_UNPLACED];

/** Creates the table of the rows that a slice replaces, an empty one. */
export async function createReplaced(connection: Connection): Promise<void> {
  await connection.run(`create temp table replaced as from (${REPLACED}) limit 0`);
}

/**
 * Puts the rows of the slice in place under a revision of their own, and notes the keys withdrawn, within the
 * caller's transaction. Gives the number of rows.
 */
export async function replaceHours(statements: Statements): Promise<number> {
  for (const sql of DELETE) await statements.run(sql);
  const [written] = await statements.rows<{ Count: number }>(WRITE_HOURS);
  for (const sql of NOTE) await statements.run(sql);
  return written!.Count;
}
