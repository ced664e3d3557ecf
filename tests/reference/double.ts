import { nearestDouble, type Rational, ratio } from './rational.ts';

/** The double nearest to a value of either sign. */
export function double({ numerator, denominator }: Rational): number {
  return numerator < 0n
    ? -nearestDouble(ratio(-numerator, denominator))
    : nearestDouble(ratio(numerator, denominator));
}
