import type { Micros } from '../../../schemas/instant.ts';
import type { Note, Provides } from '../adapter.ts';
import type { ObservationFact } from '../facts.ts';
import { groupedBy } from '../grouped-by.ts';
import { codeName, firstNamed, type Meaning, meaningOf } from '../mapping/codes.ts';
import type { Channel } from '../mapping/schema.ts';
import { systemOf } from '../mapping/systems.ts';
import { sameWord } from '../mapping/words.ts';
import type { Notes } from '../notes.ts';
import type { VisitContext } from './context.ts';
import { contentOf, latest } from './versions.ts';

/** A charting that holds: the last version of it, its code looked up, its time come. */
export interface Charted {
  readonly fact: ObservationFact;
  readonly channel: Channel;
  readonly meaning: Meaning;
  readonly at: Micros;
  /** What identifies it, for the ids of its events. */
  readonly identity: readonly (string | number)[];
}

const CLINICAL: readonly Provides[] = ['observations', 'needs', 'tasks', 'medications'];

/** The kind of fact that a target is. */
export function kindOf(target: string): Provides {
  if (target.startsWith('care-need:')) return 'needs';
  if (target.startsWith('task:')) return 'tasks';
  return target === 'transfusion' ? 'medications' : 'observations';
}

/** True if a channel provides a kind of fact for the ward that the visit is on then. */
export function provides(channel: Channel, kind: Provides, ward: string | null): boolean {
  if (!channel.provides.includes(kind)) return false;
  return channel.wards === undefined || ward === null || channel.wards.includes(ward);
}

/**
 * The chartings of a visit that hold: a function of the set of its facts. What cannot be used is noted.
 * @param later takes the time of a charting whose time has not come
 */
export function chartedOf(
  facts: readonly ObservationFact[],
  context: VisitContext,
  { notes, later }: { notes: Notes; later: (at: Micros) => void },
): Charted[] {
  const channels = new Map(context.mapping.channels.map((one) => [one.name, one]));
  const versions: Charted[] = [];
  for (const fact of distinct(facts)) {
    const channel = channels.get(fact.channel);
    if (channel === undefined || !CLINICAL.some((kind) => channel.provides.includes(kind)))
      continue;
    const version = versionOf(fact, channel, context, notes);
    if (version !== null) versions.push(version);
  }
  const groups = groupedBy(versions, ({ channel, identity }) =>
    JSON.stringify([channel.source, ...identity]),
  );
  const charted: Charted[] = [];
  for (const group of groups.values()) {
    const byFact = new Map(group.map((version) => [version.fact, version]));
    const version = byFact.get(latest([...byFact.keys()], isVoid))!;
    if (isVoid(version.fact)) continue;
    if (version.at > context.now) {
      notes.add('in-future', version.channel.name);
      later(version.at);
    } else {
      charted.push(version);
    }
  }
  return charted;
}

/** Facts that say the same are one, which came when the first of them came. */
export function distinct<Fact extends { readonly receivedAt: Micros }>(
  facts: readonly Fact[],
): Fact[] {
  return [...groupedBy(facts, contentOf).values()].map((same) =>
    same.reduce((first, fact) => (fact.receivedAt < first.receivedAt ? fact : first)),
  );
}

function isVoid({ standing, value }: ObservationFact): boolean {
  return standing === 'withdraws' || value.type === 'nothing';
}

/** A fact as a version of a charting; `null` if it is none, which is noted if somebody can do something about it. */
function versionOf(
  fact: ObservationFact,
  channel: Channel,
  { mapping, visit }: VisitContext,
  notes: Notes,
): Charted | null {
  const key = codeName(fact.codes);
  const display = firstNamed(fact.codes)?.display;
  const unit = fact.units.find((spelling) => spelling.trim() !== '')?.trim();
  const note = (reason: Note['reason'], more: { unit?: string | undefined } = {}) => {
    const { unit } = more;
    notes.add(reason, channel.name, {
      key,
      ...(display !== undefined && display !== '' && { display }),
      ...(unit !== undefined && { unit }),
    });
    return null;
  };
  if (fact.standing === 'nothing') return null;
  const meaning = meaningOf(fact.codes, mapping);
  if (meaning === null || isSwitchedOff(meaning, channel)) {
    return fact.standing === 'withdraws' ? null : note('unmapped-code', { unit });
  }
  if (meaning.targets.every((target) => target === 'ignore')) return null;
  if (fact.standing === 'unknown') {
    notes.add('status-unknown', channel.name, { key: fact.status });
    return null;
  }
  if (fact.standing === 'preliminary' && settingOf(channel, 'preliminary') === false) return null;
  if (isUnconfirmed(fact, channel)) return note('unconfirmed');
  if (saysNothing(fact, meaning)) return note('no-value');
  if (typeof fact.at !== 'number') {
    const isByIdentity = !fact.identifiedByTime && isVoid(fact);
    if (!isByIdentity) return note(fact.at);
  }
  const at = typeof fact.at === 'number' ? fact.at : fact.recordedAt;
  return { fact, channel, meaning, at, identity: identityOf(fact, channel, visit, at) };
}

/** A row of a table is identified by its key alone; anything else also by its code. */
function identityOf(
  fact: ObservationFact,
  channel: Channel,
  visit: string,
  at: Micros,
): (string | number)[] {
  if (!fact.identifiedByTime && channel.kind === 'table') return [...fact.identity];
  const { system = '', code = '', display = '' } = firstNamed(fact.codes) ?? {};
  const name = sameWord(code) === '' ? sameWord(display) : sameWord(code);
  const named = [systemOf(system), name, ...fact.identity];
  return fact.identifiedByTime ? [visit, ...named, at] : named;
}

/** The coma scale counts only on channels that say so. */
function isSwitchedOff({ targets }: Meaning, channel: Channel): boolean {
  return targets[0]!.startsWith('coma:') && settingOf(channel, 'comaScale') !== true;
}

/** Values of machines that nobody confirmed: out, unless the channel takes them, and fewer of them. */
function isUnconfirmed({ standing }: ObservationFact, channel: Channel): boolean {
  if (standing === 'withdraws') return false;
  if (standing === 'unvalidated' && settingOf(channel, 'unvalidated') !== true) return true;
  return channel.device && channel.thin === undefined;
}

/** An empty value says nothing, but for a need with its own end, and the two codes that are their own value. */
function saysNothing(
  { standing, value, until }: ObservationFact,
  { targets, entry }: Meaning,
): boolean {
  if (standing === 'withdraws' || value.type !== 'none' || until !== undefined) return false;
  return entry !== null || (targets[0] !== 'oxygen:air' && targets[0] !== 'oxygen:given');
}

function settingOf(channel: Channel, name: 'preliminary' | 'unvalidated' | 'comaScale') {
  return channel.kind === 'mllp' || channel.kind === 'hl7-files' ? channel[name] : undefined;
}
