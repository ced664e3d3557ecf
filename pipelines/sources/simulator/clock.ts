/** Whole seconds since 1970-01-01T00:00:00Z. */
export type Seconds = number;

export const MINUTE = 60;
export const HOUR = 3600;
export const DAY = 86_400;

/** One UTC hour, and what the hospital's wall clock says at its start. */
export interface Hour {
  readonly start: Seconds;
  /** Local hour, 0..23. */
  readonly local: number;
  /** Local day, counted from 1970-01-01. */
  readonly day: number;
  /** 0 is Monday. */
  readonly weekday: number;
  readonly weekend: boolean;
}

/** The hour that holds an instant. */
export function hourOf(at: Seconds): Hour {
  const start = at - (at % HOUR);
  const shifted = start + localOffset(start);
  const day = Math.floor(shifted / DAY);
  const weekday = weekdayOf(day);
  return { start, local: (shifted % DAY) / HOUR, day, weekday, weekend: weekday > 4 };
}

/** 0 is Monday; 1970-01-01 was a Thursday. */
export function weekdayOf(day: number): number {
  return (day + 3) % 7;
}

/** The instant of a local hour on a local day. */
export function localTime(day: number, hour: number): Seconds {
  const guess = day * DAY + hour * HOUR - HOUR;
  return guess + HOUR - localOffset(guess);
}

/** Central European time: two hours from the last Sunday of March, 01:00 UTC, to that of October. */
function localOffset(at: Seconds): Seconds {
  const year = new Date(at * 1000).getUTCFullYear();
  return at >= lastSunday(year, 2) + HOUR && at < lastSunday(year, 9) + HOUR ? 2 * HOUR : HOUR;
}

/** RFC 3339 in UTC, whole seconds. */
export function utc(at: Seconds): string {
  return `${wallClock(at)}Z`;
}

/** The same instant with milliseconds, which sort after the whole second. */
export function utcWithFraction(at: Seconds, milliseconds: number): string {
  return `${wallClock(at)}.${String(milliseconds).padStart(3, '0')}Z`;
}

/** The same instant in local time with its offset. */
export function local(at: Seconds): string {
  const offset = localOffset(at);
  return `${wallClock(at + offset)}+0${offset / HOUR}:00`;
}

const TWO_DIGITS = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, '0'));
const MINUTES_OF_DAY = Array.from(
  { length: 1440 },
  (_, minute) => `${TWO_DIGITS[Math.floor(minute / 60)]}:${TWO_DIGITS[minute % 60]}:`,
);
const dates = new Map<number, string>();

function wallClock(at: Seconds): string {
  const day = Math.floor(at / DAY);
  const second = at - day * DAY;
  const minute = Math.floor(second / MINUTE);
  let date = dates.get(day);
  if (date === undefined) {
    date = new Date(day * DAY * 1000).toISOString().slice(0, 11);
    dates.set(day, date);
  }
  return date + MINUTES_OF_DAY[minute]! + TWO_DIGITS[second - minute * MINUTE]!;
}

function lastSunday(year: number, month: number): Seconds {
  const lastDay = Date.UTC(year, month + 1, 0) / 1000 / DAY;
  return (lastDay - ((weekdayOf(lastDay) + 1) % 7)) * DAY;
}
