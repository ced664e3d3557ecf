import type { Connection } from '../../pipelines/warehouse/warehouse.ts';
import type { Micros } from '../../schemas/instant.ts';
import type { WireEvent } from '../../schemas/ward-event.ts';
import type { DerivedEvent, Note } from './adapter.ts';
import { difference, identityOf } from './difference.ts';
import { joiningKinds } from './groups.ts';
import { type GroupContext, interpretGroup } from './interpret-group.ts';
import { componentsOf, Merges } from './journal/components.ts';
import { visitGroup, visitOf } from './journal/group-id.ts';
import { extractsOf, linksFrom, publishedOf, type StoredEvent } from './journal/groups.ts';
import type { AdapterJournal } from './journal/journal.ts';
import type { Settled } from './journal/settle.ts';
import type { Mapping } from './mapping/schema.ts';

export interface RoundContext extends GroupContext {
  /** The journal that has the groups. */
  readonly journal: Pick<AdapterJournal, 'extractStarts' | 'versionStarts'>;
  /** When the mapping changed, if that is why groups are interpreted again. */
  readonly changedAt: Micros | null;
  /** Called for a group that cannot be interpreted: what is published of it stays. */
  readonly onFailure: (error: Error, channels: readonly string[]) => void;
}

/** Interprets groups, and all that belong to them, and compares what holds with what was published. Stores nothing. */
export async function interpretRound(
  connection: Connection,
  groups: readonly string[],
  context: RoundContext,
): Promise<Settled[]> {
  const kinds = joiningKinds(context.mapping);
  const links = await linksFrom(connection, groups, kinds);
  const components = componentsOf(groups, links);
  const members = components.flatMap((each) => each.members);
  const extracts = await extractsOf(connection, members, context.journal.extractStarts);
  const published = await publishedOf(connection, members, context.journal.versionStarts);
  const visits = new Merges(links.filter(({ kind }) => kind === 'visit'));
  const visitRoot = (visit: string) => visitOf(visits.rootOf(visitGroup(visit)))!;
  return components.flatMap(({ root, members }): Settled[] => {
    const all = members.flatMap((member) => extracts.get(member) ?? []);
    // what was published of a group stays when its extracts are gone
    if (all.length === 0) return [];
    const before = members.flatMap((member) => published.get(member) ?? []);
    try {
      const found = interpretGroup({ members, extracts: all, visitRoot }, context);
      const versions = difference(before, found.events, {
        withdrawnAt: found.newest,
        changedAt: context.changedAt,
      });
      const refused = refusedNotes(before, found.events, versions, context.mapping);
      return [{ root, members, versions, notes: [...found.notes, ...refused], due: found.due }];
    } catch (error) {
      context.onFailure(error as Error, [...new Set(all.map(({ channel }) => channel))]);
      return [];
    }
  });
}

/** Notes what holds and is not sent, since ingest refused it. */
function refusedNotes(
  published: readonly StoredEvent[],
  events: readonly DerivedEvent[],
  versions: readonly WireEvent[],
  { channels }: Mapping,
): Note[] {
  const sent = new Set(versions.map(identityOf));
  const held = new Set(events.map(identityOf));
  return published.flatMap(({ refused, because }) => {
    if (refused === null || because === null) return [];
    const identity = identityOf(refused);
    if (sent.has(identity) || !held.has(identity)) return [];
    const channel = channels.find(({ source }) => source === refused.source)?.name ?? '';
    return [{ reason: 'rejected-by-ingest', channel, key: because, count: 1 }];
  });
}
