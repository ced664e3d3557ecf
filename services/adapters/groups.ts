import type { StoredExtract } from './adapter.ts';
import { groupedBy } from './grouped-by.ts';
import type { WholeGroup } from './interpret-group.ts';
import { componentsOf, Merges } from './journal/components.ts';
import { type GroupLink, groupIdOf, linksOf, visitGroup, visitOf } from './journal/group-id.ts';
import type { Mapping } from './mapping/schema.ts';

/**
 * The groups of extracts that are all there is, each with what belongs to it. Extracts that say the same are one, received when
 * the first of them was.
 */
export function groupsOf(extracts: readonly StoredExtract[], mapping: Mapping): WholeGroup[] {
  const kinds = joiningKinds(mapping);
  const byGroup = groupedBy(distinct(extracts), groupIdOf);
  const links = extracts.flatMap(linksOf).filter(({ kind }) => kinds.includes(kind));
  const visits = new Merges(links.filter(({ kind }) => kind === 'visit'));
  const visitRoot = (visit: string) => visitOf(visits.rootOf(visitGroup(visit)))!;
  return componentsOf([...byGroup.keys()], links).map(({ members }) => ({
    members,
    extracts: members.flatMap((member) => byGroup.get(member) ?? []),
    visitRoot,
  }));
}

/** Visits that are merged are one; a patient's visits are looked at together only if a channel leaves out their numbers. */
export function joiningKinds({ channels }: Mapping): GroupLink['kind'][] {
  const leavesOut = channels.some(
    (channel) => 'visitNumberMissing' in channel && channel.visitNumberMissing === 'open-visit',
  );
  return leavesOut ? ['visit', 'patient', 'member'] : ['visit'];
}

function distinct(extracts: readonly StoredExtract[]): StoredExtract[] {
  const known = new Map<string, StoredExtract>();
  for (const extract of extracts) {
    const { sequence: _, receivedAt, ...said } = extract;
    const text = JSON.stringify(said);
    const earlier = known.get(text);
    if (earlier === undefined || receivedAt < earlier.receivedAt) known.set(text, extract);
  }
  return [...known.values()];
}
