import type { Connection } from '../../../pipelines/warehouse/warehouse.ts';
import type { Micros } from '../../../schemas/instant.ts';
import type { WireEvent } from '../../../schemas/ward-event.ts';
import type { StoredExtract } from '../adapter.ts';
import { identityOf, type PublishedEvent } from '../difference.ts';
import type { GroupLink } from './group-id.ts';
import type { GroupStarts } from './group-starts.ts';

/** After every row. */
const NONE = Number.MAX_SAFE_INTEGER;

const AMONG = `(select unnest(from_json($groups, '["varchar"]')))`;

/** Groups with extracts after a position, in the order of the journal. */
export async function touchedAfter(
  connection: Connection,
  after: number,
  limit: number,
): Promise<{ to: number; groups: string[] }> {
  const rows = await connection.rows<{ sequence: number; group_id: string }>(
    'select sequence, group_id from extract where sequence > $after order by sequence limit $limit',
    { after, limit },
  );
  return {
    to: rows.at(-1)?.sequence ?? after,
    groups: [...new Set(rows.map(({ group_id }) => group_id))],
  };
}

/** Links that lead from these groups to all that they are joined with. */
export async function linksFrom(
  connection: Connection,
  groups: readonly string[],
  kinds: readonly GroupLink['kind'][],
): Promise<GroupLink[]> {
  const links = new Map<string, GroupLink>();
  const seen = new Set(groups);
  for (let ahead = [...groups]; ahead.length > 0; ) {
    const found = await connection.rows<GroupLink>(
      `select kind, from_id as "from", to_id as "to" from link
        where kind in (select unnest(from_json($kinds, '["varchar"]')))
          and (from_id in ${AMONG} or to_id in ${AMONG})`,
      { groups: JSON.stringify(ahead), kinds: JSON.stringify(kinds) },
    );
    for (const link of found) links.set(JSON.stringify(link), link);
    ahead = found.flatMap(({ from, to }) => [from, to]).filter((group) => !seen.has(group));
    for (const group of ahead) seen.add(group);
  }
  return [...links.values()];
}

/** Everything known of groups, by group. @param starts where the extracts of groups begin */
export async function extractsOf(
  connection: Connection,
  groups: readonly string[],
  starts: GroupStarts,
): Promise<Map<string, StoredExtract[]>> {
  const rows = await connection.rows<{
    sequence: number;
    group_id: string;
    channel: string;
    kind: string;
    visit: string | null;
    patient: string | null;
    receivedAt: Micros;
    body: string;
  }>(
    `select sequence, group_id, channel, kind, visit, patient, epoch_us(received_at) as "receivedAt", body
      from extract where sequence >= $start and group_id in ${AMONG} order by sequence`,
    { start: starts.startOf(groups) ?? NONE, groups: JSON.stringify(groups) },
  );
  const byGroup = new Map<string, StoredExtract[]>();
  for (const { group_id, body, ...row } of rows) {
    const extract: StoredExtract = {
      ...row,
      ...(group_id.startsWith('g.') && { group: group_id.slice(2) }),
      body: JSON.parse(body),
    };
    const known = byGroup.get(group_id);
    if (known === undefined) byGroup.set(group_id, [extract]);
    else known.push(extract);
  }
  return byGroup;
}

/** What was published under an identity, and why ingest refused its last version if it did. */
export interface StoredEvent extends PublishedEvent {
  readonly because: string | null;
}

/** What was published of groups, one of each identity, by group. @param starts where the versions of groups begin */
export async function publishedOf(
  connection: Connection,
  groups: readonly string[],
  starts: GroupStarts,
): Promise<Map<string, StoredEvent[]>> {
  const rows = await connection.rows<{ group_id: string; event: string; because: string | null }>(
    `select group_id, event, refused as because
      from published where sequence >= $start and group_id in ${AMONG} order by sequence`,
    { start: starts.startOf(groups) ?? NONE, groups: JSON.stringify(groups) },
  );
  const byIdentity = new Map<string, { groupId: string; known: StoredEvent }>();
  for (const { group_id, event: text, because } of rows) {
    const event = JSON.parse(text) as WireEvent;
    const identity = identityOf(event);
    const before = byIdentity.get(identity)?.known.event ?? null;
    byIdentity.set(identity, {
      groupId: group_id,
      known:
        because === null
          ? { event, refused: null, because }
          : { event: before, refused: event, because },
    });
  }
  const byGroup = new Map<string, StoredEvent[]>();
  for (const { groupId, known } of byIdentity.values()) {
    byGroup.set(groupId, [...(byGroup.get(groupId) ?? []), known]);
  }
  return byGroup;
}

/** Groups that are due by a time. */
export async function dueBy(connection: Connection, now: Micros, limit: number): Promise<string[]> {
  const rows = await connection.rows<{ group_id: string }>(
    `select distinct group_id from due where due_at <= make_timestamp($now::bigint)
      order by group_id limit $limit`,
    { now, limit },
  );
  return rows.map(({ group_id }) => group_id);
}

/** When the next group is due; `null` if none is. */
export async function nextDue(connection: Connection): Promise<Micros | null> {
  const [row] = await connection.rows<{ at: Micros | null }>(
    'select epoch_us(min(due_at)) as at from due',
  );
  return row?.at ?? null;
}

/** All groups after one, in the order of their names. */
export async function groupsAfter(
  connection: Connection,
  after: string,
  limit: number,
  channel: string | null = null,
): Promise<string[]> {
  const rows = await connection.rows<{ group_id: string }>(
    `select distinct group_id from extract
      where group_id > $after and ($channel::varchar is null or channel = $channel)
      order by group_id limit $limit`,
    { after, limit, channel },
  );
  return rows.map(({ group_id }) => group_id);
}
