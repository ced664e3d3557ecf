import type { SourceHealth, WardHealth } from './health.ts';

/** How inputs are. A ward without patients is `empty`; few patients are `withheld`. */
export type Freshness = 'missing' | 'stale' | 'thin' | 'fresh' | 'empty' | 'withheld';

const OF_SOURCE = {
  current: 'fresh',
  silent: 'stale',
  incomplete: 'thin',
  missing: 'missing',
} as const;

/** How the inputs of a ward are, by the state that the server gives it: the one of the overview. */
export function freshnessOf({ state, newestInputAt, reason }: WardHealth): Freshness {
  if (reason !== null) return reason === 'few-patients' ? 'withheld' : 'missing';
  if (state === 'old') return 'stale';
  if (state === 'no-patients') return 'empty';
  // a patient on the ward has inputs to cover
  if (newestInputAt === null) return 'missing';
  return state === 'incomplete' ? 'thin' : 'fresh';
}

/** The same of one of its sources; `null` if nothing is to be expected. */
export function sourceFreshness({ state }: SourceHealth): Freshness | null {
  return state === null ? null : OF_SOURCE[state];
}

/** Whether someone has to look. */
export function isLacking(freshness: Freshness): boolean {
  return freshness === 'missing' || freshness === 'stale' || freshness === 'thin';
}

/** The wards with the oldest input first; those that lack any before them, those rightly without last. */
export function oldestFirst(wards: readonly WardHealth[]): WardHealth[] {
  const newest = (ward: WardHealth) => {
    if (ward.newestInputAt !== null) return Date.parse(ward.newestInputAt);
    return isLacking(freshnessOf(ward)) ? 0 : Number.MAX_VALUE;
  };
  return wards.toSorted((a, b) => newest(a) - newest(b));
}
