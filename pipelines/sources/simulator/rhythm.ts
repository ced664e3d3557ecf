import {
  DAY,
  HOUR,
  type Hour,
  hourOf,
  localTime,
  MINUTE,
  type Seconds,
  weekdayOf,
} from './clock.ts';
import type { Random } from './random.ts';
import type { Specialty } from './specialty.ts';

/** Planned patients come in the morning of a working day, a few on Sunday for Monday's list. */
const PLANNED_BY_HOUR = [0, 0, 0, 0, 0, 0, 2, 8, 9, 7, 6, 5, 4, 3, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0];
const PLANNED_BY_WEEKDAY = [1.4, 1.4, 1.35, 1.3, 0.95, 0.15, 0.45];
/** Emergencies leave the emergency department from late morning on, most in the evening. */
const EMERGENCY_BY_HOUR = [
  4, 3, 3, 2, 2, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 12, 12, 11, 10, 8, 7, 5,
];
const EMERGENCY_BY_WEEKDAY = [1.1, 1.02, 1, 1, 1, 0.94, 0.94];
/** Home before lunch if the round is early, otherwise in the afternoon. */
const DEPARTURE_BY_HOUR = [
  0, 0, 0, 0, 0, 0, 0, 1, 4, 7, 11, 14, 13, 12, 6, 5, 4, 3, 2, 1, 0, 0, 0, 0,
];
const OCCUPANCY_BY_WEEKDAY = [0.94, 0.96, 0.96, 0.95, 0.92, 0.87, 0.87];

const MEAN_OCCUPANCY = 0.92;
/** Spread of the length of stay (log-normal). */
export const STAY_SIGMA = 0.75;

/** The share of beds in use that the hospital steers toward. */
export function targetOccupancy(weekday: number): number {
  return OCCUPANCY_BY_WEEKDAY[weekday]!;
}

/** Expected admissions to a ward in an hour: its own rhythm, held back when full. */
export function admissionRate(
  specialty: Specialty,
  beds: number,
  occupancy: number,
  hour: Hour,
): number {
  const meanStay = specialty.stayDays * Math.exp(STAY_SIGMA ** 2 / 2) + 0.2;
  const perHour = (beds * MEAN_OCCUPANCY) / (meanStay * 24);
  const planned = share(PLANNED_BY_HOUR, hour.local) * PLANNED_BY_WEEKDAY[hour.weekday]!;
  const emergency = share(EMERGENCY_BY_HOUR, hour.local) * EMERGENCY_BY_WEEKDAY[hour.weekday]!;
  const target = targetOccupancy(hour.weekday);
  const pull = Math.min(3, Math.max(0.05, 1 + (7 * (target - occupancy)) / target));
  return perHour * pull * (specialty.planned * planned + (1 - specialty.planned) * emergency);
}

/** A plausible instant of arrival on the local day that holds `at`. */
export function arrivalTime(at: Seconds, planned: boolean, random: Random): Seconds {
  const hours = planned ? PLANNED_BY_HOUR : EMERGENCY_BY_HOUR;
  return localTime(hourOf(at).day, random.weighted(hours)) + random.whole(0, HOUR - 1);
}

/**
 * When a patient who is well enough at `ready` goes home: in the hours of the day for it, some a day
 * early before the weekend, some not until Monday; never before `earliest`.
 */
export function departureTime(ready: Seconds, earliest: Seconds, random: Random): Seconds {
  let { day } = hourOf(ready);
  const weekday = weekdayOf(day);
  if (weekday > 4) {
    const choice = random.unit();
    if (choice < 0.14) day -= weekday - 4;
    else if (choice < 0.4) day += 7 - weekday;
  }
  for (;;) {
    const at = localTime(day++, random.weighted(DEPARTURE_BY_HOUR)) + random.whole(0, HOUR - 1);
    if (at >= earliest) return at;
  }
}

/** What the ward writes down as the day of discharge: right, or a day or two out. */
export function plannedDeparture(leavesAt: Seconds, admittedAt: Seconds, random: Random): Seconds {
  const miss = random.chance(0.55) ? 0 : random.pick([-2, -1, -1, 1, 1, 2]);
  const { day } = hourOf(leavesAt + miss * DAY);
  return Math.max(localTime(day, 11), admittedAt + 30 * MINUTE);
}

function share(profile: readonly number[], hour: number): number {
  return (profile[hour]! * profile.length) / profile.reduce((sum, weight) => sum + weight, 0);
}
