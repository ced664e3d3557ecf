import type { Micros } from '../../schemas/instant.ts';
import type { Site } from '../../schemas/site.ts';
import { hours, minuteOf } from './grid.ts';
import type { Encounter } from './log.ts';
import { news2 } from './news2.ts';
import { decimal, notNegative, type Rational, ratio, times } from './rational.ts';
import { isObservation, latest, NEWS2_PARAMETERS, type Readings, scaleAt } from './readings.ts';

/** Minutes one set of observations takes: Dall'Ora et al. 2021. */
const MINUTES_PER_SET = decimal(5.02);

/** Observation sets a day that a NEWS2 score asks for. */
export function setsPerDay(score: number, singleThree: boolean): 2 | 5 | 24 | 48 {
  if (score >= 7) return 48;
  if (score >= 5 || singleThree) return 24;
  return score >= 1 ? 5 : 2;
}

/** V: minutes an hour beyond the five sets a day that the norm already holds. */
export function surveillanceMinutes(sets: number): Rational {
  return times(notNegative(ratio(sets - 5, 24)), MINUTES_PER_SET);
}

const INTERVAL = { 2: hours(12), 5: hours(6), 24: hours(1), 48: hours(0.5) } as const;

/**
 * Time since the newest complete set of the last 24 hours, in units of the interval that its own
 * NEWS2 asks for; null without such a set.
 */
export function vitalsOverdue(
  encounter: Encounter,
  evaluated: Micros,
  switches: Site['switches'],
): number | null {
  const before = encounter.events.filter(({ occurredAt }) => occurredAt < evaluated);
  const minutes = before
    .filter(isObservation)
    .map(({ occurredAt }) => minuteOf(occurredAt))
    .filter((minute) => minute >= evaluated - hours(24));
  const scale = scaleAt(encounter, evaluated);
  for (const minute of minutes.toSorted((a, b) => b - a)) {
    const events = before.filter(({ occurredAt }) => minuteOf(occurredAt) === minute);
    const { score, singleThree } = news2({ values: valuesOf(events, switches), scale });
    if (score !== null) {
      return (evaluated - minute) / INTERVAL[setsPerDay(score, singleThree)];
    }
  }
  return null;
}

function valuesOf(events: Encounter['events'], switches: Site['switches']): Readings['values'] {
  const values = Object.fromEntries(
    NEWS2_PARAMETERS.map((code) => [code, latest(events, code)?.value ?? null]),
  ) as Readings['values'];
  const { consciousness, spo2, 'supplemental-oxygen': oxygen } = values;
  const air = switches.assumeAirWhenNotRecorded && spo2 !== null ? false : null;
  return {
    ...values,
    consciousness: consciousness ?? (switches.assumeAlertWhenNotRecorded ? 'A' : null),
    'supplemental-oxygen': oxygen ?? air,
  };
}
