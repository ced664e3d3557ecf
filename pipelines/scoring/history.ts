import type { Connection } from '../warehouse/connection.ts';
import { deleteMeta, writeMeta } from './meta.ts';

const RESCORING = 'rescoring';

/** Marks everything to be scored again by the next run. */
export async function touchAll(connection: Connection): Promise<void> {
  await connection.run(`
    insert into touched
      select
        encounter_id, coalesce(min(partition), (select min(partition) from stream)),
        timestamp '-infinity'
      from (
        select encounter_id, partition from touched
        union all select encounter_id, partition from encounter
        -- those that have no stay by the rules of before
        union all select encounter_id, null from event where horizon > 0
      )
      group by encounter_id`);
}

/** Notes that the history is to be scored again: a run that is cut off is known for what it is. */
export async function noteRescoring(connection: Connection): Promise<void> {
  await writeMeta(connection, RESCORING, 'yes');
}

/** Notes that all of it is scored again. */
export async function endRescoring(connection: Connection): Promise<void> {
  await deleteMeta(connection, RESCORING);
}

/** Encounters of a history that are still to be scored again; 0 if there are none. */
export async function countToRescore(connection: Connection): Promise<number> {
  const [row] = await connection.rows<{ n: number }>(
    `select count(distinct encounter_id) as n from touched
      where exists (from meta where name = '${RESCORING}')`,
  );
  return row!.n;
}
