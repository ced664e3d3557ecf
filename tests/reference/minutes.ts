import { MICROS_PER_HOUR, MICROS_PER_MINUTE, type Micros } from '../../schemas/instant.ts';
import type { Level } from './a-level.ts';
import {
  decimal,
  minus,
  notNegative,
  over,
  plus,
  type Rational,
  ratio,
  rounded,
  times,
} from './rational.ts';

/** Micro-minutes (10⁻⁶ min), each rounded once, half away from zero. */
export interface Components {
  readonly base: number;
  readonly generalCare: number;
  readonly specialCare: number;
  readonly surveillance: number;
  readonly churn: number;
  readonly oneToOne: number;
  readonly escort: number;
}

/** What one row's minutes follow from. */
export interface Basis {
  readonly presence: Micros;
  readonly day: boolean;
  /** Hours of a usual day that the norms are spread over. */
  readonly dayHours: number;
  /** q: the share of a night hour that goes by the norms of the day. */
  readonly nightAcuityShare: Rational;
  readonly nightPatientsPerStaff: number;
  readonly isolated: boolean;
  readonly aLevel: Level;
  readonly sLevel: Level;
  /** V, in minutes an hour. */
  readonly surveillance: Rational;
  readonly churn: Rational;
  readonly oneToOne: Micros;
  readonly escort: Rational;
}

const BASE = 33;
const BASE_ISOLATED = 123;
const GENERAL_CARE = { 1: 0, 2: 55, 3: 144, 4: 276 };
const SPECIAL_CARE = 59;
const SPECIAL_SURPLUS = { 1: 0, 2: 17, 3: 53, 4: 92 };
/** A2/S2: 33 + 55 + 76. */
export const ORDINARY = 164;

/** MODEL.md §8: the formula of `vi-1`, in its parts. Norms: PPBV §12. */
export function componentsOf(basis: Basis): Components {
  const f = ratio(basis.presence, MICROS_PER_HOUR);
  const surplus = SPECIAL_SURPLUS[basis.sLevel];
  const aDay = (minutes: number) => times(f, ratio(minutes, basis.dayHours));
  const beyondSurplus = notNegative(minus(basis.surveillance, ratio(surplus, basis.dayHours)));
  const base = basis.isolated ? BASE_ISOLATED : BASE;
  const generalCare = GENERAL_CARE[basis.aLevel];
  const specialCare = SPECIAL_CARE + surplus;
  const q = basis.nightAcuityShare;
  const ofNight = over(times(f, ratio(60)), decimal(basis.nightPatientsPerStaff));
  const aNight = (minutes: number) => times(ofNight, times(q, ratio(minutes, ORDINARY)));
  const shift = basis.day
    ? {
        base: aDay(base),
        generalCare: aDay(generalCare),
        specialCare: aDay(specialCare),
        surveillance: times(f, beyondSurplus),
      }
    : {
        base: plus(times(ofNight, minus(ratio(1), q)), aNight(base)),
        generalCare: aNight(generalCare),
        specialCare: aNight(specialCare),
        surveillance: times(f, basis.surveillance),
      };
  return {
    base: rounded(shift.base, 6),
    generalCare: rounded(shift.generalCare, 6),
    specialCare: rounded(shift.specialCare, 6),
    surveillance: rounded(shift.surveillance, 6),
    churn: rounded(basis.churn, 6),
    oneToOne: rounded(ratio(basis.oneToOne, MICROS_PER_MINUTE), 6),
    escort: rounded(basis.escort, 6),
  };
}

/** The sum of the components, exactly. */
export function minutesOf(components: Components): number {
  return Object.values(components).reduce((sum, minutes) => sum + minutes, 0);
}

export function sumOf(minutes: readonly Rational[]): Rational {
  return minutes.reduce(plus, ratio(0));
}
