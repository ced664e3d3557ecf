import type { Connection } from '../warehouse/connection.ts';
import { runScoring } from './stages.ts';

/** Encounters recomputed at a time: bounds memory, whatever the size of the rebuild. */
const SLICE_ENCOUNTERS = 2500;

/** Lays out what `rescore` reads: once for a connection, after tables and settings. */
export async function layOutScoring(connection: Connection, modelId: string): Promise<void> {
  await connection.run(`set variable model_id = '${modelId}'`);
  await connection.run('set variable slice = 0');
  await runScoring(connection, true);
  await connection.run(`set variable slice = ${SLICE_ENCOUNTERS}`);
}

/**
 * Recomputes the encounter-hours that stored facts and stream time touch, from the first hour each
 * encounter is touched; a full rebuild is the same run with everything touched. Runs within the
 * caller's transaction.
 */
export async function rescore(connection: Connection): Promise<void> {
  await touchOpenEncounters(connection);
  while (await isAnythingTouched(connection)) {
    await runScoring(connection);
    await replaceHours(connection);
    await connection.run(
      'delete from touched using scope where touched.encounter_id = scope.encounter_id',
    );
  }
  await connection.run('update stream set scored_time = stream_time');
}

/** Where stream time moved, the current hour of every encounter on a ward is another. */
async function touchOpenEncounters(connection: Connection): Promise<void> {
  await connection.run(`
    insert into touched
      select encounter_id, partition, date_trunc('hour', scored_time)
      from encounter join stream using (partition)
      where stream_time > scored_time
        and (ends_at is null or ends_at >= date_trunc('hour', scored_time))`);
}

async function isAnythingTouched(connection: Connection): Promise<boolean> {
  return (await connection.rows('select 1 from touched limit 1')).length > 0;
}

async function replaceHours(connection: Connection): Promise<void> {
  await connection.run(`
    delete from encounter_hour using scope
    where encounter_hour.encounter_id = scope.encounter_id
      and encounter_hour.hour >= scope.from_hour
      and encounter_hour.hour >= (select min(from_hour) from scope)`);
  await connection.run('insert into encounter_hour by name from rescored_hour');
  await connection.run(
    'delete from encounter using scope where encounter.encounter_id = scope.encounter_id',
  );
  await connection.run(`
    insert into encounter
      select encounter_id, partition,
        case when bool_or(end_at is null) then null else max(end_at) end
      from stay join scope using (who)
      group by all`);
}
