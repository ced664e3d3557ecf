import type { Connection } from '../../../pipelines/warehouse/warehouse.ts';
import { MICROS_PER_DAY, type Micros } from '../../../schemas/instant.ts';
import type { Mapping } from '../mapping/schema.ts';

/**
 * Deletes what was kept long enough: groups whose last event and record are old, groups that never had an event, and bytes
 * that could not be read. Of a group that had events only its name stays: what comes for it later is noted `closed`.
 * Runs within a transaction.
 */
export async function deleteOld(
  connection: Connection,
  { visitDays, uncountedDays, refusedDays }: Mapping['retention'],
  now: Micros,
): Promise<void> {
  const before = (days: number) => now - days * MICROS_PER_DAY;
  await connection.run(
    `create or replace temp table old_group as
      with published_group as (
        select group_id, max((event->>'occurredAt')::timestamptz::timestamp) as last_event,
          bool_or(accepted_at is null and refused is null) as waits
        from published group by group_id),
      extract_group as (
        select group_id, max(received_at) as last_received from extract group by group_id)
      select group_id, last_event is not null as had_events
      from extract_group full join published_group using (group_id)
      where not coalesce(waits, false)
        and greatest(last_event, last_received) < case when last_event is null
          then make_timestamp($uncounted::bigint) else make_timestamp($visits::bigint) end
        and group_id not in (select group_id from due)`,
    { uncounted: before(uncountedDays), visits: before(visitDays) },
  );
  // groups that belong together go together
  await connection.run(
    `delete from old_group where group_id in (
      select unnest([from_id, to_id]) from link
        where kind = 'visit' and (from_id in (from old_group select group_id)) <> (to_id in (from old_group select group_id)))`,
  );
  await connection.run(
    `insert into closed_group select group_id, make_timestamp($now::bigint) from old_group where had_events`,
    { now },
  );
  for (const table of ['extract', 'published', 'note']) {
    await connection.run(`delete from ${table} where group_id in (from old_group select group_id)`);
  }
  await connection.run(
    'delete from link where from_id in (from old_group select group_id) and to_id not in (select group_id from extract)',
  );
  await connection.run('drop table old_group');
  const refused = { before: before(refusedDays) };
  await connection.run(
    `delete from refused_piece where number in (
      select number from refused where received_at < make_timestamp($before::bigint))`,
    refused,
  );
  await connection.run(
    'delete from refused where received_at < make_timestamp($before::bigint)',
    refused,
  );
}
