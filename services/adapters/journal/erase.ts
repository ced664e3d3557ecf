import type { ErasureSubject } from '../../../pipelines/events/erasure-subject.ts';
import type { Connection } from '../../../pipelines/warehouse/warehouse.ts';
import { componentsOf } from './components.ts';
import { visitGroup } from './group-id.ts';
import { linksFrom } from './groups.ts';

/**
 * Erases an encounter: extracts, events and notes of its visit, of those merged into it, and of records of its patient
 * that name no visit. Bytes that could not be read may name anybody, so all of them go. Runs within a transaction.
 */
export async function eraseFromAdapters(
  connection: Connection,
  subject: ErasureSubject,
): Promise<void> {
  if (!('encounterId' in subject)) return;
  const visit = visitGroup(subject.encounterId);
  const merges = await linksFrom(connection, [visit], ['visit']);
  const visits = componentsOf([visit], merges)[0]!.members;
  const patients = await connection.rows<{ id: string }>(
    `select distinct to_id as id from link
      where kind = 'member' and from_id in (select unnest(from_json($visits, '["varchar"]')))`,
    { visits: JSON.stringify(visits) },
  );
  const groups = JSON.stringify([...visits, ...patients.map(({ id }) => id)]);
  const among = `(select unnest(from_json($groups, '["varchar"]')))`;
  for (const table of ['extract', 'note', 'due', 'closed_group']) {
    await connection.run(`delete from ${table} where group_id in ${among}`, { groups });
  }
  const own = { visits: JSON.stringify(visits) };
  await connection.run(
    `delete from published where 'v.' || (event->>'encounterId') in
      (select unnest(from_json($visits, '["varchar"]')))`,
    own,
  );
  await connection.run(
    `delete from link where from_id in (select unnest(from_json($visits, '["varchar"]')))
      or to_id in (select unnest(from_json($visits, '["varchar"]')))`,
    own,
  );
  await connection.run('delete from refused_piece');
}
