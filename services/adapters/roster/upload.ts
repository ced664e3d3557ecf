import {
  formatInstant,
  MICROS_PER_DAY,
  type Micros,
  parseInstant,
} from '../../../schemas/instant.ts';
import type { RosterPreview } from '../../../schemas/roster-upload.ts';
import type { WireEvent } from '../../../schemas/ward-event.ts';
import { difference } from '../difference.ts';
import { instantOf, type TimeRules } from '../local-times.ts';
import type { RosterChannel } from '../mapping/schema.ts';
import { headcountsOf } from './headcounts.ts';
import type { RosterPart } from './rows.ts';
import { NO_SECRET, type StaffingDerived, staffingEvent } from './staffing-events.ts';
import type { RosterWords } from './words.ts';

export type StaffingWire = Extract<WireEvent, { type: 'staffing' }>;

/** What an upload is computed from. */
export interface UploadContext {
  readonly words: RosterWords;
  readonly source: string;
  readonly basis: RosterChannel['basis'];
  readonly rules: TimeRules;
  readonly now: Micros;
}

export interface Upload {
  readonly versions: readonly StaffingWire[];
  readonly days: RosterPreview['days'];
}

/** The period that the parts of a roster are about; `null` if it has none. */
export function periodOf(
  parts: readonly RosterPart[],
  rules: TimeRules,
): { from: Micros; to: Micros } | null {
  const days = parts.map(({ day }) => day).toSorted();
  if (days.length === 0) return null;
  return { from: midnight(days[0]!, 0, rules), to: midnight(days.at(-1)!, 1, rules) };
}

/**
 * What a roster changes of what was uploaded before. Shifts that begin on a day of a ward take the place of all that did so
 * before: the hours of a night belong to the day it begins on, so that the day after can be sent alone.
 * @param known all versions that count of the source, of the wards and the period of the roster
 */
export function uploadOf(
  parts: readonly RosterPart[],
  known: readonly StaffingWire[],
  { words, source, basis, rules, now }: UploadContext,
): Upload {
  const versions: StaffingWire[] = [];
  const days: RosterPreview['days'] = [];
  for (const [ward, begins, ofDay] of wardDays(parts, words)) {
    const idOf = ({ role, from }: { role: string; from: string }) =>
      NO_SECRET.eventId('s', ward, role, basis, from, begins);
    const [start, end] = [midnight(begins, 0, rules), midnight(begins, 2, rules)];
    const before = known.filter(
      (event) =>
        event.wardId === ward &&
        parseInstant(event.from) >= start &&
        parseInstant(event.from) < end &&
        event.id === idOf(event),
    );
    const byId = new Map(before.map((event) => [event.id, event]));
    const after = headcountsOf(ofDay, words).map((headcount): StaffingDerived => {
      const event = staffingEvent({ ...headcount, since: now }, source, basis, NO_SECRET);
      const id = idOf(event);
      const same = byId.get(id);
      // an hour that is as it was has not happened again
      const isSame = same?.status !== 'entered-in-error' && same?.headcount === event.headcount;
      return { ...event, id, ...(isSame && { occurredAt: same!.occurredAt }) };
    });
    const published = before.map((event) => ({ event, refused: null }));
    const changed = difference(published, after, { withdrawnAt: now }) as StaffingWire[];
    versions.push(...changed);
    days.push({ wardId: ward, day: begins, ...summary(changed, before, after) });
  }
  return { versions, days };
}

/** Parts by ward of the site and by the day they begin on. */
function wardDays(
  parts: readonly RosterPart[],
  words: RosterWords,
): [string, string, RosterPart[]][] {
  const found = new Map<string, [string, string, RosterPart[]]>();
  for (const part of parts) {
    const { ward } = words.meant({ ward: part.ward, role: '', activity: '' });
    if (ward === null || ward === '') continue;
    const key = JSON.stringify([ward, part.begins]);
    const entry = found.get(key) ?? [ward, part.begins, []];
    entry[2].push(part);
    found.set(key, entry);
  }
  return [...found].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}

function summary(
  versions: readonly StaffingWire[],
  before: readonly StaffingWire[],
  after: readonly StaffingDerived[],
) {
  const standing = before.filter(({ status }) => status !== 'entered-in-error');
  const known = new Set(standing.map(({ id }) => id));
  const sent = versions.filter(({ status }) => status !== 'entered-in-error');
  const added = sent.filter(({ id }) => !known.has(id)).length;
  return {
    added,
    changed: sent.length - added,
    removed: versions.length - sent.length,
    before: sum(standing),
    after: sum(after),
  };
}

function sum(events: readonly { readonly headcount: number }[]): number {
  const total = events.reduce((hours, { headcount }) => hours + headcount, 0);
  return Math.round(total * 100) / 100;
}

function midnight(day: string, after: number, rules: TimeRules): Micros {
  return instantOf(Date.parse(`${day}T00:00:00Z`) * 1000 + after * MICROS_PER_DAY, null, rules);
}

/** A staffing of the store as it was sent. */
export function wireOf({
  from,
  to,
  occurredAt,
  recordedAt,
  ...rest
}: Omit<StaffingWire, 'from' | 'to' | 'occurredAt' | 'recordedAt' | 'type'> & {
  from: Micros;
  to: Micros;
  occurredAt: Micros;
  recordedAt: Micros;
}): StaffingWire {
  const times = { from, to, occurredAt, recordedAt };
  const texts = Object.entries(times).map(([name, time]) => [name, formatInstant(time)]);
  return { ...rest, type: 'staffing', ...Object.fromEntries(texts) } as StaffingWire;
}
