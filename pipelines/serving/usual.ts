import type { Connection } from '../warehouse/connection.ts';
import { readSql } from '../warehouse/sql-file.ts';

const sql = (name: string) => readSql(new URL(`sql/${name}.sql`, import.meta.url));

/** What is usual on a ward, by local day: a day is in both or in neither. */
const LEARNED = ['usual_need', 'usual_load'];
/** What it is learned from, in order: some days that it is not known for, and the hours before. */
const LEARNED_FROM = ['missing_usual', 'complete_hour'];

/** The SQL that what is usual is learned by. */
export const USUAL_SQL = [...LEARNED_FROM, ...LEARNED, 'staffed_hour'].map(sql);

/** Forgets what is usual where a condition on `ward_id` and `day` holds. */
export async function forgetUsualWhere(writer: Connection, condition: string): Promise<void> {
  for (const table of LEARNED) await writer.run(`delete from ${table} where ${condition}`);
}

/**
 * Forgets what is usual on wards on the days after the first that hours of `relation` (ward, hour) are of, and on that
 * day where the ward has no hour that early any more. Runs within the caller's transaction.
 * @returns whether there may be something to learn: a day was forgotten, or a ward begins in these hours
 */
export async function forgetUsual(writer: Connection, relation: string): Promise<boolean> {
  const joined = `(
      select ward_id, min(hour) as since, local_of(since)::date as day from ${relation} group by ward_id
    ) changed
    left join (select ward_id, min(hour) as first from ward_hour group by ward_id) known
      on known.ward_id = changed.ward_id
    left join usual_load on usual_load.ward_id = changed.ward_id and usual_load.day >= changed.day
      and (usual_load.day > changed.day or not coalesce(local_of(first)::date <= changed.day, false))`;
  const [found] = await writer.rows<{ forgotten: number; begins: boolean | null }>(
    `select count(usual_load.day) as forgotten, bool_or(coalesce(first >= since, true)) as begins from ${joined}`,
  );
  if (found!.forgotten > 0) {
    await forgetUsualWhere(
      writer,
      `(ward_id, day) in (select (changed.ward_id, usual_load.day) from ${joined} where usual_load.day is not null)`,
    );
  }
  return found!.forgotten > 0 || (found!.begins ?? false);
}

/** Forgets what is usual on the wards and days that `usual_load` has of those that it is joined with. */
export async function forgetUsualDays(writer: Connection, joined: string): Promise<void> {
  await writer.run(`create or replace temp table forgotten_day as
    select distinct usual_load.ward_id, usual_load.day from usual_load join ${joined}`);
  const [forgotten] = await writer.rows<{ n: number }>('select count(*) as n from forgotten_day');
  if (forgotten!.n > 0) await forgetUsualWhere(writer, '(ward_id, day) in (from forgotten_day)');
}

/**
 * Learns what is usual on the days for which it is not known, up to the current one, and forgets it on days after,
 * where stream time was lowered.
 */
export async function learnUsual(writer: Connection): Promise<void> {
  const [days] = await writer.rows<{ wanted: number; known: number; ahead: boolean }>(`
    select
      (
        select coalesce(sum(greatest(date_diff('day', local_of(first)::date, today) + 1, 0)), 0)
        from (select min(hour) as first from ward_hour group by ward_id)
      ) as wanted,
      (select count(distinct (ward_id, day)) from usual_load) as known,
      (select coalesce(max(day) > today, max(day) is not null) from usual_load) as ahead
    from (select local_of(hour)::date as today from clock)`);
  if (!days!.ahead && days!.wanted === days!.known) return;
  await writer.transaction(() => learnMissing(writer));
}

/** The same within the caller's transaction, without a look whether there is anything to learn. */
export async function learnMissing(writer: Connection): Promise<void> {
  const today = '(select local_of(hour)::date from clock)';
  // the current day has what days to come have, and those before have not
  await forgetUsualWhere(
    writer,
    `(select max(day) from usual_load) > ${today} and day >= ${today} or ${today} is null`,
  );
  await writer.run(`delete from usual_need where day < ${today} and kind <> day_kind(day)`);
  for (let isMore = true; isMore; ) {
    for (const name of LEARNED_FROM) {
      await writer.run(`create or replace temp table ${name} as ${sql(name)}`);
    }
    for (const name of LEARNED) {
      await writer.run(`insert into ${name} by name ${sql(name)} order by day, ward_id`);
    }
    const [found] = await writer.rows<{ n: number }>('select count(*) as n from missing_usual');
    isMore = found!.n > 0;
  }
}
