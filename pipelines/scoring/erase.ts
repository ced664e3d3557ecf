import type { WardEvent } from '../../schemas/ward-event.ts';
import { mentions, partPattern, wordPattern } from '../events/mention.ts';
import { toArrow } from '../events/to-arrow.ts';
import { type Connection, Warehouse } from '../warehouse/warehouse.ts';
import { forgetFacts } from './facts.ts';
import { runStage } from './stages.ts';
import { storedBatch } from './stored-batch.ts';
import { createTables } from './tables.ts';
import { VERSION_RANK } from './version-rank.ts';

/**
 * An event with a version that belongs to an encounter or names it. `whole`: the version that counts does, so
 * that all versions go; otherwise only the versions that do.
 */
export interface ErasedEvent {
  readonly source: string;
  readonly id: string;
  readonly whole: boolean;
}

/** Rejected records that are looked at at a time, and few if they are large: bytes that end a chunk. */
const CHUNK = 1_000;
const CHUNK_BYTES = 8 * 1024 * 1024;

const VERSIONS = `(
  select *, true as counts from event union all by name select *, false as counts from superseded_event
)`;
const NAMED = `(coalesce(encounter_id = $encounterId, false)
  or type = 'judgement' and text is not null and regexp_matches(text, $word))`;

/** Whether an event is of an encounter, or names it in free text. */
export function isNamedBy(event: WardEvent, encounterId: string): boolean {
  if ('encounterId' in event) return event.encounterId === encounterId;
  if (event.type !== 'judgement' || event.note === undefined) return false;
  return new RegExp(wordPattern(encounterId), 'u').test(event.note);
}

/** Finds the events of an encounter among all versions of the events that ever were of it. */
export async function erasedEvents(
  versions: readonly WardEvent[],
  encounterId: string,
): Promise<ErasedEvent[]> {
  if (versions.length === 0) return [];
  const warehouse = await Warehouse.open(':memory:', { threads: 1 });
  try {
    const connection = await warehouse.connect();
    await createTables(connection);
    await connection.run(VERSION_RANK);
    connection.append('event', storedBatch(toArrow(versions), 1));
    await connection.run(`
      create temp table version_candidate as select rowid as event_row, identity from event;
      create temp table repeated_identity as select distinct identity from event`);
    await runStage(connection, 'ranked_version');
    await connection.run(`
      create or replace temp table version as
        select * exclude (ordinal), ordinal = 1 as counts from ranked_version`);
    return await connection.rows<ErasedEvent>(erasedAmong('version'), sought(encounterId));
  } finally {
    await warehouse.close();
  }
}

function erasedAmong(versions: string): string {
  return `select source, id, bool_or(counts and ${NAMED}) or regexp_matches(id, $part) as whole
    from ${versions} group by source, id having bool_or(${NAMED})`;
}

function sought(encounterId: string) {
  const [word, part] = [wordPattern(encounterId), partPattern(encounterId)];
  return { encounterId, word, part };
}

/**
 * Deletes an encounter from a scorer's file, within the caller's transaction: its events, its hours and what
 * else has its id, and rejected records that name it. Other encounters that had one of the events are noted to
 * be scored again.
 * @param events those of the log; `null` if the file itself says which
 */
export async function eraseFromScorer(
  connection: Connection,
  encounterId: string,
  events: readonly ErasedEvent[] | null,
): Promise<void> {
  const parameters = sought(encounterId);
  await connection.run(
    'create or replace temp table erased (source varchar, id varchar, whole boolean)',
  );
  if (events === null) {
    await connection.run(`insert into erased ${erasedAmong(VERSIONS)}`, parameters);
  } else {
    await connection.run(
      `insert into erased
        select unnest(from_json($events, '[{"source":"varchar","id":"varchar","whole":"boolean"}]'),
          recursive := true)`,
      // thousands of apostrophes in a long parameter take DuckDB seconds
      { events: JSON.stringify(events).replaceAll("'", '\\u0027') },
    );
  }
  const { encounterId: _, word } = parameters;
  await connection.run(
    `create or replace temp table left_behind as
      select encounter_id, min(occurred_at) as from_time
      from event join erased using (source, id)
      where whole and encounter_id is not null and encounter_id <> $encounterId
      group by encounter_id`,
    { encounterId },
  );
  await connection.run(
    'delete from fact where encounter_key in (select encounter_key from known_encounter where encounter_id = $encounterId)',
    { encounterId },
  );
  // what is left of the others is found out at the next start
  if ((await connection.rows('select 1 from left_behind limit 1')).length > 0) {
    await forgetFacts(connection);
  }
  for (const table of ['event', 'superseded_event', 'lasting_event']) {
    await connection.run(
      `delete from ${table} where rowid in (
        select ${table}.rowid from ${table} join erased using (source, id) where whole or ${NAMED}
      )`,
      { encounterId, word },
    );
  }
  await connection.run(
    'delete from unplaced_event using erased where unplaced_event.source = erased.source and unplaced_event.id = erased.id and whole',
  );
  await deleteByEncounter(connection, encounterId);
  await touchLeftBehind(connection);
  await eraseRejected(connection, encounterId);
}

/** Deletes the rows of an encounter from every table that has its id. */
export async function deleteByEncounter(
  connection: Connection,
  encounterId: string,
): Promise<void> {
  const tables = await connection.rows<{ name: string }>(
    `select duckdb_tables.table_name as name
      from duckdb_tables() join duckdb_columns() using (table_oid, database_name)
      where column_name = 'encounter_id' and database_name = current_database()
      order by name`,
  );
  for (const { name } of tables) {
    await connection.run(`delete from ${name} where encounter_id = $encounterId`, { encounterId });
  }
}

async function touchLeftBehind(connection: Connection): Promise<void> {
  await connection.run(`
    insert into touched
      select
        encounter_id,
        coalesce(
          (select any_value("partition") from encounter
            where encounter.encounter_id = left_behind.encounter_id),
          (select min("partition") from stream)
        ),
        from_time
      from left_behind`);
  await connection.run(
    'delete from sign_of_life where encounter_id in (select encounter_id from left_behind)',
  );
  await connection.run(`
    insert into sign_of_life
      select encounter_id, max(occurred_at) from event semi join left_behind using (encounter_id)
      where status <> 'entered-in-error'
      group by encounter_id`);
}

async function eraseRejected(connection: Connection, encounterId: string): Promise<void> {
  for (let after = -1; ; ) {
    const records = await connection.rows<{ row: number; raw: Uint8Array | null }>(
      `select row, raw from (
          select rowid as row, raw, coalesce(octet_length(raw), 0) as bytes from rejected
          where rowid > $after order by rowid limit ${CHUNK}
        ) qualify sum(bytes) over (order by row) - bytes < ${CHUNK_BYTES} order by row`,
      { after },
    );
    if (records.length === 0) return;
    after = records.at(-1)!.row;
    const rows = records
      .filter(({ raw }) => raw !== null && mentions(raw, encounterId))
      .map(({ row }) => row);
    await connection.run(
      `delete from rejected where rowid in (select unnest(from_json($rows, '["bigint"]')))`,
      { rows: JSON.stringify(rows) },
    );
  }
}
