import type { ErasureSubject, JudgementIdentity } from '../events/erasure-subject.ts';
import { wordPattern } from '../events/mention.ts';
import { deleteByEncounter } from '../scoring/erase.ts';
import type { Connection } from '../warehouse/connection.ts';
import { createApplyingTables, recomputeSums } from './applying.ts';
import { forgetUsualDays } from './usual.ts';

/**
 * Deletes a subject from a serving file, within the caller's transaction: a judgement as it is and as it was known
 * earlier; an encounter, and sums the ward-hours it had a part in again. What those had said until now stays, as
 * published.
 * @param forgetPublished whether what was published of those ward-hours goes too
 * @returns how many ward-hours it had a part in
 */
export async function eraseFromServing(
  connection: Connection,
  subject: ErasureSubject,
  forgetPublished: boolean,
): Promise<number> {
  if ('encounterId' in subject) {
    return deleteEncounter(connection, subject.encounterId, forgetPublished);
  }
  await deleteJudgement(connection, subject.judgement);
  return 0;
}

/** Deletes the versions that are judgements, and every version where the one that counts is. */
async function deleteJudgement(
  connection: Connection,
  { source, id }: JudgementIdentity,
): Promise<void> {
  const isIt = 'source = $source and id = $id';
  await connection.run(
    `delete from superseded_staffing where ${isIt} and (
      type = 'judgement' or exists (select 1 from staffing where ${isIt} and type = 'judgement')
    )`,
    { source, id },
  );
  await connection.run(`delete from staffing where ${isIt} and type = 'judgement'`, { source, id });
}

async function deleteEncounter(
  connection: Connection,
  encounterId: string,
  forgetPublished: boolean,
): Promise<number> {
  await createApplyingTables(connection);
  await connection.run(
    `create or replace temp table changed_ward_hour as
      select ward_id, hour, (select max(stream_time) from applied) as known_at
      from encounter_hour where encounter_id = $encounterId group by all`,
    { encounterId },
  );
  await deleteByEncounter(connection, encounterId);
  await recomputeSums(connection);
  if (forgetPublished) {
    await connection.run(
      'delete from superseded_ward_hour using changed_ward_hour where superseded_ward_hour.ward_id = changed_ward_hour.ward_id and superseded_ward_hour.hour = changed_ward_hour.hour',
    );
  }
  // what wards are used to is learnt again at the next open; a local day begins at most a day before that of UTC
  await forgetUsualDays(
    connection,
    `(select ward_id, min(hour)::date - 1 as day from changed_ward_hour group by ward_id) changed
      on usual_load.ward_id = changed.ward_id and usual_load.day >= changed.day`,
  );
  const word = wordPattern(encounterId);
  const named = (table: string) =>
    `select source, id from ${table} where note is not null and regexp_matches(note, $word)`;
  await connection.run(
    `delete from superseded_staffing where (source, id) in (${named('staffing')})
      or note is not null and regexp_matches(note, $word)`,
    { word },
  );
  await connection.run(`delete from staffing where (source, id) in (${named('staffing')})`, {
    word,
  });
  const [count] = await connection.rows<{ n: number }>(
    'select count(*) as n from changed_ward_hour',
  );
  return count!.n;
}
