import { formatLocalDate, type LocalTime, parseLocalTime } from '../local-time.ts';

/** MIMIC-III was recorded in Boston; its times are wall-clock times there. */
export const TIME_ZONE = 'America/New_York';

const DAY = 86_400_000;

/** `start`: a Monday, `YYYY-MM-DD`. `days`: at least 7. */
export interface Window {
  start: string;
  days: number;
}

/** Says in words that the calendar is invented, and who invented it. */
export function describeCalendar(window: Window | undefined): string {
  const source =
    'MIMIC-III moved the dates of every patient into the years 2100 to 2200, each by its own offset';
  if (window === undefined) return `Invented calendar: ${source}.`;
  const end = formatLocalDate(midnight(window.start) + window.days * DAY);
  return (
    `Invented calendar: ${source}; this import moved each admission once more, by whole weeks, ` +
    `so that it starts from ${window.start} up to ${end}. Patients who seem to share a ward never did.`
  );
}

/** Throws a RangeError unless the window starts on a Monday and lasts a week or more. */
export function checkWindow({ start, days }: Window): void {
  const monday = parseLocalTime(start);
  if (start.length !== 10 || new Date(monday).getUTCDay() !== 1) {
    throw new RangeError(`window.start: expected a Monday as YYYY-MM-DD, got ${start}`);
  }
  if (!Number.isInteger(days) || days < 7) {
    throw new RangeError(`window.days: expected a whole number of at least 7, got ${days}`);
  }
}

/**
 * How far to move an admission into the window, in milliseconds of wall-clock time: a whole number
 * of weeks, so weekday and hour of day stay. Among the weeks in which the admission starts inside
 * the window, those in which it also ends inside come first; its number picks one of them. An
 * admission longer than the window starts in the first week and runs on past the end.
 */
export function shiftInto(
  window: Window,
  admission: { hadmId: number; admittedAt: LocalTime; dischargedAt: LocalTime },
): number {
  const first = midnight(window.start);
  const end = first + window.days * DAY;
  const day = Math.floor(admission.admittedAt / DAY) * DAY;
  const weekday = (new Date(day).getUTCDay() + 6) % 7;
  const length = admission.dischargedAt - day;
  const shifts: number[] = [];
  for (let date = first + weekday * DAY; date < end; date += 7 * DAY) shifts.push(date - day);
  const fitting = shifts.filter((shift) => day + shift + length <= end);
  if (fitting.length === 0) return shifts[0]!;
  return fitting[scatter(admission.hadmId) % fitting.length]!;
}

function midnight(date: string): LocalTime {
  return parseLocalTime(date);
}

/** Fibonacci hashing: neighbouring numbers land far apart. */
function scatter(number: number): number {
  return Math.imul(number, 2654435761) >>> 16;
}
