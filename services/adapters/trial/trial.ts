import type { Micros } from '../../../schemas/instant.ts';
import type { Site } from '../../../schemas/site.ts';
import type { WireEvent } from '../../../schemas/ward-event.ts';
import type { DerivedEvent, Note } from '../adapter.ts';
import { Border } from '../border.ts';
import { groupsOf } from '../groups.ts';
import { interpretGroup } from '../interpret-group.ts';
import { groupIdOf } from '../journal/group-id.ts';
import type { Mapping } from '../mapping/schema.ts';
import { Notes } from '../notes.ts';
import { channelNamed, filesOf, readInput } from './inputs.ts';
import { TrialReader, type TrialRefusal } from './records.ts';
import { type Scored, scoredBy } from './score.ts';
import { isMovement, UsedFacts } from './use.ts';

export interface TrialOptions {
  readonly mapping: Mapping;
  /** Files, or folders of files. */
  readonly inputs: readonly string[];
  /** The channel that reads them; without it each is read by the channel that it fits. */
  readonly channel?: string | undefined;
  /** Scores the events as the wards of this site. */
  readonly site?: Site | undefined;
  /** When the records are taken to come. */
  readonly now: Micros;
  /** A key of its own by default: nobody can compare the pseudonyms. */
  readonly border?: Border;
  readonly onProgress?: (progress: TrialProgress) => void;
}

export interface TrialProgress {
  readonly step: 'reading' | 'interpreting' | 'scoring';
  readonly path: string;
  readonly done: number;
}

/** How much of what a channel read is in events. */
export interface TrialChannel {
  readonly channel: string;
  readonly unit: 'messages' | 'rows';
  readonly read: number;
  readonly refused: number;
  readonly used: number;
}

export interface Trial {
  readonly files: number;
  readonly channels: readonly TrialChannel[];
  readonly events: readonly WireEvent[];
  readonly notes: readonly Note[];
  readonly refusals: readonly TrialRefusal[];
  /** Visits that are on a ward at some time, and those of them without a discharge. */
  readonly visits: number;
  readonly openVisits: number;
  /** Observations, care and medication at a time when their visit is on no ward. */
  readonly outsideStays: number;
  /** As the wards would be; `null` without a site. */
  readonly scored: Scored | null;
}

/** Reads files as the channels of a mapping would. Stores and sends nothing. @throws InputError */
export async function tryMapping(options: TrialOptions): Promise<Trial> {
  const { mapping, now, site, border = Border.throwAway(), onProgress = () => {} } = options;
  const named = options.channel === undefined ? null : channelNamed(options.channel, mapping);
  const context = { mapping, border, now };
  const paths = await filesOf(options.inputs);
  const reader = new TrialReader(context);
  for (const path of paths) {
    const input = await readInput(path, mapping, named);
    await reader.read(input, (done) => onProgress({ step: 'reading', path, done }));
  }
  const notes = new Notes();
  notes.include(reader.notes);
  const derived: DerivedEvent[] = [];
  const usedFacts = new Map<string, UsedFacts>();
  for (const [done, group] of groupsOf(reader.extracts, mapping).entries()) {
    const found = interpretGroup(group, context);
    notes.include(found.notes);
    for (const event of found.events) derived.push(event);
    const used = new UsedFacts(found.events, mapping);
    for (const member of group.members) usedFacts.set(member, used);
    if (done % 100 === 0) onProgress({ step: 'interpreting', path: '', done });
  }
  const events = derived.map((event) => ({ ...event, status: 'final' }) as WireEvent);
  events.sort(inOrder);
  if (site !== undefined) onProgress({ step: 'scoring', path: '', done: events.length });
  return {
    files: paths.length,
    channels: reader.channels.map(({ channel, unit, read, refused, records, rosterRows }) => {
      const inEvents = records.filter(({ extracts }) =>
        extracts.some((extract) => usedFacts.get(groupIdOf(extract))!.isUsed(extract)),
      );
      return { channel, unit, read, refused, used: inEvents.length + rosterRows };
    }),
    events,
    notes: notes.list(),
    refusals: reader.refusals,
    ...visitsOf(events),
    scored: site === undefined ? null : await scoredBy(site, events),
  };
}

function inOrder(a: WireEvent, b: WireEvent): number {
  return compare(a.occurredAt, b.occurredAt) || compare(a.id, b.id);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

interface Visit {
  readonly changes: { readonly at: string; readonly isIn: boolean }[];
  readonly care: string[];
}

/** @param events in order of time */
function visitsOf(events: readonly WireEvent[]) {
  const visits = new Map<string, Visit>();
  for (const event of events) {
    if (!('encounterId' in event)) continue;
    let visit = visits.get(event.encounterId);
    if (visit === undefined) {
      visit = { changes: [], care: [] };
      visits.set(event.encounterId, visit);
    }
    const { occurredAt: at, type } = event;
    if (!isMovement(event)) visit.care.push(at);
    else if (!type.startsWith('leave')) visit.changes.push({ at, isIn: type !== 'discharge' });
  }
  const all = [...visits.values()];
  return {
    visits: all.filter(({ changes }) => changes.length > 0).length,
    openVisits: all.filter(({ changes }) => changes.at(-1)?.isIn).length,
    outsideStays: all
      .map(({ changes, care }) => care.filter((at) => !isOnWard(changes, at)).length)
      .reduce((total, some) => total + some, 0),
  };
}

function isOnWard(changes: Visit['changes'], at: string): boolean {
  return changes.findLast((change) => change.at <= at)?.isIn ?? false;
}
