import type { Micros } from '../../schemas/instant.ts';

/** Half-open: holds `from`, not `to`. `to` is Infinity while nothing has ended it. */
export interface Interval {
  readonly from: Micros;
  readonly to: Micros;
}

/** What two intervals share; empty (`to <= from`) where they share nothing. */
export function overlap(a: Interval, b: Interval): Interval {
  return { from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) };
}

export function length({ from, to }: Interval): Micros {
  return Math.max(0, to - from);
}

export function total(intervals: readonly Interval[]): Micros {
  return intervals.reduce((sum, interval) => sum + length(interval), 0);
}

/** Every non-empty piece that one of `some` shares with one of `others`. */
export function shared(some: readonly Interval[], others: readonly Interval[]): Interval[] {
  return some
    .flatMap((one) => others.map((other) => overlap(one, other)))
    .filter((piece) => length(piece) > 0);
}
