import type { Micros } from '../../schemas/instant.ts';
import type { Interpretation, StoredExtract } from './adapter.ts';
import type { Border } from './border.ts';
import type { Fact } from './facts.ts';
import { factsOf, isRoster } from './formats.ts';
import { groupedBy } from './grouped-by.ts';
import { isPatientGroup } from './journal/group-id.ts';
import type { Mapping } from './mapping/schema.ts';
import { Notes } from './notes.ts';
import { interpretRoster } from './roster/interpret.ts';
import { interpretVisit } from './visit/interpret.ts';
import { interpretPatient } from './visit/open-visit.ts';
import { storedAt } from './visit/recorded.ts';

/** All that is known of groups that belong together. */
export interface WholeGroup {
  /** Every group of it. */
  readonly members: readonly string[];
  readonly extracts: readonly StoredExtract[];
  /** The visit that one is merged into, itself if it is not merged. */
  readonly visitRoot: (visit: string) => string;
}

export interface GroupContext {
  readonly mapping: Mapping;
  readonly border: Border;
  readonly now: Micros;
}

export interface GroupInterpretation extends Interpretation {
  /** When the newest of its records was stored. */
  readonly newest: Micros;
}

/** The events that hold, given everything known of a group: a function of the set of its extracts, and of the mapping. */
export function interpretGroup(group: WholeGroup, context: GroupContext): GroupInterpretation {
  const { extracts } = group;
  const known = extracts.filter(({ channel }) =>
    context.mapping.channels.some(({ name }) => name === channel),
  );
  const received = latest(extracts.map(({ receivedAt }) => receivedAt));
  const rosters = known.filter(isRoster);
  if (rosters.length > 0) return { ...interpretRoster(rosters, context), newest: received };
  const notes = new Notes();
  const parts: Part[] = [];
  for (const [visit, own] of byVisit(known, group)) {
    const read = factsOf(own, context.mapping);
    notes.include(read.notes);
    parts.push({ visit, facts: read.facts });
  }
  const found = interpretParts(group, parts, context, notes);
  for (const each of found) notes.include(each.notes);
  const due = found.flatMap((each) => each.due ?? []);
  const stored = parts.flatMap(({ facts }) => facts.map(storedAt));
  return {
    events: found.flatMap(({ events }) => events),
    notes: notes.list(),
    due: due.length === 0 ? null : Math.min(...due),
    newest: stored.length === 0 ? received : latest(stored),
  };
}

interface Part {
  readonly visit: string | null;
  readonly facts: readonly Fact[];
}

function byVisit(extracts: readonly StoredExtract[], { visitRoot }: WholeGroup) {
  return groupedBy(extracts, ({ visit }) => (visit === null ? null : visitRoot(visit)));
}

function interpretParts(
  { members }: WholeGroup,
  parts: readonly Part[],
  context: GroupContext,
  notes: Notes,
): Interpretation[] {
  if (members.some(isPatientGroup)) return [interpretPatient(parts, context)];
  return parts.flatMap(({ visit, facts }) => {
    if (visit !== null) return [interpretVisit(facts, { ...context, visit })];
    for (const { channel } of facts) notes.add('no-visit-number', channel);
    return [];
  });
}

/** A group may have more records than a call has arguments. */
function latest(times: readonly Micros[]): Micros {
  return times.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
}
