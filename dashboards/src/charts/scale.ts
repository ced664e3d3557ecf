import { ticks } from 'd3-array';

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
 * @returns 0 to 1 where there are none
 */
export function rounded(
  values: readonly number[],
  count: number,
): { domain: [number, number]; steps: number[] } {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const within = ticks(low, high === low ? 1 : high, count);
  const step = (within[1] ?? 1) - (within[0] ?? 0) || 1;
  const from = Math.floor(low / step + 1e-9) * step;
  const to = Math.ceil((high === low ? 1 : high) / step - 1e-9) * step;
  return { domain: [from, to], steps: ticks(from, to, Math.round((to - from) / step)) };
}
