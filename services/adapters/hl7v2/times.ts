import type { Micros } from '../../../schemas/instant.ts';
import type { TimeProblem } from '../facts.ts';
import { instantOf, localMicros, type TimeRules } from '../local-times.ts';
import { NOTHING } from './er7.ts';

const SHAPE =
  /^(\d{4})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:\.(\d+))?)?)?)?)?)?([+-]\d{4})?$/;

/**
 * Reads a time such as `202603020810`, `20260302081059.1234+0100`; `null` if the text says none. Minutes are precise
 * enough. A date alone, or with the hour alone, is no time of day.
 */
export function readTime(text: string, rules: TimeRules): Micros | TimeProblem | null {
  if (text === '' || text === NOTHING) return null;
  const parts = SHAPE.exec(text);
  if (parts === null) return 'no-time';
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(numberOr);
  const fraction = Number((parts[7] ?? '').slice(0, 6).padEnd(6, '0'));
  const local = localMicros(
    year!,
    month ?? 1,
    day ?? 1,
    hour ?? 0,
    minute ?? 0,
    second ?? 0,
    fraction,
  );
  const offset = offsetMinutes(parts[8]);
  const instant = instantOf(local, offset, rules);
  if (Number.isNaN(instant)) return 'no-time';
  return minute === undefined ? 'no-time-of-day' : instant;
}

/** A date of birth and a time as dates of the calendar. */
interface CalendarDate {
  readonly year: number;
  readonly monthAndDay: number;
}

/**
 * Age in whole years at a time of the record, by the dates as they are written; `null` if one is none, or the age is not one
 * that people have.
 * @param born a date, such as `19731030`; a time of day after it is not read
 */
export function ageAt(born: string, time: string): number | null {
  const [from, to] = [dateOf(born), dateOf(time)];
  if (from === null || to === null) return null;
  const years = to.year - from.year - (to.monthAndDay < from.monthAndDay ? 1 : 0);
  return years >= 0 && years <= OLDEST ? years : null;
}

const OLDEST = 130;

function dateOf(text: string): CalendarDate | null {
  const parts = /^(\d{4})(\d{2})(\d{2})/.exec(text);
  if (parts === null) return null;
  const [year, month, day] = parts.slice(1).map(Number);
  if (Number.isNaN(localMicros(year!, month!, day!, 0, 0))) return null;
  return { year: year!, monthAndDay: month! * 100 + day! };
}

function numberOr(part: string | undefined): number | undefined {
  return part === undefined ? undefined : Number(part);
}

function offsetMinutes(text: string | undefined): number | null {
  if (text === undefined) return null;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(3, 5));
  return text.startsWith('-') ? -minutes : minutes;
}
