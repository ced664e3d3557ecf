import type { Micros } from '../../schemas/instant.ts';
import type { Site } from '../../schemas/site.ts';
import { parametersOf } from './parameters.ts';

/** Whether a UTC hour is of the day where it begins, and how many of a usual day's hours are. */
export interface DayHours {
  readonly isDay: boolean;
  readonly dayHours: number;
}

/** Looks at the clock of the site, and goes through the hours of a usual day that begin at the same minute. */
export function dayHoursAt(hour: Micros, site: Site): DayHours {
  const [of, minute] = clockAt(hour, site.timeZone).split(':') as [string, string];
  const isDay = (clockHour: string) => isDayTime(`${clockHour}:${minute}`, site);
  const all = Array.from({ length: 24 }, (_, clockHour) => String(clockHour).padStart(2, '0'));
  return { isDay: isDay(of), dayHours: all.filter(isDay).length };
}

function isDayTime(time: string, site: Site): boolean {
  const { shifts } = site;
  if (parametersOf(site).dayHours === 'statute' || shifts.length === 1) {
    return time >= '06:00' && time < '22:00';
  }
  const starts = shifts.map(({ start }) => start).sort();
  const running = starts.findLast((start) => start <= time) ?? starts.at(-1);
  const night = shifts.find(({ night: isNight }) => isNight)?.start ?? starts.at(-1);
  return running !== night;
}

function clockAt(instant: Micros, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(
    instant / 1000,
  );
}
