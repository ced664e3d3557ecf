import { z } from 'zod';

/** Microseconds since 1970-01-01T00:00:00Z: an exact integer in a double until the year 2255. */
export type Micros = number;

export const MICROS_PER_MINUTE = 60_000_000;
export const MICROS_PER_HOUR = 3_600_000_000;
export const MICROS_PER_DAY = 24 * MICROS_PER_HOUR;

const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
const EARLIEST_YEAR = 1900;
const LATEST_YEAR = 2249;

/**
 * Parses an RFC 3339 instant (`2026-01-05T08:10:00Z`, `2026-01-05T09:10:00.123456+01:00`) to
 * microseconds; digits past the sixth fraction digit are cut. NaN when the text is not an instant
 * between the years 1900 and 2249, or has no offset. `Date.parse` is not used: it keeps
 * milliseconds only and accepts what RFC 3339 does not.
 */
export function parseInstant(text: string): Micros {
  if (
    text.length < 20 ||
    text[4] !== '-' ||
    text[7] !== '-' ||
    text[10] !== 'T' ||
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
  if (!(year >= EARLIEST_YEAR && year <= LATEST_YEAR && month >= 1 && month <= 12)) {
    return Number.NaN;
  }
  if (!(day >= 1 && day <= daysIn(year, month) && hour < 24 && minute < 60 && second < 60)) {
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
  const seconds = (daysSinceEpoch(year, month, day) * 24 + hour) * 3600 + minute * 60 + second;
  return (seconds - offset * 60) * 1_000_000 + fraction;
}

/** Formats microseconds as RFC 3339 UTC, with a fraction only where there is one. */
export function formatInstant(micros: Micros): string {
  const text = new Date(Math.floor(micros / 1000)).toISOString();
  const fraction = ((micros % 1_000_000) + 1_000_000) % 1_000_000;
  const digits6 = fraction === 0 ? '' : `.${String(fraction).padStart(6, '0').replace(/0+$/, '')}`;
  return `${text.slice(0, 19)}${digits6}Z`;
}

/** An instant on the wire: RFC 3339 with offset; microseconds since 1970 once parsed. */
export const instant = z
  .string()
  .meta({ format: 'date-time', description: 'RFC 3339 instant with offset' })
  .transform((text, context) => {
    const micros = parseInstant(text);
    if (!Number.isNaN(micros)) return micros;
    context.issues.push({
      code: 'custom',
      message: 'Expected an RFC 3339 instant with offset, such as 2026-01-05T08:10:00Z',
      input: undefined,
    });
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
  if (text[at] === 'Z' && text.length === at + 1) return 0;
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

function daysIn(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function daysSinceEpoch(year: number, month: number, day: number): number {
  const before = year - 1;
  const leapDays =
    Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400) - 477;
  const leapDay = month > 2 && isLeap(year) ? 1 : 0;
  return (year - 1970) * 365 + leapDays + DAYS_BEFORE_MONTH[month - 1]! + leapDay + day - 1;
}
