import type { Connection } from '../warehouse/connection.ts';
import { runScoring, runStage } from './stages.ts';

/** Encounters recomputed at a time: bounds memory, whatever the size of the rebuild. */
const SLICE_ENCOUNTERS = 1500;

/** What a run of `rescore` did. */
export interface Rescored {
  /** Encounter-hours written anew. */
  readonly hours: number;
  /** Whether everyone follows stream time now. */
  readonly followsTime: boolean;
}

/** Lays out what `rescore` reads: once for a connection, after tables and settings. */
export async function layOutScoring(connection: Connection, modelId: string): Promise<void> {
  await connection.run(`set variable model_id = '${modelId}'`);
  await connection.run('set variable slice = 0');
  await connection.run('set variable follow_time = true');
  await runStage(connection, 'pending');
  await runScoring(connection, true);
  await connection.run(`set variable slice = ${SLICE_ENCOUNTERS}`);
}

/**
 * Recomputes the encounter-hours that stored facts and stream time touch, from the first hour each
 * encounter is touched; a full rebuild is the same run with everything touched. Without `followTime`
 * only encounters with news are recomputed, to stream time, and the others wait for a run that follows
 * it, as the run does where nobody has news. What was touched is forgotten in the transaction that
 * brings its rows, so a run that is cut off is taken up by the next.
 *
 * The stages run outside that transaction: DuckDB plans as if tables made within it were empty.
 */
export async function rescore(connection: Connection, followTime = true): Promise<Rescored> {
  await layOutPending(connection, followTime);
  // nobody has news: there is nothing for the others to wait for
  const follows = followTime || !(await isAnythingPending(connection));
  if (follows && !followTime) await layOutPending(connection, true);
  let hours = 0;
  while (await isAnythingPending(connection)) {
    await runScoring(connection);
    hours += await connection.transaction(() => replaceHours(connection));
  }
  if (follows) await connection.run('update stream set scored_time = stream_time');
  return { hours, followsTime: follows };
}

async function layOutPending(connection: Connection, followTime: boolean): Promise<void> {
  await connection.run(`set variable follow_time = ${followTime}`);
  await runStage(connection, 'pending');
}

async function isAnythingPending(connection: Connection): Promise<boolean> {
  return (await connection.rows('select 1 from pending limit 1')).length > 0;
}

/**
 * Puts the rows of the scope in place under a revision of their own, and notes the keys withdrawn. Gives
 * the number of rows.
 */
async function replaceHours(connection: Connection): Promise<number> {
  const inScope = `encounter_hour.encounter_id = scope.encounter_id
      and encounter_hour.hour >= scope.from_hour
      and encounter_hour.hour >= (select min(from_hour) from scope)`;
  await connection.run('update outbox set revision = revision + 1');
  await connection.run(`
    create or replace temp table replaced as
      select encounter_hour.encounter_id, ward_id, hour, scope.partition, stream.next_offset as "offset",
        scope.stream_time as computed_at
      from encounter_hour join scope on ${inScope}
      join stream on stream.partition = scope.partition`);
  await connection.run(`delete from encounter_hour using scope where ${inScope}`);
  const [written] = await connection.rows<{ Count: number }>(`
    insert into encounter_hour by name
      select *, (select revision from outbox) as revision from rescored_hour`);
  await connection.run(`
    insert into withdrawn_hour
      select *, (select revision from outbox) from replaced
      anti join (
        from encounter_hour where revision = (select revision from outbox)
      ) using (encounter_id, ward_id, hour)`);
  await connection.run(
    'delete from encounter using scope where encounter.encounter_id = scope.encounter_id',
  );
  await connection.run(`
    insert into encounter
      select encounter_id, partition,
        case when bool_or(end_at is null) then null else max(end_at) end
      from stay join scope using (who)
      group by all`);
  for (const done of ['touched', 'pending']) {
    await connection.run(
      `delete from ${done} using scope where ${done}.encounter_id = scope.encounter_id`,
    );
  }
  return written!.Count;
}
