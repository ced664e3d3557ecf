import { MICROS_PER_MINUTE, type Micros } from '../../schemas/instant.ts';
import type { Site } from '../../schemas/site.ts';
import { hours } from './grid.ts';

export type Grain = 'hour' | 'shift' | 'day' | 'week' | 'month';

/** A calendar day, `2026-01-05`. */
type Day = string;

/**
 * The name of the bucket of a UTC hour: hours with one name are in one bucket. A UTC hour is its own
 * at grain `hour`, so that the hour that comes twice in autumn is two.
 */
export function bucketName(hour: Micros, grain: Grain, site: Site): string {
  const { day, time } = localTime(hour, site.timeZone);
  if (grain === 'hour') return String(hour);
  if (grain === 'shift') return shiftOf(day, time, site.shifts);
  if (grain === 'day') return day;
  return grain === 'week' ? mondayOf(day) : day.slice(0, 7);
}

/** The local day that holds an instant. */
export function dayOf(instant: Micros, timeZone: string): Day {
  return localTime(instant, timeZone).day;
}

/** The first instant of a local day: midnight, or what comes in its place where clocks jump over it. */
export function dayStart(day: Day, timeZone: string): Micros {
  let instant = Date.parse(day) * 1000 - hours(15);
  while (dayOf(instant, timeZone) < day) instant += 15 * MICROS_PER_MINUTE;
  return instant;
}

/** The day on which the shift begins that runs at a local time, and its start. */
function shiftOf(day: Day, time: string, shifts: Site['shifts']): string {
  const starts = shifts.map(({ start }) => start).sort();
  const begun = starts.findLast((start) => start <= time);
  return begun === undefined ? `${daysAfter(day, -1)} ${starts.at(-1)}` : `${day} ${begun}`;
}

function mondayOf(day: Day): Day {
  return daysAfter(day, -((new Date(day).getUTCDay() + 6) % 7));
}

function daysAfter(day: Day, count: number): Day {
  return new Date(Date.parse(day) + count * 86_400_000).toISOString().slice(0, 10);
}

/** An instant by the clock of the site, to the minute, `2026-01-05T09:00:00+01:00`. */
export function localText(instant: Micros, timeZone: string): string {
  const { day, time } = localTime(instant, timeZone);
  const minutes = (Date.parse(`${day}T${time}Z`) - Math.floor(instant / 60e6) * 60e3) / 60e3;
  const twoDigits = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const offset = `${twoDigits(Math.abs(minutes) / 60)}:${twoDigits(Math.abs(minutes) % 60)}`;
  return `${day}T${time}:00${minutes < 0 ? '-' : '+'}${offset}`;
}

function localTime(instant: Micros, timeZone: string): { day: Day; time: string } {
  const parts = Object.fromEntries(
    clock(timeZone)
      .formatToParts(instant / 1000)
      .map(({ type, value }) => [type, value]),
  );
  return {
    day: `${parts.year}-${parts.month}-${parts.day}`,
    time: `${parts.hour}:${parts.minute}`,
  };
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function clock(timeZone: string): Intl.DateTimeFormat {
  const known =
    clocks.get(timeZone) ??
    new Intl.DateTimeFormat('en', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
  clocks.set(timeZone, known);
  return known;
}
