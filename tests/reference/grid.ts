import { MICROS_PER_HOUR, MICROS_PER_MINUTE, type Micros } from '../../schemas/instant.ts';

/** Start of the UTC hour that holds an instant. */
export function hourOf(instant: Micros): Micros {
  return floorTo(instant, MICROS_PER_HOUR);
}

/** Start of the minute that holds an instant. */
export function minuteOf(instant: Micros): Micros {
  return floorTo(instant, MICROS_PER_MINUTE);
}

export function hours(count: number): Micros {
  return count * MICROS_PER_HOUR;
}

/** True for hours that start at local 06..21, the day shift of the German norm. */
export function isDayHour(hour: Micros, timeZone: string): boolean {
  const local = Number(clock(timeZone).format(hour / 1000));
  return local >= 6 && local <= 21;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function clock(timeZone: string): Intl.DateTimeFormat {
  const known =
    clocks.get(timeZone) ??
    new Intl.DateTimeFormat('en', { timeZone, hour: '2-digit', hourCycle: 'h23' });
  clocks.set(timeZone, known);
  return known;
}

function floorTo(instant: Micros, step: Micros): Micros {
  return instant - (((instant % step) + step) % step);
}
