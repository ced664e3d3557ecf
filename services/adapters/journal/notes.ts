import type { Connection } from '../../../pipelines/warehouse/warehouse.ts';
import type { Micros } from '../../../schemas/instant.ts';
import { jsonOf } from '../../ingest/letter-pieces.ts';
import type { Note } from '../adapter.ts';
import { Notes } from '../notes.ts';

const PARSED = `(select unnest(from_json($notes, '[{"groupId":"varchar","channel":"varchar",
  "reason":"varchar","key":"varchar","display":"varchar","unit":"varchar","value":"varchar",
  "count":"bigint"}]'), recursive := true))`;
const SAME = `note.group_id = fresh."groupId" and note.channel = fresh.channel and note.reason = fresh.reason
  and note.key = fresh.key and note.unit is not distinct from fresh.unit
  and note.value is not distinct from fresh.value`;

/** Notes of a record, and when it came. */
export interface NotedAt {
  readonly notes: readonly Note[];
  readonly receivedAt: Micros;
}

/** Counts notes that belong to no group. */
export async function addNotes(connection: Connection, records: readonly NotedAt[]): Promise<void> {
  const counted = new Notes();
  for (const { notes } of records) counted.include(notes);
  const notes = counted.list().map((note) => ({ ...note, groupId: '' }));
  if (notes.length === 0) return;
  const at = Math.max(...records.map(({ receivedAt }) => receivedAt));
  const parameters = { notes: jsonOf(notes), at };
  await connection.run(
    `update note set count = note.count + fresh.count, last_seen = greatest(last_seen, make_timestamp($at::bigint))
      from ${PARSED} fresh where ${SAME}`,
    parameters,
  );
  await connection.run(
    `insert into note by name
      select "groupId" as group_id, * exclude ("groupId"), make_timestamp($at::bigint) as first_seen,
        make_timestamp($at::bigint) as last_seen
      from ${PARSED} fresh where not exists (from note where ${SAME})`,
    parameters,
  );
}

/** A note of a group. */
export interface GroupNote extends Note {
  readonly groupId: string;
}

/**
 * Replaces the notes of groups by those of their last interpretation. One that was there before keeps when it was
 * first seen; it was seen last when its group changed.
 */
export async function replaceNotes(
  connection: Connection,
  groups: readonly string[],
  notes: readonly GroupNote[],
  at: Micros,
): Promise<void> {
  const parameters = { groups: JSON.stringify(groups), notes: jsonOf(notes), at };
  const fresh = await connection.rows<Record<string, unknown>>(
    `select fresh.*, epoch_us(coalesce(min(note.first_seen), make_timestamp($at::bigint))) as "firstSeen"
      from ${PARSED} fresh left join (from note
        where group_id in (select unnest(from_json($groups, '["varchar"]')))) note
      on note.channel = fresh.channel and note.reason = fresh.reason and note.key = fresh.key
        and note.unit is not distinct from fresh.unit and note.value is not distinct from fresh.value
      group by all`,
    parameters,
  );
  await connection.run(
    `delete from note where group_id in (select unnest(from_json($groups, '["varchar"]')))`,
    { groups: parameters.groups },
  );
  if (fresh.length === 0) return;
  await connection.run(
    `insert into note by name
      select "groupId" as group_id, channel, reason, key, display, unit, value, count,
        make_timestamp("firstSeen") as first_seen, make_timestamp($at::bigint) as last_seen
      from (select unnest(from_json($notes, '[{"groupId":"varchar","channel":"varchar",
        "reason":"varchar","key":"varchar","display":"varchar","unit":"varchar","value":"varchar",
        "count":"bigint","firstSeen":"bigint"}]'), recursive := true))`,
    { notes: jsonOf(fresh), at },
  );
}

/** What could not be used, summed over all groups. */
export interface NoteTotal extends Omit<Note, 'display' | 'unit' | 'value'> {
  readonly display: string | null;
  readonly unit: string | null;
  readonly value: string | null;
  readonly firstSeen: Micros;
  readonly lastSeen: Micros;
}

export interface NoteFilter {
  readonly reason?: string | undefined;
  readonly since?: Micros | undefined;
  readonly channel?: string | undefined;
}

/** Notes by channel, reason and key, the most frequent first. */
export function noteTotals(connection: Connection, filter: NoteFilter = {}): Promise<NoteTotal[]> {
  return connection.rows<NoteTotal>(
    `select channel, reason, key, min(display) as display, unit, value, sum(count)::bigint as count,
        epoch_us(min(first_seen)) as "firstSeen", epoch_us(max(last_seen)) as "lastSeen"
      from note
      where ($reason::varchar is null or reason = $reason)
        and ($channel::varchar is null or channel = $channel)
        and ($since::bigint is null or last_seen >= make_timestamp($since::bigint))
      group by channel, reason, key, unit, value
      order by count desc, channel, reason, key, unit, value`,
    {
      reason: filter.reason ?? null,
      channel: filter.channel ?? null,
      since: filter.since ?? null,
    },
  );
}
