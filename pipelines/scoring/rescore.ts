import type { Connection } from '../warehouse/connection.ts';
import { createUnplacedViews, rescoredHourSql, runSliceStages, runStage } from './stages.ts';

/** How much is recomputed at a time: bounds memory and time, whatever the size of a rebuild. */
export interface SliceLimits {
  readonly encounters: number;
  /** Encounter-hours; a stay that is longer is cut by time. */
  readonly hours: number;
}

/** Between slices anything may be stored: what comes meanwhile waits for one at most. */
export const SLICE: SliceLimits = { encounters: 6_000, hours: 100_000 };

/** Where nothing waits. DuckDB writes groups of 122 880 rows straight to the file, and what is less twice. */
export const LARGE_SLICE: SliceLimits = { encounters: 7_500, hours: 125_000 };

/** What a slice did. */
export interface Slice {
  /** Encounter-hours written again. */
  readonly hours: number;
  /** Encounters that are still to be recomputed. */
  readonly pending: number;
  /** Whether everyone follows stream time now, as it was when following began. */
  readonly followsTime: boolean;
}

/** What a run of `rescore` did. */
export interface Rescored {
  /** Encounter-hours written again. */
  readonly hours: number;
  /** Whether everyone follows stream time now. */
  readonly followsTime: boolean;
}

/** Creates what `rescoreSlice` reads: once for a connection, after tables and settings. */
export async function createScoringViews(connection: Connection, modelId: string): Promise<void> {
  await connection.run(`set variable model_id = '${modelId}'`);
  await limitSlice(connection, { encounters: 0, hours: 0 });
  await connection.run(
    'create or replace temp table following as select "partition", stream_time as until from stream limit 0',
  );
  await runStage(connection, 'rescore_queue');
  await runSliceStages(connection);
  await createUnplacedViews(connection);
}

async function limitSlice(
  connection: Connection,
  { encounters, hours }: SliceLimits,
): Promise<void> {
  await connection.run(
    `set variable slice_encounters = ${encounters}; set variable slice_hours = ${hours}`,
  );
}

/** Recomputes all that is pending, slice by slice, as `next` does one. */
export async function rescore(
  next: (followTime: boolean) => Promise<Slice>,
  followTime = true,
): Promise<Rescored> {
  let hours = 0;
  let followsTime = false;
  for (let more = true; more; ) {
    const slice = await next(followTime && !followsTime);
    hours += slice.hours;
    followsTime ||= slice.followsTime;
    more = slice.pending > 0;
  }
  return { hours, followsTime };
}

/**
 * Recomputes the encounter-hours that stored facts and stream time touch, from the first hour each
 * encounter is touched, as many as a slice has; a full rebuild is the same with everything touched.
 * Between slices anything may be stored: each begins with what is pending then, the latest change first.
 * What was touched is forgotten in the transaction that brings its rows, so a run that is cut off is taken
 * up by the next.
 *
 * With `followTime` everyone begins to follow stream time as it is now, and does so in this slice and the
 * next ones until all do. Without it only encounters with news are recomputed, to stream time, and the
 * others wait for a slice that follows it, as it does if nobody has new events.
 *
 * What a slice is of is found outside the transaction: DuckDB plans as if tables made within it were empty.
 */
export async function rescoreSlice(
  connection: Connection,
  limits: SliceLimits,
  followTime = true,
): Promise<Slice> {
  await limitSlice(connection, limits);
  await beginFollowing(connection, followTime);
  await runStage(connection, 'rescore_queue');
  let { pending } = await countPending(connection);
  if (pending === 0) {
    // nobody has news: there is nothing for the others to wait for
    await beginFollowing(connection, true);
    await runStage(connection, 'rescore_queue');
    pending = (await countPending(connection)).pending;
  }
  let hours = 0;
  if (pending > 0) {
    await runSliceStages(connection);
    hours = await connection.transaction(() => replaceHours(connection));
  }
  const left = await countPending(connection);
  return { hours, pending: left.pending, followsTime: await endFollowing(connection, left) };
}

/** What is not recomputed yet: encounters, and those of them that follow stream time. */
interface Pending {
  readonly pending: number;
  readonly following: number;
}

async function countPending(connection: Connection): Promise<Pending> {
  const [row] = await connection.rows<Pending>(
    'select count(*) as pending, count(*) filter (follows) as following from rescore_queue',
  );
  return row!;
}

/**
 * From here on everyone follows stream time as it is now, or only if they never did; what is under way
 * goes on as it began.
 */
async function beginFollowing(connection: Connection, everywhere: boolean): Promise<void> {
  await connection.run(
    `insert into following
      select "partition", stream_time from stream
      where not exists (from following)
        and if(scored_time is null, true, $everywhere and stream_time > scored_time)`,
    { everywhere },
  );
}

/**
 * Notes the stream time that everyone follows once all do. The first time everything is scored by then;
 * later time goes on beside a load of history.
 */
async function endFollowing(
  connection: Connection,
  { pending, following }: Pending,
): Promise<boolean> {
  if (following > 0) return false;
  await connection.run(
    `update stream set scored_time = until from following
      where following.partition = stream.partition and (scored_time is not null or $isAll)`,
    { isAll: pending === 0 },
  );
  const [row] = await connection.rows<{ follows: boolean }>(
    `select not exists (
      from stream left join following using (partition)
      where scored_time is null or scored_time < coalesce(until, stream_time)
    ) as follows`,
  );
  if (row!.follows) await connection.run('truncate following');
  return row!.follows;
}

/**
 * Puts the rows of the slice in place under a revision of their own, and notes the keys withdrawn. Gives
 * the number of rows.
 */
async function replaceHours(connection: Connection): Promise<number> {
  const inSlice = `encounter_hour.encounter_id = rescore_slice.encounter_id
      and encounter_hour.hour >= rescore_slice.from_hour
      and encounter_hour.hour < rescore_slice.until_hour
      and encounter_hour.hour >= (select min(from_hour) from rescore_slice)`;
  await connection.run('update outbox set revision = revision + 1');
  await connection.run(`
    create or replace temp table replaced as
      select
        encounter_hour.rowid as hour_row, encounter_hour.encounter_id, ward_id, hour,
        rescore_slice.partition, stream.next_offset as "offset", rescore_slice.stream_time as computed_at
      from encounter_hour join rescore_slice on ${inSlice}
      join stream on stream.partition = rescore_slice.partition`);
  await connection.run('delete from encounter_hour where rowid in (select hour_row from replaced)');
  const [written] = await connection.rows<{ Count: number }>(`
    insert into encounter_hour by name
      select *, (select revision from outbox) as revision from (${rescoredHourSql()})`);
  await connection.run(`
    insert into withdrawn_hour
      select * exclude (hour_row), (select revision from outbox) from replaced
      anti join (
        from encounter_hour where revision = (select revision from outbox)
      ) using (encounter_id, ward_id, hour)`);
  await connection.run(
    'delete from encounter using rescore_slice where encounter.encounter_id = rescore_slice.encounter_id',
  );
  await connection.run(`
    insert into encounter by name
      select
        encounter_id, partition,
        case when bool_or(end_at is null) then null else max(end_at) end as ends_at,
        rescore_slice.stream_time as scored_time,
        any_value(ward_id) filter (end_at is null) as ward_id,
        max(end_at) filter (end_at <= rescore_slice.stream_time) as left_at
      from stay join rescore_slice using (encounter_key)
      group by all`);
  await connection.run(
    `delete from unplaced_event using rescore_slice
      where unplaced_event.encounter_id = rescore_slice.encounter_id
        and (is_move or (occurred_at >= rescore_slice.from_hour and occurred_at < rescore_slice.until_hour))`,
  );
  await connection.run('insert into unplaced_event by name from unplaced');
  for (const done of ['touched', 'rescore_queue']) {
    await connection.run(
      `delete from ${done} using rescore_slice where ${done}.encounter_id = rescore_slice.encounter_id`,
    );
  }
  // what is cut off goes on where it was cut
  const rest = "from rescore_slice where until_hour < 'infinity'";
  await connection.run(`insert into touched select encounter_id, partition, until_hour ${rest}`);
  await connection.run(
    `insert into rescore_queue select encounter_id, partition, until_hour, false ${rest}`,
  );
  return written!.Count;
}
