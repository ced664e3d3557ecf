import { double } from './double.ts';
import { type HourBalance, nursesOf, requiredHours } from './hour-balance.ts';
import type { Ledger } from './ledger.ts';
import { atLeast, decimal, minus, type Rational, ratio, times } from './rational.ts';

/** NICE SG1: what registered nurses fall short of. */
export interface Flags {
  readonly rnShare: number;
  readonly rnRequired: number;
  readonly rnShortfall: number;
  readonly shortfall: boolean;
  readonly fewerThanTwoRn: boolean;
}

const LARGEST_SHORTFALL = ratio(8);
const LARGEST_SHARE = decimal(0.25);
const TWO_NURSES = 2_000_000;

/**
 * Flags of balanced hours; null where there are none, where the RN supply is unknown in one of them, and where
 * the RN share is not known: a missing roster is not a shortage.
 */
export function flagsOf(balanced: readonly HourBalance[], ledger: Ledger): Flags | null {
  if (balanced.some(({ supply }) => supply.rn === null)) return null;
  const share = rnShareOf(balanced, 'planned') ?? rnShareOf(balanced, 'supply');
  if (share === null) return null;
  const minutes = balanced.reduce((sum, { need }) => sum + BigInt(need!.minutes), 0n);
  const required = times(requiredHours(minutes, ledger), share);
  const available = ratio(rnHours(balanced, 'supply') ?? 0n, 1_000_000);
  const shortfall = minus(required, available);
  const more = (a: Rational, b: Rational) => !atLeast(b, a);
  return {
    rnShare: double(share),
    rnRequired: double(required),
    rnShortfall: double(shortfall),
    shortfall:
      more(shortfall, LARGEST_SHORTFALL) || more(shortfall, times(required, LARGEST_SHARE)),
    fewerThanTwoRn: balanced.some(({ supply }) => supply.rn! < TWO_NURSES),
  };
}

/** RN-hours over nurse-hours; null where RN are not known in any hour, or no nurse is there. */
function rnShareOf(balanced: readonly HourBalance[], basis: 'planned' | 'supply'): Rational | null {
  const registered = rnHours(balanced, basis);
  const all = balanced.reduce((sum, hour) => sum + BigInt(nursesOf(hour[basis])), 0n);
  return registered === null || all === 0n ? null : ratio(registered, all);
}

/** Millionths of RN-hours; null where they are known in no hour. */
function rnHours(balanced: readonly HourBalance[], basis: 'planned' | 'supply'): bigint | null {
  const known = balanced.flatMap((hour) => hour[basis].rn ?? []);
  return known.length === 0 ? null : known.reduce((sum, rn) => sum + BigInt(rn), 0n);
}
