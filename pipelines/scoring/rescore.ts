import type { Connection } from '../warehouse/connection.ts';
import { runStage, SCORING_STAGES } from './stages.ts';

/**
 * Recomputes the encounter-hours that stored facts and stream time touch, from the first hour each
 * encounter is touched; a full rebuild is the same run with everything touched. Runs within the
 * caller's transaction.
 */
export async function rescore(connection: Connection, modelId: string): Promise<void> {
  for (const stage of SCORING_STAGES) await runStage(connection, stage);
  await connection.run(`
    delete from encounter_hour using scope
    where encounter_hour.encounter_id = scope.encounter_id
      and encounter_hour.hour >= scope.from_hour
      and encounter_hour.hour >= (select min(from_hour) from scope)`);
  await connection.run(
    `insert into encounter_hour by name
      select rescored_hour.*, $modelId as model, scope.partition, stream.next_offset as "offset",
        scope.stream_time as computed_at
      from rescored_hour
      join scope using (encounter_id)
      join stream on stream.partition = scope.partition
      order by hour, ward_id, encounter_id`,
    { modelId },
  );
  await connection.run(`
    delete from encounter using scope where encounter.encounter_id = scope.encounter_id`);
  await connection.run(`
    insert into encounter
      select encounter_id, scope.partition,
        case when bool_or(end_at is null) then null else max(end_at) end
      from stay join scope using (encounter_id)
      group by all`);
  await connection.run('truncate touched');
  await connection.run('update stream set scored_time = stream_time');
}
