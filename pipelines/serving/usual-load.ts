import { readSql } from '../warehouse/sql-file.ts';
import type { Connection } from '../warehouse/warehouse.ts';

const MISSING = readSql(new URL('sql/usual_load.sql', import.meta.url));

/**
 * Forgets what wards are used to from the days on that hours of `relation` (ward, hour) are before; and the
 * day of those hours if the ward has none that early any more.
 */
export async function forgetUsual(writer: Connection, relation: string): Promise<void> {
  await writer.run(`
    delete from usual_load using (
      select
        ward_id, local_of(min(hour))::date as day,
        coalesce(local_of(any_value(first))::date <= day, false) as is_of_ward
      from ${relation}
      left join (select ward_id, min(hour) as first from ward_hour group by ward_id) using (ward_id)
      group by ward_id
    ) changed
    where usual_load.ward_id = changed.ward_id
      and (usual_load.day > changed.day or usual_load.day = changed.day and not is_of_ward)`);
}

/** Computes it for the days that have none, up to the current one. */
export async function learnUsual(writer: Connection): Promise<void> {
  const [days] = await writer.rows<{ wanted: number | null; known: number }>(`
    select
      sum(greatest(date_diff('day', local_of(first)::date, local_of(hour)::date) + 1, 0)) as wanted,
      (select count(*) from usual_load) as known
    from (select min(hour) as first from ward_hour group by ward_id), clock`);
  if ((days?.wanted ?? 0) !== days?.known)
    await writer.run(`insert into usual_load by name ${MISSING}`);
}
