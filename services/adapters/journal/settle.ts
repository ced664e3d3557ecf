import type { Connection } from '../../../pipelines/warehouse/warehouse.ts';
import { type Micros, parseInstant } from '../../../schemas/instant.ts';
import type { WireEvent } from '../../../schemas/ward-event.ts';
import { jsonOf } from '../../ingest/letter-pieces.ts';
import type { Note } from '../adapter.ts';
import type { GroupStarts } from './group-starts.ts';
import { replaceNotes } from './notes.ts';

/** What the interpretation of a whole of groups came to. */
export interface Settled {
  readonly root: string;
  readonly members: readonly string[];
  readonly versions: readonly WireEvent[];
  readonly notes: readonly Note[];
  readonly due: Micros | null;
}

/**
 * Stores what interpretations came to: versions to be sent, notes, and when to interpret again. Runs within a transaction.
 * @param starts where the versions of groups begin: notes those that are added
 * @param interpreted the groups that were to be interpreted: those that could not be are not due again by themselves
 */
export async function settle(
  connection: Connection,
  interpreted: readonly string[],
  settled: readonly Settled[],
  now: Micros,
  starts: GroupStarts,
): Promise<void> {
  const groups = settled.flatMap(({ members }) => members);
  const notes = settled.flatMap(({ root, notes }) =>
    notes.map((note) => ({ ...note, groupId: root })),
  );
  await replaceNotes(connection, groups, notes, now);
  await replaceDue(connection, [...interpreted, ...groups], settled);
  await insertVersions(connection, settled, starts);
}

async function insertVersions(
  connection: Connection,
  settled: readonly Settled[],
  starts: GroupStarts,
): Promise<void> {
  const rows = settled.flatMap(({ root, versions }) =>
    versions.map((event) => ({
      ...{ source: event.source, id: event.id, groupId: root },
      ...{ recordedAt: parseInstant(event.recordedAt), event: JSON.stringify(event) },
    })),
  );
  if (rows.length === 0) return;
  starts.note(
    await connection.rows<{ group_id: string; sequence: number }>(
      `insert into published by name
        select nextval('version_sequence') as sequence, source, id, "groupId" as group_id,
          make_timestamp("recordedAt") as recorded_at, event
        from (select unnest(from_json($rows, '[{"source":"varchar","id":"varchar","groupId":"varchar",
          "recordedAt":"bigint","event":"varchar"}]'), recursive := true))
        returning group_id, sequence`,
      { rows: jsonOf(rows) },
    ),
  );
}

async function replaceDue(
  connection: Connection,
  groups: readonly string[],
  settled: readonly Settled[],
): Promise<void> {
  await connection.run(
    `delete from due where group_id in (select unnest(from_json($groups, '["varchar"]')))`,
    { groups: JSON.stringify(groups) },
  );
  const due = settled.flatMap(({ root, due: at }) => (at === null ? [] : [{ root, dueAt: at }]));
  if (due.length === 0) return;
  await connection.run(
    `insert into due
      select root, make_timestamp("dueAt")
      from (select unnest(from_json($due, '[{"root":"varchar","dueAt":"bigint"}]'), recursive := true))`,
    { due: JSON.stringify(due) },
  );
}

/** A note of the journal's state, such as how far it is interpreted; `null` if there is none. */
export async function stateOf(connection: Connection, name: string): Promise<string | null> {
  const [row] = await connection.rows<{ value: string }>(
    'select value from state where name = $name',
    { name },
  );
  return row?.value ?? null;
}

export async function setState(connection: Connection, name: string, value: string) {
  await connection.run('delete from state where name = $name', { name });
  await connection.run('insert into state values ($name, $value)', { name, value });
}
