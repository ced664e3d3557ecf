import {
  MICROS_PER_DAY,
  MICROS_PER_HOUR,
  MICROS_PER_MINUTE,
  type Micros,
} from '../../../schemas/instant.ts';
import type { Refusal } from '../adapter.ts';
import { instantOf, type LocalMicros, type TimeRules } from '../local-times.ts';
import type { RosterMap } from '../mapping/schema.ts';
import { type FileForm, readRows, type SourceRow } from '../tables/rows.ts';
import { type PlacedShift, presenceOf } from './presence.ts';
import { readShift, type Shift, type ShiftProblem, type UnreadShift } from './shifts.ts';
import type { Meant, RosterWords } from './words.ts';

/** Hours of the rows of a ward that say the same role and activity, in words of the roster. */
export interface RosterHours {
  readonly role: string;
  readonly activity: string;
  /** Rows that begin on the day. */
  readonly rows: number;
  /** Start of each hour, and the minutes that somebody is there in it, over all persons. */
  readonly hours: readonly (readonly [Micros, number])[];
}

/**
 * What the rows of a ward that begin on one local day say of the hours of a day: that day, or the next. It is whole: a
 * later one of the same ward and days takes its place, also if it has no hours.
 */
export interface RosterPart {
  readonly ward: string;
  /** Local days, `2026-03-02`. */
  readonly begins: string;
  readonly day: string;
  readonly recordedAt: Micros;
  readonly parts: readonly RosterHours[];
  /** Rows that could not be read, by reason. */
  readonly unread: Readonly<Partial<Record<ShiftProblem, number>>>;
  /** How often somebody is at two places at once. */
  readonly twice: number;
}

/** Why a row does not count, or not as it stands. */
export type RowProblem =
  | ShiftProblem
  | 'unmapped-location'
  | 'unmapped-role'
  | 'unmapped-activity'
  | 'two-wards-at-once';

export interface RosterMistake {
  readonly line: number;
  readonly column: string;
  readonly problem: RowProblem;
  /** The word that is not listed; empty for other problems: it could name somebody. */
  readonly word: string;
}

export interface RosterFile {
  readonly parts: readonly RosterPart[];
  readonly mistakes: readonly RosterMistake[];
  /** Rows whose ward or day is not known, by reason. */
  readonly unplaced: Readonly<Partial<Record<ShiftProblem, number>>>;
  readonly rows: number;
}

export interface RosterReading {
  readonly map: RosterMap;
  readonly words: RosterWords;
  readonly rules: TimeRules;
  /** When the file was written: the time of rows without one of their own. */
  readonly writtenAt: Micros;
}

/** Reads a roster from a file. */
export async function readRoster(
  bytes: Buffer,
  reading: RosterReading & { readonly form: FileForm },
): Promise<RosterFile | Refusal> {
  const read = await readRows(bytes, reading.form, columnsOf(reading.map));
  return 'reason' in read ? read : rosterOf(read.rows, reading);
}

/**
 * Rows of a roster as hours by ward, day, role and activity. Persons are known within this call alone, to join rows that
 * overlap.
 */
export function rosterOf(
  rows: readonly SourceRow[],
  { map, words, rules, writtenAt }: RosterReading,
): RosterFile {
  const gathered = new Gathered(rules, writtenAt);
  const mistakes: RosterMistake[] = [];
  const ofPerson = new Map<string, PlacedShift[]>();
  for (const row of rows) {
    const shift = readShift(row, map, rules);
    if ('problem' in shift) {
      mistakes.push({ line: shift.line, column: shift.column, problem: shift.problem, word: '' });
      gathered.addUnread(shift);
      continue;
    }
    const meant = words.meant(shift);
    mistakes.push(...unlisted(shift, meant, map));
    gathered.addRow(shift, isKept(meant));
    if (!isKept(meant)) continue;
    const place = placeOf(shift, meant);
    const person = shift.person === '' ? `#${shift.line}` : shift.person;
    const key = isListed(meant) ? person : JSON.stringify([person, place]);
    const shifts = ofPerson.get(key);
    if (shifts === undefined) ofPerson.set(key, [{ shift, place }]);
    else shifts.push({ shift, place });
  }
  for (const shifts of ofPerson.values()) {
    const twice = new Set<Shift>();
    const presences = presenceOf(shifts, (shift) => twice.add(shift));
    for (const presence of presences) gathered.addPresence(presence);
    for (const shift of twice) {
      gathered.addTwice(shift);
      const { line } = shift;
      mistakes.push({ line, column: map.start, problem: 'two-wards-at-once', word: '' });
    }
  }
  return {
    parts: gathered.list(),
    mistakes: mistakes.toSorted((a, b) => a.line - b.line),
    unplaced: gathered.unplaced,
    rows: rows.length,
  };
}

/** The columns that a roster must have. */
export function columnsOf(map: RosterMap): string[] {
  const { ward, person, headcount, role, date, start, end, activity, recorded } = map;
  const used = [ward, person, headcount, role, date, start, end, map.break, activity, recorded];
  return [...new Set(used.filter((column) => column !== undefined))];
}

/** Rows of absence and of roles without a part in nursing are not kept. */
function isKept({ role, isWork, ward }: Meant): boolean {
  return role !== 'ignore' && isWork !== false && ward !== '';
}

function isListed({ ward, role, isWork }: Meant): boolean {
  return ward !== null && role !== null && isWork !== null;
}

function placeOf({ ward, role, activity }: Shift, meant: Meant): string {
  return JSON.stringify(isListed(meant) ? [meant.ward, meant.role] : [ward, role, activity]);
}

function unlisted({ line, ward, role, activity }: Shift, meant: Meant, map: RosterMap) {
  if (!isKept(meant)) return [];
  const mistakes: RosterMistake[] = [];
  if (meant.ward === null) {
    mistakes.push({ line, column: map.ward, problem: 'unmapped-location', word: ward });
  }
  if (meant.role === null) {
    mistakes.push({ line, column: map.role, problem: 'unmapped-role', word: role });
  }
  if (meant.isWork === null) {
    const column = map.activity ?? '';
    mistakes.push({ line, column, problem: 'unmapped-activity', word: activity });
  }
  return mistakes;
}

interface Words {
  readonly role: string;
  readonly activity: string;
  rows: number;
  readonly hours: Map<Micros, number>;
}

/** What is known of the rows of a ward that begin on one day. */
class WardDay {
  readonly ward: string;
  readonly begins: LocalMicros;
  recordedAt: Micros | null = null;
  twice = 0;
  readonly unread: Partial<Record<ShiftProblem, number>> = {};
  readonly words = new Map<string, Words>();

  constructor(ward: string, begins: LocalMicros) {
    this.ward = ward;
    this.begins = begins;
  }

  of({ role, activity }: Shift): Words {
    const key = JSON.stringify([role, activity]);
    let words = this.words.get(key);
    if (words === undefined) {
      words = { role, activity, rows: 0, hours: new Map() };
      this.words.set(key, words);
    }
    return words;
  }
}

class Gathered {
  readonly unplaced: Partial<Record<ShiftProblem, number>> = {};
  private readonly rules: TimeRules;
  private readonly writtenAt: Micros;
  private readonly wardDays = new Map<string, WardDay>();

  constructor(rules: TimeRules, writtenAt: Micros) {
    this.rules = rules;
    this.writtenAt = writtenAt;
  }

  addUnread({ ward, day, problem }: UnreadShift): void {
    const counts = ward === '' || day === null ? this.unplaced : this.wardDay(ward, day).unread;
    counts[problem] = (counts[problem] ?? 0) + 1;
  }

  addRow(shift: Shift, isKept: boolean): void {
    const wardDay = this.wardDay(shift.ward, shift.day);
    if (isKept) wardDay.of(shift).rows += 1;
    const { recordedAt } = shift;
    if (recordedAt === null) return;
    wardDay.recordedAt = Math.max(recordedAt, wardDay.recordedAt ?? recordedAt);
  }

  addTwice({ ward, day }: Shift): void {
    this.wardDay(ward, day).twice += 1;
  }

  addPresence(presence: ReturnType<typeof presenceOf>[number]): void {
    const { shift, from, to, weight } = presence;
    const { hours } = this.wardDay(shift.ward, shift.day).of(shift);
    let hour = Math.floor(from / MICROS_PER_HOUR) * MICROS_PER_HOUR;
    for (; hour < to; hour += MICROS_PER_HOUR) {
      const there = Math.min(to, hour + MICROS_PER_HOUR) - Math.max(from, hour);
      hours.set(hour, (hours.get(hour) ?? 0) + (there / MICROS_PER_MINUTE) * weight);
    }
  }

  list(): RosterPart[] {
    return [...this.wardDays.values()].flatMap((wardDay) => this.partsOf(wardDay));
  }

  /** Of the day that its rows begin on, and of the next. */
  private partsOf(wardDay: WardDay): RosterPart[] {
    const { ward, begins, recordedAt, unread, twice } = wardDay;
    const next = begins + MICROS_PER_DAY;
    const midnight = instantOf(next, null, this.rules);
    const shared = { ward, begins: dateOf(begins), recordedAt: recordedAt ?? this.writtenAt };
    const hoursOf = (isNext: boolean): RosterHours[] =>
      [...wardDay.words.values()]
        .map(({ role, activity, rows, hours }) => ({
          ...{ role, activity, rows: isNext ? 0 : rows },
          hours: [...hours]
            .filter(([hour]) => hour >= midnight === isNext)
            .toSorted(([a], [b]) => a - b),
        }))
        .filter(({ rows, hours }) => rows > 0 || hours.length > 0);
    return [
      { ...shared, day: dateOf(begins), parts: hoursOf(false), unread, twice },
      { ...shared, day: dateOf(next), parts: hoursOf(true), unread: {}, twice: 0 },
    ];
  }

  private wardDay(ward: string, begins: LocalMicros): WardDay {
    const key = JSON.stringify([ward, begins]);
    let wardDay = this.wardDays.get(key);
    if (wardDay === undefined) {
      wardDay = new WardDay(ward, begins);
      this.wardDays.set(key, wardDay);
    }
    return wardDay;
  }
}

function dateOf(local: LocalMicros): string {
  return new Date(local / 1000).toISOString().slice(0, 10);
}
