import { z } from 'zod';

/** Microseconds since 1970-01-01T00:00:00Z: an exact integer in a double until the year 2255. */
export type Micros = number;

export const MICROS_PER_MINUTE = 60_000_000;
export const MICROS_PER_HOUR = 3_600_000_000;
export const MICROS_PER_DAY = 24 * MICROS_PER_HOUR;

const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
/** The first and the last microsecond of instants that are taken: the years 1900 to 2249, UTC. */
export const EARLIEST: Micros = daysSinceEpoch(1900, 1, 1) * MICROS_PER_DAY;
export const LATEST: Micros = daysSinceEpoch(2250, 1, 1) * MICROS_PER_DAY - 1;

/** True for a time that is taken. */
export function isInRange(micros: Micros): boolean {
  return micros >= EARLIEST && micros <= LATEST;
}

/**
 * Parses an RFC 3339 instant (`2026-01-05T08:10:00Z`, `2026-01-05t09:10:00.123456+01:00`) to
 * microseconds; NaN if the text is none, or is not of the years 1900 to 2249 (UTC).
 *
 * As the RFC has it, `T` and `Z` may be small, and a fraction of any length is read to six digits. Second
 * 60 is taken at the end of a month (UTC), where leap seconds are, and is the second after it. Hour 24, a
 * space for `T` and a time without offset are not taken. `Date.parse` is not used: it keeps milliseconds
 * only and accepts what RFC 3339 does not.
 */
export function parseInstant(text: string): Micros {
  const micros = readInstant(text);
  return isInRange(micros) ? micros : Number.NaN;
}

/** What is wrong with a text that `parseInstant` takes for none. */
export function instantProblem(text: string): string {
  if (!Number.isNaN(readInstant(text)) || /^[+-]\d{6}-/.test(text)) return RANGE;
  const parts = SHAPE.exec(text);
  if (parts === null) {
    return 'Expected an RFC 3339 instant with offset, such as 2026-01-05T08:10:00Z';
  }
  if (parts[1] === undefined) return 'Expected an offset after the time, such as Z or +01:00';
  return 'Expected a date and a time of day that exist';
}

const RANGE = 'Expected an instant within the years 1900 to 2249 (UTC)';
const SHAPE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(Z|[+-]\d\d:\d\d)?$/i;

/** A well-formed instant of any year; NaN for what is none. */
function readInstant(text: string): Micros {
  if (
    text.length < 20 ||
    text[4] !== '-' ||
    text[7] !== '-' ||
    (text[10] !== 'T' && text[10] !== 't') ||
    text[13] !== ':' ||
    text[16] !== ':'
  )
    return Number.NaN;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 2);
  const day = digits(text, 8, 2);
  const hour = digits(text, 11, 2);
  const minute = digits(text, 14, 2);
  const second = digits(text, 17, 2);
  if (!(year >= 0 && month >= 1 && month <= 12)) return Number.NaN;
  if (!(day >= 1 && day <= daysIn(year, month) && hour < 24 && minute < 60 && second <= 60)) {
    return Number.NaN;
  }
  let at = 19;
  let fraction = 0;
  if (text[at] === '.') {
    let scale = 100_000;
    const first = ++at;
    for (let d = digits(text, at, 1); !Number.isNaN(d); d = digits(text, ++at, 1)) {
      fraction += d * scale;
      scale = scale > 1 ? scale / 10 : 0;
    }
    if (at === first) return Number.NaN;
  }
  const offset = offsetMinutes(text, at);
  const seconds =
    (daysSinceEpoch(year, month, day) * 24 + hour) * 3600 + minute * 60 + second - offset * 60;
  const micros = seconds * 1_000_000 + fraction;
  return second === 60 && !isStartOfMonth(seconds) ? Number.NaN : micros;
}

/** The range of `Date`. */
const FARTHEST: Micros = 8.64e18;

/**
 * Formats microseconds as RFC 3339 UTC, with a fraction only if there is one. Years that RFC 3339 has no
 * digits for are written with six; what is past those is as far as they go.
 */
export function formatInstant(micros: Micros): string {
  const clamped = Math.max(-FARTHEST, Math.min(FARTHEST, micros));
  const day = Math.floor(clamped / MICROS_PER_DAY);
  const ofDay = clamped - day * MICROS_PER_DAY;
  const second = Math.floor(ofDay / 1_000_000);
  const fraction = ofDay % 1_000_000;
  const digits6 = fraction === 0 ? '' : `.${String(fraction).padStart(6, '0').replace(/0+$/, '')}`;
  const [hours, minutes] = [Math.floor(second / 3600), Math.floor(second / 60) % 60];
  return `${dateText(day)}T${TWO_DIGITS[hours]}:${TWO_DIGITS[minutes]}:${TWO_DIGITS[second % 60]}${digits6}Z`;
}

const TWO_DIGITS = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));
/** Texts of days, since instants of one day come together; emptied when it is full. */
const dateTexts = new Map<number, string>();
const MOST_DATE_TEXTS = 1_000;

/** The date of a day after 1970-01-01, as `Date` writes it. */
function dateText(day: number): string {
  const known = dateTexts.get(day);
  if (known !== undefined) return known;
  if (dateTexts.size === MOST_DATE_TEXTS) dateTexts.clear();
  const text = new Date(day * 86_400_000).toISOString().slice(0, -14);
  dateTexts.set(day, text);
  return text;
}

/** An instant on the wire: RFC 3339 with offset; microseconds since 1970 once parsed. */
export const instant = z
  .string()
  .meta({
    format: 'date-time',
    description: 'RFC 3339 instant with offset, within the years 1900 to 2249 (UTC)',
  })
  .transform((text, context) => {
    const micros = parseInstant(text);
    if (!Number.isNaN(micros)) return micros;
    context.issues.push({ code: 'custom', message: instantProblem(text), input: undefined });
    return z.NEVER;
  });

/**
 * Parses an instant that no score depends on. A year out of range, such as `9999-12-31T00:00:00Z` for an open end,
 * returns undefined. So does a year of six digits, as `formatInstant` writes it. NaN if the text is no instant.
 */
export function parsePlanned(text: string): Micros | undefined {
  if (isOfFarYear(text)) return undefined;
  const micros = readInstant(text);
  return Number.isNaN(micros) || isInRange(micros) ? micros : undefined;
}

/** True for a well-formed instant of a year that has no four digits. */
function isOfFarYear(text: string): boolean {
  const [, year, rest] = /^([+-]\d{6})(-.*)$/.exec(text) ?? [];
  if (year === undefined || (Number(year) >= 0 && Number(year) <= 9999)) return false;
  // the calendar repeats every 400 years
  const alike = 2000 + (((Number(year) % 400) + 400) % 400);
  return !Number.isNaN(readInstant(`${alike}${rest}`));
}

/** A planned time: out of the range of instants it is as if it were not given. */
export const planned = z
  .string()
  .meta({
    format: 'date-time',
    description:
      'RFC 3339 instant with offset; outside the years 1900 to 2249 (UTC) it counts as not given',
  })
  .transform((text, context) => {
    const micros = parsePlanned(text);
    if (!Number.isNaN(micros)) return micros;
    context.issues.push({ code: 'custom', message: instantProblem(text), input: undefined });
    return z.NEVER;
  });

function digits(text: string, from: number, count: number): number {
  let value = 0;
  for (let i = from; i < from + count; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

function offsetMinutes(text: string, at: number): number {
  if ((text[at] === 'Z' || text[at] === 'z') && text.length === at + 1) return 0;
  const sign = text[at] === '+' ? 1 : text[at] === '-' ? -1 : Number.NaN;
  const hours = digits(text, at + 1, 2);
  const minutes = digits(text, at + 4, 2);
  if (text.length !== at + 6 || text[at + 3] !== ':' || hours > 23 || minutes > 59)
    return Number.NaN;
  return sign * (hours * 60 + minutes);
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Days of a month, 1 to 12. */
export function daysIn(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days from 1970-01-01 to a date. */
export function daysSinceEpoch(year: number, month: number, day: number): number {
  const before = year - 1;
  const leapDays =
    Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400) - 477;
  const leapDay = month > 2 && isLeap(year) ? 1 : 0;
  return (year - 1970) * 365 + leapDays + DAYS_BEFORE_MONTH[month - 1]! + leapDay + day - 1;
}

function isStartOfMonth(seconds: number): boolean {
  return seconds % 86_400 === 0 && new Date(seconds * 1000).getUTCDate() === 1;
}
