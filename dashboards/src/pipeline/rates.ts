import type { Point } from '../charts/sparkline.ts';
import type { Counter, Flow, Health } from './health.ts';

/** What was counted when (ms by this device's clock), by a process that began then. */
export interface Sample {
  readonly at: number;
  readonly startedAt: string;
  readonly flow: Flow;
}

/** How far back samples are kept, ms. */
export const KEPT_MS = 10 * 60_000;
/** Samples there may be: one every two seconds. */
const MOST_SAMPLES = 300;
/** Span of a rate, ms: six polls. */
const WINDOW_MS = 30_000;
const COUNTERS: readonly Counter[] = [
  'received',
  'accepted',
  'duplicates',
  'rejected',
  'scoredHours',
  'publishedHours',
  'failures',
];

export function sampleOf({ flow, startedAt }: Health, at: number): Sample {
  return { at, startedAt, flow };
}

/** The samples of the last ten minutes, with one more. */
export function remembered(samples: readonly Sample[], sample: Sample): Sample[] {
  const recent = samples.filter(({ at }) => at < sample.at && sample.at - at <= KEPT_MS);
  return [...recent, sample].slice(-MOST_SAMPLES);
}

/**
 * What a counter grew by per second, over the half minute up to a sample. `null` if there is nothing
 * to compare with: at first, after a pause, and after a restart of the server, which shows in counters
 * that fell.
 */
export function rate(
  samples: readonly Sample[],
  counter: Counter,
  index = samples.length - 1,
): number | null {
  const last = samples[index];
  if (last === undefined) return null;
  let first = last;
  for (let before = index - 1; before >= 0; before--) {
    const earlier = samples[before]!;
    if (last.at - earlier.at > WINDOW_MS || !isSameRun(earlier, first)) break;
    first = earlier;
  }
  if (first === last) return null;
  return ((last.flow[counter] - first.flow[counter]) * 1000) / (last.at - first.at);
}

/** The rate at every sample. */
export function rates(samples: readonly Sample[], counter: Counter): Point[] {
  return samples.map(({ at }, index) => ({ at, value: rate(samples, counter, index) }));
}

function isSameRun(earlier: Sample, later: Sample): boolean {
  if (earlier.startedAt !== later.startedAt) return false;
  return COUNTERS.every((counter) => later.flow[counter] >= earlier.flow[counter]);
}
