import type { WardEvent } from '../../schemas/ward-event.ts';
import { type ErasureSubject, mentionsSubject } from '../events/erasure-subject.ts';
import { partPattern, wordPattern } from '../events/mention.ts';
import { toArrow } from '../events/to-arrow.ts';
import { type Connection, Warehouse } from '../warehouse/warehouse.ts';
import { forgetFacts } from './facts.ts';
import { runStage } from './stages.ts';
import { storedBatch } from './stored-batch.ts';
import { createTables } from './tables.ts';
import { VERSION_RANK } from './version-rank.ts';

/**
 * An event with a version that is of the subject of an erasure or names it. `whole`: the version that counts is or
 * does, so that all versions go; otherwise only the versions that are or do.
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

/** Finds the events of a subject among all versions of the events that ever were of it. */
export async function erasedEvents(
  versions: readonly WardEvent[],
  subject: ErasureSubject,
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
    const { events, parameters } = erasedAmong('version', subject);
    return await connection.rows<ErasedEvent>(events, parameters);
  } finally {
    await warehouse.close();
  }
}

/** The condition on a version that it is of the subject or names it. */
function namedBy(subject: ErasureSubject) {
  if ('judgement' in subject) {
    const condition = "(type = 'judgement' and source = $source and id = $id)";
    return { condition, parameters: { ...subject.judgement } };
  }
  const { encounterId } = subject;
  const condition = `(coalesce(encounter_id = $encounterId, false)
    or type = 'judgement' and text is not null and regexp_matches(text, $word))`;
  return { condition, parameters: { encounterId, word: wordPattern(encounterId) } };
}

/** The SELECT of the events with a version that is of the subject or names it. */
function erasedAmong(versions: string, subject: ErasureSubject) {
  const { condition, parameters } = namedBy(subject);
  const part = 'judgement' in subject ? {} : { part: partPattern(subject.encounterId) };
  const isInId = 'judgement' in subject ? '' : ' or regexp_matches(id, $part)';
  return {
    events: `select source, id, bool_or(counts and ${condition})${isInId} as whole
      from ${versions} group by source, id having bool_or(${condition})`,
    parameters: { ...parameters, ...part },
  };
}

/**
 * Deletes a subject from a scorer's file, within the caller's transaction: its events, rejected records that name
 * it, and, of an encounter, its hours and what else has its id. Other encounters that had one of the events are
 * noted to be scored again.
 * @param events those of the log; `null` if the file itself says which
 */
export async function eraseFromScorer(
  connection: Connection,
  subject: ErasureSubject,
  events: readonly ErasedEvent[] | null,
): Promise<void> {
  await connection.run(
    'create or replace temp table erased (source varchar, id varchar, whole boolean)',
  );
  if (events === null) {
    const { events, parameters } = erasedAmong(VERSIONS, subject);
    await connection.run(`insert into erased ${events}`, parameters);
  } else {
    await connection.run(
      `insert into erased
        select unnest(from_json($events, '[{"source":"varchar","id":"varchar","whole":"boolean"}]'),
          recursive := true)`,
      // thousands of apostrophes in a long parameter take DuckDB seconds
      { events: JSON.stringify(events).replaceAll("'", '\\u0027') },
    );
  }
  if ('judgement' in subject) await deleteEvents(connection, subject);
  else await deleteEncounter(connection, subject);
  await eraseRejected(connection, subject);
}

/** Deletes the versions of the events that are erased. */
async function deleteEvents(connection: Connection, subject: ErasureSubject): Promise<void> {
  const { condition, parameters } = namedBy(subject);
  for (const table of ['event', 'superseded_event', 'lasting_event']) {
    await connection.run(
      `delete from ${table} where rowid in (
        select ${table}.rowid from ${table} join erased using (source, id) where whole or ${condition}
      )`,
      parameters,
    );
  }
}

async function deleteEncounter(
  connection: Connection,
  subject: { readonly encounterId: string },
): Promise<void> {
  const { encounterId } = subject;
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
  await deleteEvents(connection, subject);
  await connection.run(
    'delete from unplaced_event using erased where unplaced_event.source = erased.source and unplaced_event.id = erased.id and whole',
  );
  await deleteByEncounter(connection, encounterId);
  await touchLeftBehind(connection);
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

async function eraseRejected(connection: Connection, subject: ErasureSubject): Promise<void> {
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
      .filter(({ raw }) => raw !== null && mentionsSubject(raw, subject))
      .map(({ row }) => row);
    await connection.run(
      `delete from rejected where rowid in (select unnest(from_json($rows, '["bigint"]')))`,
      { rows: JSON.stringify(rows) },
    );
  }
}
