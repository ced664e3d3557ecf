import { double } from './double.ts';
import { ratio } from './rational.ts';
import type { ReferenceWardHour } from './ward-hours.ts';

/** Fresh inputs over all, weighted by presence; null where nobody was present. */
export function coverageOf(needs: readonly ReferenceWardHour[]): number | null {
  const presence = presenceOf(needs);
  const fresh = needs.reduce((sum, { freshMicros }) => sum + freshMicros, 0n);
  return presence === 0n ? null : double(ratio(fresh, 11n * presence));
}

/** Microseconds of presence. */
export function presenceOf(needs: readonly ReferenceWardHour[]): bigint {
  return sumOver(needs, ({ presenceMicros }) => presenceMicros);
}

/** The exact sum of whole numbers. */
export function sumOver<T>(all: readonly T[], of: (one: T) => number): bigint {
  return all.reduce((sum, one) => sum + BigInt(of(one)), 0n);
}

/** A sum of millionths in whole units. */
export function millionths(sum: bigint): number {
  return double(ratio(sum, 1_000_000));
}
