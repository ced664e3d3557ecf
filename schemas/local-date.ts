import type { Micros } from './instant.ts';

const DAY = /^(\d{4})-(\d\d)-(\d\d)$/;
const MINUTE = 60_000;
const DAY_MINUTES = 24 * 60;

/** Whether a text is a local date that exists. */
export function isLocalDate(text: string): boolean {
  const found = DAY.exec(text);
  if (found === null) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

/** The first minute of a local day, also if clocks go forward at midnight. */
export function startOfDay(day: string, timeZone: string): Micros {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
  const isBefore = (instant: number) => format.format(instant) < day;
  const noon = Date.parse(`${day}T12:00:00Z`);
  // no zone is further from UTC than 14 hours
  let [before, after] = [-2 * DAY_MINUTES, 2 * DAY_MINUTES];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (isBefore(noon + middle * MINUTE)) before = middle;
    else after = middle;
  }
  return (noon + after * MINUTE) * 1000;
}
