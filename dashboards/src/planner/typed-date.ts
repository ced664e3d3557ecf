import { isDate } from '../site-time.ts';

/** While a year is typed it is none of this time: such a date is waited out. */
export const FIRST_DATE = '2000-01-01';
export const LAST_DATE = '2099-12-31';

/**
 * A date as it is typed, `2026-11-27`, `20261127` or `261127`, as the ISO date; `null` if it is none of the calendar, or
 * of another century.
 */
export function typedDate(text: string): string | null {
  const parts = /^(20)?(\d\d)([-/.]?)(\d\d)\3(\d\d)$/.exec(text.trim());
  if (parts === null) return null;
  const date = `20${parts[2]}-${parts[4]}-${parts[5]}`;
  return isDate(date) ? date : null;
}

/** A date and a time of the day, `2026-11-27 07:00` or `261127 7.00`, as `2026-11-27T07:00`; `null` if it is none. */
export function typedClock(text: string): string | null {
  const parts = /^(\S+?)(?:\s+|T)(\d{1,2})[:.]?(\d\d)$/.exec(text.trim());
  const date = parts === null ? null : typedDate(parts[1]!);
  const [hour, minute] = [Number(parts?.[2]), Number(parts?.[3])];
  if (date === null || hour > 23 || minute > 59) return null;
  return `${date}T${String(hour).padStart(2, '0')}:${parts![3]}`;
}
