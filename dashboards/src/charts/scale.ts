/** What divisions leave of rounding. */
const NEAR = 1e-9;

/** From values to pixels, in a straight line. */
export interface Scale {
  (value: number): number;
  readonly domain: readonly [number, number];
}

/** A straight scale. A domain without width is drawn at the range's start. */
export function scale(domain: readonly [number, number], range: readonly [number, number]): Scale {
  const [low, high] = domain;
  const [start, end] = range;
  const pixel = (value: number) =>
    high === low ? start : start + ((value - low) / (high - low)) * (end - start);
  return Object.assign(pixel, { domain });
}

/**
 * Round values that hold all of `values` and 0, and the steps between them: at most about `count`.
 * @returns 0 to 1 if there are none
 */
export function rounded(
  values: readonly number[],
  count: number,
): { domain: [number, number]; steps: number[] } {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const within = ticks(low, high === low ? 1 : high, count);
  const step = (within[1] ?? 1) - (within[0] ?? 0) || 1;
  const from = Math.floor(low / step + NEAR) * step;
  const to = Math.ceil((high === low ? 1 : high) / step - NEAR) * step;
  return { domain: [from, to], steps: ticks(from, to, Math.round((to - from) / step)) };
}

/** How far apart ticks are, as a share of their power of ten, by the least share wanted: halves of a decade. */
const APART = [
  [Math.sqrt(50), 10],
  [Math.sqrt(10), 5],
  [Math.sqrt(2), 2],
  [0, 1],
] as const;

/**
 * Round values from `low` to `high`: multiples of 1, 2 or 5 times a power of ten.
 * @param count about how many; if there would be none, more are looked for
 */
export function ticks(low: number, high: number, count: number): number[] {
  const apart = (high - low) / count;
  if (!(apart > 0) || apart === Infinity) return low === high && count > 0 ? [low] : [];
  const power = 10 ** Math.floor(Math.log10(apart));
  const step = power * APART.find(([least]) => apart / power >= least)![1];
  const from = Math.ceil(low / step - NEAR);
  const to = Math.floor(high / step + NEAR);
  if (from > to && count < 2) return ticks(low, high, 2 * count);
  // 3 / 10 is 0.3, which 3 * 0.1 is not
  const value = (n: number) => (step < 1 ? n / Math.round(1 / step) : n * step);
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => value(from + i));
}
