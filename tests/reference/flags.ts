import { double } from './double.ts';
import { type HourBalance, scaledHours } from './hour-balance.ts';
import type { Ledger } from './ledger.ts';
import { atLeast, decimal, minus, over, type Rational, ratio, times } from './rational.ts';

/** NICE SG1: what registered nurses fall short of. */
export interface Flags {
  readonly rnRequired: number;
  readonly rnShortfall: number;
  readonly shortfall: boolean;
  readonly rnBelowMinimum: boolean;
}

const LARGEST_SHORTFALL = ratio(8);
const LARGEST_SHARE = decimal(0.25);

/**
 * Flags of the hours whose need, level and registered nurses are known, whatever else is; null without any: a missing
 * roster is not a shortage.
 */
export function flagsOf(all: readonly HourBalance[], ledger: Ledger): Flags | null {
  const judged = all.filter(
    ({ need, level, knownRn }) => need !== null && level !== null && knownRn !== null,
  );
  if (judged.length === 0) return null;
  const scaled = judged.reduce(
    (sum, { need, level }) => sum + BigInt(need!.minutes) * level!.k * level!.rnShare,
    0n,
  );
  const required = over(scaledHours(scaled, ledger), ratio(1_000_000));
  const available = ratio(
    judged.reduce((sum, { knownRn }) => sum + BigInt(knownRn!), 0n),
    1_000_000,
  );
  const shortfall = minus(required, available);
  const more = (a: Rational, b: Rational) => !atLeast(b, a);
  const wardId = judged[0]!.need!.wardId;
  const minimum = ledger.site.wards.find((ward) => ward.wardId === wardId)!.minimumRn;
  return {
    rnRequired: double(required),
    rnShortfall: double(shortfall),
    shortfall:
      more(shortfall, LARGEST_SHORTFALL) || more(shortfall, times(required, LARGEST_SHARE)),
    rnBelowMinimum: judged.some(
      ({ need, knownRn }) => need!.presenceMicros > 0 && minimum * 1e6 - knownRn! >= 0.05e6,
    ),
  };
}
