import type { WardEvent } from '../../schemas/ward-event.ts';
import type { Connection } from '../warehouse/connection.ts';
import { readSql } from '../warehouse/sql-file.ts';
import { forgetUsual } from './usual.ts';

/** Events of wards and not of patients. */
export type StaffingEvent = Extract<WardEvent, { type: 'staffing' | 'judgement' }>;

export const STAFFING_TYPES: readonly string[] = [
  'staffing',
  'judgement',
] satisfies StaffingEvent['type'][];

export function isStaffing(event: WardEvent): event is StaffingEvent {
  return STAFFING_TYPES.includes(event.type);
}

const sql = (name: string) => readSql(new URL(`sql/${name}.sql`, import.meta.url));

/** What makes a version of an event. */
const VERSION = `source, id, recorded_at, status, type, ward_id, occurred_at, role, basis,
  from_at, to_at, headcount, value, note`;

/** Creates what `putStaffing` reads. */
export async function createStaffingViews(writer: Connection): Promise<void> {
  await writer.run('create temp table ranked_staffing_version as from staffing limit 0');
  await writer.run(`create temp table changed_staffing_hour as ${sql('changed_staffing_hour')}`);
  await writer.run(`create temp view effective_staffing as ${sql('effective_staffing')}`);
  await writer.run(`create temp view supply as ${sql('supply')}`);
}

/**
 * Stores events: of each identity the version that counts (`version_rank`), and
 * the others apart; and what nurses they make in each hour. They are known from the next publication on.
 * @param beside what is written in the same transaction
 * @returns the indexes of events that were known to the letter
 */
export async function putStaffing(
  connection: Connection,
  events: readonly StaffingEvent[],
  beside: () => Promise<void> = async () => undefined,
): Promise<ReadonlySet<number>> {
  await arrive(connection, events);
  return connection.transaction(async () => {
    const known = await connection.rows<{ index: number }>(`
      select index from (
        select index, row_number() over (partition by ${VERSION} order by index) as copy
        from (
          select index, ${VERSION} from arrived_staffing
          union all select -1, ${VERSION} from staffing
          union all select -1, ${VERSION} from superseded_staffing
        )
      )
      where copy > 1`);
    await rank(connection);
    await restaff(connection);
    await beside();
    return new Set(known.map(({ index }) => index));
  });
}

/** Fills `arrived_staffing` with versions as they were sent. */
async function arrive(connection: Connection, events: readonly StaffingEvent[]): Promise<void> {
  const rows = JSON.stringify(
    events.map((event, index) => ({
      index,
      source: event.source,
      id: event.id,
      recorded_at: event.recordedAt,
      status: event.status,
      type: event.type,
      ward_id: event.wardId,
      occurred_at: event.occurredAt,
      ...(event.type === 'staffing'
        ? {
            role: event.role,
            basis: event.basis,
            from_at: event.from,
            to_at: event.to,
            headcount: event.headcount,
          }
        : { value: event.value, note: event.note }),
    })),
  );
  await connection.run(
    `create or replace temp table arrived_staffing as
      select * replace (
        make_timestamp(recorded_at) as recorded_at, make_timestamp(occurred_at) as occurred_at,
        make_timestamp(from_at) as from_at, make_timestamp(to_at) as to_at
      )
      from (select unnest(from_json($rows, '[{"index":"integer","source":"varchar","id":"varchar",
        "recorded_at":"bigint","status":"varchar","type":"varchar","ward_id":"varchar",
        "occurred_at":"bigint","role":"varchar","basis":"varchar","from_at":"bigint",
        "to_at":"bigint","headcount":"double","value":"double","note":"varchar"}]'), recursive := true))`,
    { rows },
  );
}

/** Puts every version of the events that arrived where it belongs: the one that counts, and the others. */
async function rank(connection: Connection): Promise<void> {
  await connection.run(`
    create or replace temp table ranked_staffing_version as
      select
        *,
        row_number() over (
          partition by source, id
          order by staffing_rank(recorded_at, status, occurred_at, type, value, note, ward_id,
            role, basis, from_at, to_at, headcount) desc
        ) as ordinal
      from (
        select ${VERSION}, min(known_at) as known_at from (
          select ${VERSION}, null::timestamp as known_at from arrived_staffing
          union all select ${VERSION}, known_at
            from staffing semi join arrived_staffing using (source, id)
          union all select ${VERSION}, known_at
            from superseded_staffing semi join arrived_staffing using (source, id)
        )
        group by all
      )`);
  for (const [table, rank] of [
    ['staffing', 'ordinal = 1'],
    ['superseded_staffing', 'ordinal > 1'],
  ]) {
    await connection.run(
      `delete from ${table} using ranked_staffing_version as ranked
        where ${table}.source = ranked.source and ${table}.id = ranked.id`,
    );
    await connection.run(
      `insert into ${table} by name select ${VERSION}, known_at from ranked_staffing_version where ${rank}`,
    );
  }
}

/**
 * Ranks all versions there are again, and computes all supply from those that count, as the rules are now.
 * When a version was known stays.
 */
export async function rederiveStaffing(connection: Connection): Promise<void> {
  await connection.run(
    `create or replace temp table arrived_staffing as
      select 0 as index, ${VERSION} from staffing
      union all select 0, ${VERSION} from superseded_staffing`,
  );
  await rank(connection);
  await restaff(connection);
}

/**
 * Deletes the versions of staffing and judgements that a log no longer has, after records of it were given up. The next
 * open of the file ranks the others again, and derives supply and what is usual from them.
 * @param logged every version in the log, in batches
 * @returns how many versions were deleted
 */
export async function keepLoggedStaffing(
  connection: Connection,
  logged: AsyncIterable<readonly StaffingEvent[]>,
): Promise<number> {
  await connection.run('create or replace temp table logged_staffing as from staffing limit 0');
  for await (const events of logged) {
    await arrive(connection, events);
    await connection.run(
      'insert into logged_staffing by name select * exclude (index) from arrived_staffing',
    );
  }
  return connection.transaction(async () => {
    let deleted = 0;
    for (const table of ['staffing', 'superseded_staffing']) {
      // grouped, since fields without a value are equal there
      const rows = await connection.rows(
        `delete from ${table} where rowid in (
          select max(place) from (
            select rowid as place, ${VERSION} from ${table}
            union all select -1, ${VERSION} from logged_staffing
          )
          group by ${VERSION} having min(place) >= 0
        ) returning 1`,
      );
      deleted += rows.length;
    }
    if (deleted > 0) {
      await connection.run('delete from supply_hour');
      await connection.run("delete from served_with where name in ('staffing', 'usual')");
    }
    return deleted;
  });
}

/** The SQL that supply is derived by, beside the order of versions. */
export const STAFFING_SQL = ['effective_staffing', 'supply'].map(sql);

/** Recomputes the supply of the hours that the new staffing may change. */
async function restaff(writer: Connection): Promise<void> {
  await writer.run(
    `create or replace temp table changed_staffing_hour as ${sql('changed_staffing_hour')}`,
  );
  await writer.run(
    'delete from supply_hour using changed_staffing_hour where supply_hour.ward_id = changed_staffing_hour.ward_id and supply_hour.hour = changed_staffing_hour.hour',
  );
  await writer.run(
    'insert into supply_hour by name from supply semi join changed_staffing_hour using (ward_id, hour)',
  );
  await forgetUsual(writer, 'changed_staffing_hour');
}

/** Notes from what stream time on staffing is known that came since the publication before. */
export async function dateStaffing(writer: Connection, streamTime: number): Promise<void> {
  for (const table of ['staffing', 'superseded_staffing']) {
    await writer.run(
      `update ${table} set known_at = make_timestamp($streamTime::bigint) where known_at is null`,
      { streamTime },
    );
  }
}
