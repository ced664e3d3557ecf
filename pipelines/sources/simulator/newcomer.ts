import { prescribe } from './care.ts';
import { DAY, HOUR, MINUTE, type Seconds } from './clock.ts';
import { plannedNeeds } from './needs.ts';
import { pseudonym } from './patient.ts';
import { Random } from './random.ts';
import { arrivalTime, departureTime, plannedDeparture, STAY_SIGMA } from './rhythm.ts';
import type { Patient, Ward } from './ward.ts';

const LONGEST_STAY = 45 * DAY;
const LONGEST_BEFORE = 14 * DAY;
const DEATHS = 0.015;

/** A patient who came at `at` and is ready to leave after `stay` seconds, not yet in a bed. */
export function newPatient(
  home: Ward,
  at: Seconds,
  stay: Seconds,
  seed: number,
  earliestDeparture = at + 3 * HOUR,
): Patient {
  const { specialty } = home;
  const serial = home.encounters++;
  const random = new Random(seed, 2, home.index, serial);
  const [mean, deviation, youngest, oldest] = specialty.age;
  const age = Math.round(Math.min(oldest, Math.max(youngest, random.normal(mean, deviation))));
  const ready = at + Math.max(6 * HOUR, Math.min(LONGEST_STAY, stay));
  const dies = random.chance(DEATHS);
  const leavesAt = dies
    ? Math.max(Math.floor(ready), earliestDeparture)
    : departureTime(Math.floor(ready), earliestDeparture, random);
  const needs = plannedNeeds(specialty, at, leavesAt, random);
  const severity = Math.min(1.1, random.logNormal(specialty.severity, 0.55) + (dies ? 0.3 : 0));
  const frailty = 0.005 * (Math.max(age, 40) - 68);
  const dependency = random.normal(specialty.dependency + (age < 16 ? 0 : frailty), 0.27);
  return {
    encounterId: pseudonym(seed, home.index, serial),
    random,
    records: 0,
    age,
    pregnant: specialty.type === 'maternity' && random.chance(0.35),
    admittedAt: at,
    leavesAt,
    plannedDischargeAt: plannedDeparture(leavesAt, at, random),
    home,
    ward: home,
    slot: -1,
    awayUntil: 0,
    left: false,
    severity,
    course: severity,
    dependency: Math.min(1, Math.max(0, dependency)),
    feverish: random.chance(0.3),
    lungDisease: age > 45 && random.chance(specialty.type === 'pulmonary' ? 0.35 : 0.05),
    flow: 0,
    news: 0,
    nextVitals: at + random.whole(5, 40) * MINUTE,
    assessedAt: random.pick([9, 10, 10, 11, 11, 12, 13, 15]),
    needs,
    orders: prescribe(specialty, age, needs, random),
  };
}

/**
 * A patient who is in as the hospital opens: a longer stay than the average admission (long stays
 * fill beds), a part of it behind them.
 */
export function earlierPatient(home: Ward, start: Seconds, seed: number): Patient {
  const { random, specialty } = home;
  const typical = specialty.stayDays * Math.exp(STAY_SIGMA ** 2);
  const stay = random.logNormal(typical, STAY_SIGMA) * DAY;
  const before = Math.min(LONGEST_BEFORE, random.unit() * stay);
  const planned = random.chance(specialty.planned);
  let at = arrivalTime(start - before, planned, random);
  while (at >= start - 10 * MINUTE) at -= DAY;
  return newPatient(home, at, stay, seed, start + random.whole(1, 12 * HOUR));
}
