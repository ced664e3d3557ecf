import { MICROS_PER_DAY, MICROS_PER_MINUTE, type Micros } from '../../../schemas/instant.ts';
import { instantOf, type LocalMicros, type TimeRules } from '../local-times.ts';
import type { RosterMap } from '../mapping/schema.ts';
import type { SourceRow } from '../tables/rows.ts';
import { fractionOfDay, minutesOfDay, readingOf } from '../tables/times.ts';

/** A row of a roster: from when to when somebody is there. */
export interface Shift {
  readonly line: number;
  readonly ward: string;
  readonly role: string;
  readonly activity: string;
  /** Distinguishes persons while one file is read, and is kept nowhere. */
  readonly person: string;
  readonly persons: number;
  /** The local day that it begins on. */
  readonly day: LocalMicros;
  readonly from: Micros;
  readonly to: Micros;
  /** The part of it without the break. */
  readonly present: number;
  readonly recordedAt: Micros | null;
}

export type ShiftProblem =
  | 'no-ward'
  | 'no-date'
  | 'no-time'
  | 'no-length'
  | 'not-a-number'
  | 'no-recorded-time';

/** A row that cannot be read. */
export interface UnreadShift {
  readonly line: number;
  readonly column: string;
  readonly problem: ShiftProblem;
  readonly ward: string;
  readonly day: LocalMicros | null;
}

interface LocalShift {
  readonly start: LocalMicros;
  readonly end: LocalMicros;
}

/** Reads a row. @param rules zone of its times */
export function readShift(row: SourceRow, map: RosterMap, rules: TimeRules): Shift | UnreadShift {
  const ward = row.get(map.ward);
  const dated = map.date === undefined ? null : dayOf(row.get(map.date));
  const unread = (column: string, problem: ShiftProblem, day = dated): UnreadShift => {
    return { line: row.line, column, problem, ward, day };
  };
  if (ward === '') return unread(map.ward, 'no-ward');
  if (map.date !== undefined && dated === null) return unread(map.date, 'no-date');
  const local = localShift(row, map, dated);
  if ('problem' in local) return unread(local.column, local.problem);
  const day = startOfDay(local.start);
  const [from, to] = [local.start, local.end].map((time) => instantOf(time, null, rules));
  const length = to! - from!;
  if (!(length > 0 && local.end - local.start <= MICROS_PER_DAY)) {
    return unread(map.end, 'no-length', day);
  }
  const present = map.breaks === 'spread' ? presentPart(row.get(map.break), length) : 1;
  if (present === null) return unread(map.break!, 'not-a-number', day);
  if (present <= 0) return unread(map.break!, 'no-length', day);
  const persons = map.headcount === undefined ? 1 : numberOf(row.get(map.headcount));
  if (!(persons >= 0 && persons <= 1000)) return unread(map.headcount!, 'not-a-number', day);
  const recordedAt = recordedOf(row.get(map.recorded), rules);
  if (Number.isNaN(recordedAt)) return unread(map.recorded!, 'no-recorded-time', day);
  return {
    ...{ line: row.line, ward, role: row.get(map.role), activity: row.get(map.activity) },
    ...{ person: row.get(map.person), persons, day, from: from!, to: to!, present, recordedAt },
  };
}

/** The start of the local day of a reading. */
export function startOfDay(local: LocalMicros): LocalMicros {
  return Math.floor(local / MICROS_PER_DAY) * MICROS_PER_DAY;
}

function dayOf(text: string): LocalMicros | null {
  const local = readingOf(text)?.local ?? Number.NaN;
  return Number.isNaN(local) ? null : startOfDay(local);
}

function localShift(
  row: SourceRow,
  map: RosterMap,
  day: LocalMicros | null,
): LocalShift | { column: string; problem: ShiftProblem } {
  const start = clockOf(row, map.start, day);
  if (start === null) return { column: map.start, problem: 'no-time' };
  const end = clockOf(row, map.end, startOfDay(start.local));
  if (end === null) return { column: map.end, problem: 'no-time' };
  if (end.local > start.local) return { start: start.local, end: end.local };
  if (end.isDated) return { column: map.end, problem: 'no-length' };
  return { start: start.local, end: end.local + MICROS_PER_DAY };
}

/** A time with a date of its own, or a time of a given day; `null` if it is neither. */
function clockOf(row: SourceRow, column: string, day: LocalMicros | null) {
  const text = row.get(column);
  const own = readingOf(text);
  if (own !== null) {
    return own.hasTimeOfDay && !Number.isNaN(own.local)
      ? { local: own.local, isDated: true }
      : null;
  }
  const minutes =
    row.isNumber(column) && /[.,]/.test(text) ? fractionOfDay(text) : minutesOfDay(text);
  if (day === null || Number.isNaN(minutes)) return null;
  return { local: day + minutes * MICROS_PER_MINUTE, isDated: false };
}

/** Break as minutes or `0:30`. */
function presentPart(text: string, length: Micros): number | null {
  if (text === '') return 1;
  const minutes = /^\d{1,2}:\d{2}$/.test(text) ? minutesOfDay(text) : numberOf(text);
  return minutes >= 0 ? 1 - (minutes * MICROS_PER_MINUTE) / length : null;
}

function numberOf(text: string): number {
  return /^\d+(?:[.,]\d+)?$/.test(text) ? Number(text.replace(',', '.')) : Number.NaN;
}

function recordedOf(text: string, rules: TimeRules): Micros | null {
  if (text === '') return null;
  const reading = readingOf(text);
  if (reading === null || !reading.hasTimeOfDay) return Number.NaN;
  return instantOf(reading.local, reading.offset, rules);
}
