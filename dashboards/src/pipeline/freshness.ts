import { percentOf } from '../shown-figure.ts';
import type { SourceHealth, SourceName, WardHealth } from './health.ts';

/** How inputs are. A ward without patients is `empty`; few patients are `withheld`. */
export type Freshness = 'missing' | 'stale' | 'thin' | 'fresh' | 'empty' | 'withheld';

const HOUR_MS = 3_600_000;
/**
 * Since the newest of a source: as long as the model holds vital signs and levels of function fresh; a
 * day for staffing. A ward in which nobody moves, or needs tasks that count, is no fault.
 */
export const LIMITS_MS: Readonly<Record<SourceName, number | null>> = {
  moves: null,
  vitals: 12 * HOUR_MS,
  function: 72 * HOUR_MS,
  care: null,
  staffing: 24 * HOUR_MS,
};
/** Since any input of a ward: little is charted at night. */
const WARD_LIMIT_MS = 12 * HOUR_MS;
/** Least coverage that a value is trusted with, in per cent as it is shown. */
const LEAST_COVERAGE = 70;

/** How the inputs of a ward are at a time (ms) of the data. */
export function freshnessOf(ward: WardHealth, now: number): Freshness {
  const { newestInputAt, coverage, reason } = ward;
  if (reason !== null) return reason === 'few-patients' ? 'withheld' : 'missing';
  // a patient on the ward has inputs to cover
  if (newestInputAt === null) return coverage === null ? 'empty' : 'missing';
  return judged(newestInputAt, WARD_LIMIT_MS, coverage, now);
}

/** The same of one of its sources; `null` if nothing is to be expected. */
export function sourceFreshness(
  { source, newestAt, coverage }: SourceHealth,
  ward: Freshness,
  now: number,
): Freshness | null {
  const isStaffing = source === 'staffing';
  if (isStaffing && coverage === 0) return 'missing';
  if (newestAt !== null) return judged(newestAt, LIMITS_MS[source], coverage, now);
  if (!isStaffing && (LIMITS_MS[source] === null || ward === 'empty' || ward === 'withheld'))
    return null;
  return 'missing';
}

/** Whether someone has to look. */
export function isLacking(freshness: Freshness): boolean {
  return freshness === 'missing' || freshness === 'stale' || freshness === 'thin';
}

/** The wards with the oldest input first; those that lack any before them, those rightly without last. */
export function oldestFirst(wards: readonly WardHealth[], now: number): WardHealth[] {
  const newest = (ward: WardHealth) => {
    if (ward.newestInputAt !== null) return Date.parse(ward.newestInputAt);
    return isLacking(freshnessOf(ward, now)) ? 0 : Number.MAX_VALUE;
  };
  return wards.toSorted((a, b) => newest(a) - newest(b));
}

function judged(
  newest: string,
  limit: number | null,
  coverage: number | null,
  now: number,
): Freshness {
  if (limit !== null && now - Date.parse(newest) > limit) return 'stale';
  return coverage !== null && percentOf(coverage) < LEAST_COVERAGE ? 'thin' : 'fresh';
}
