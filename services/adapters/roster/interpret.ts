import type { Micros } from '../../../schemas/instant.ts';
import type { Extract, Interpretation, NoteReason, StoredExtract } from '../adapter.ts';
import { type Border, shortName } from '../border.ts';
import type { Mapping, RosterChannel } from '../mapping/schema.ts';
import { Notes } from '../notes.ts';
import { isClockAhead } from '../visit/recorded.ts';
import { headcountsOf, latestParts } from './headcounts.ts';
import type { RosterPart } from './rows.ts';
import { staffingEvent } from './staffing-events.ts';
import { type Meant, RosterWords } from './words.ts';

export const ROSTER_HOURS = 'roster-hours';

/** The extract of a part of a roster. What is known of a day is interpreted together: staff is lent between wards. */
export function rosterExtract(part: RosterPart, channel: string): Extract {
  const parts = part.parts.map(({ role, activity, rows, hours }) => ({
    ...{ role: shortName(role), activity: shortName(activity), rows, hours },
  }));
  const { begins, day, recordedAt, unread, twice } = part;
  return {
    kind: ROSTER_HOURS,
    visit: null,
    patient: null,
    group: `roster:${channel}:${day}`,
    body: { ward: shortName(part.ward), begins, day, recordedAt, parts, unread, twice },
  };
}

/** The words of a roster channel, with the places of its mapping file. */
export function wordsOf(channel: RosterChannel, { places }: Mapping): RosterWords {
  return new RosterWords({ ...channel.roster, places });
}

interface RosterContext {
  readonly mapping: Mapping;
  readonly border: Border;
}

/** Staffing of a day, given all that rosters of a channel said of it. */
export function interpretRoster(
  extracts: readonly StoredExtract[],
  { mapping, border }: RosterContext,
): Interpretation {
  const notes = new Notes();
  const events: Interpretation['events'][number][] = [];
  for (const name of new Set(extracts.map(({ channel }) => channel))) {
    const ofChannel = extracts.filter((extract) => extract.channel === name);
    const channel = mapping.channels.find((one) => one.name === name);
    if (channel?.kind !== 'roster') continue;
    const parts = ofChannel.map((extract) => {
      if (isClockAhead(stated(extract))) notes.add('clock-ahead', name);
      return partOf(extract);
    });
    const words = wordsOf(channel, mapping);
    for (const part of latestParts(parts)) noteUnused(part, words, name, notes);
    for (const headcount of headcountsOf(parts, words)) {
      if (channel.wards?.includes(headcount.ward) === false) continue;
      events.push(staffingEvent(headcount, channel.source, channel.basis, border));
    }
  }
  return { events, notes: notes.list(), due: null };
}

/** A part as its extract keeps it; stored when it came, if the clock of its source runs ahead. */
function partOf(extract: StoredExtract): RosterPart {
  const part = extract.body as unknown as RosterPart;
  return isClockAhead(stated(extract)) ? { ...part, recordedAt: extract.receivedAt } : part;
}

function stated({ body, receivedAt }: StoredExtract): { receivedAt: Micros; recordedAt: Micros } {
  return { receivedAt, recordedAt: body.recordedAt as Micros };
}

function noteUnused(part: RosterPart, words: RosterWords, channel: string, notes: Notes): void {
  const add = (reason: NoteReason, count: number, key: string) => {
    for (let index = 0; index < count; index += 1) notes.add(reason, channel, { key });
  };
  for (const { role, activity, rows } of part.parts) {
    for (const [reason, key] of unlisted({ ward: part.ward, role, activity }, words)) {
      add(reason, rows, key);
    }
  }
  const { 'no-length': noLength = 0, ...others } = part.unread;
  add('no-length', noLength, '');
  for (const count of Object.values(others)) add('no-time', count, '');
  add('two-wards-at-once', part.twice, '');
}

function unlisted(
  row: { ward: string; role: string; activity: string },
  words: RosterWords,
): [NoteReason, string][] {
  const meant: Meant = words.meant(row);
  if (meant.role === 'ignore' || meant.isWork === false) return [];
  const notes: [NoteReason, string][] = [];
  if (meant.ward === null) notes.push(['unmapped-location', row.ward]);
  if (meant.role === null) notes.push(['unmapped-role', row.role]);
  if (meant.isWork === null) notes.push(['unmapped-activity', row.activity]);
  return notes;
}
