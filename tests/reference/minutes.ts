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
const DAY_SHIFT_HOURS = 16;
const GENERAL_CARE = { 1: 0, 2: 55, 3: 144, 4: 276 };
const SPECIAL_CARE = 59;
const SPECIAL_SURPLUS = { 1: 0, 2: 17, 3: 53, 4: 92 };

/** MODEL.md §8: the formula of `vi-1`, in its parts. Norms: PPBV §12. */
export function componentsOf(basis: Basis): Components {
  const f = ratio(basis.presence, MICROS_PER_HOUR);
  const surplus = SPECIAL_SURPLUS[basis.sLevel];
  const aDay = (minutes: number) => times(f, ratio(minutes, DAY_SHIFT_HOURS));
  const beyondSurplus = notNegative(minus(basis.surveillance, ratio(surplus, DAY_SHIFT_HOURS)));
  const shift = basis.day
    ? {
        base: aDay(basis.isolated ? BASE_ISOLATED : BASE),
        generalCare: aDay(GENERAL_CARE[basis.aLevel]),
        specialCare: aDay(SPECIAL_CARE + surplus),
        surveillance: times(f, beyondSurplus),
      }
    : {
        base: over(times(f, ratio(60)), decimal(basis.nightPatientsPerStaff)),
        generalCare: ratio(0),
        specialCare: ratio(0),
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
