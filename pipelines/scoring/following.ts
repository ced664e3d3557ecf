import type { Connection, Statements } from '../warehouse/connection.ts';

const BEGIN_FIRST = `
  insert into following
    select "partition", stream_time from stream
    where not exists (from following) and scored_time is null`;

const BEGIN = `
  insert into following
    select "partition", stream_time from stream
    where not exists (from following) and (scored_time is null or stream_time > scored_time)`;

const END_SCORED = `
  update stream set scored_time = until from following
    where following.partition = stream.partition and scored_time is not null`;

const END = `
  update stream set scored_time = until from following
    where following.partition = stream.partition`;

const DO_ALL_FOLLOW = `
  select not exists (
    from stream left join following using (partition)
    where scored_time is null or scored_time < coalesce(until, stream_time)
  ) as follows`;

const FORGET = 'truncate following';

/** The statements of a slice that concern who follows stream time. */
export const FOLLOWING = [BEGIN_FIRST, BEGIN, END_SCORED, END, DO_ALL_FOLLOW, FORGET];

/** Creates the table of the stream time that everyone begins to follow, by partition. */
export async function createFollowing(connection: Connection): Promise<void> {
  await connection.run(
    'create temp table following as select "partition", stream_time as until from stream limit 0',
  );
}

/**
 * From here on everyone follows stream time as it is now, or only if they never did; what is under way
 * goes on as it began.
 */
export async function beginFollowing(statements: Statements, everywhere: boolean): Promise<void> {
  await statements.run(everywhere ? BEGIN : BEGIN_FIRST);
}

/**
 * Notes the stream time that everyone follows, once all do. The first time everything is scored by then;
 * later time goes on beside a load of history.
 * @param isAll whether nothing is left to be scored
 * @returns whether everyone follows stream time
 */
export async function endFollowing(statements: Statements, isAll: boolean): Promise<boolean> {
  await statements.run(isAll ? END : END_SCORED);
  const [row] = await statements.rows<{ follows: boolean }>(DO_ALL_FOLLOW);
  if (row!.follows) await forgetFollowing(statements);
  return row!.follows;
}

/** Who followed stream time to where it was begins again. */
export async function forgetFollowing(statements: Statements): Promise<void> {
  await statements.run(FORGET);
}
