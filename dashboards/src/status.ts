import type { WardNow } from '../../schemas/ward-now.ts';

/** States of a ward, the most urgent first; also the order by deviation. */
export const STATES = ['farOver', 'over', 'stale', 'under', 'within', 'noStaffing'] as const;
export type State = (typeof STATES)[number];

/** Shares of 1: loads that bound the band, and the least coverage a value is trusted with. */
export interface Limits {
  readonly under: number;
  readonly over: number;
  readonly farOver: number;
  readonly coverage: number;
}

/** Until a ward is calibrated: 85–115 % of its usual load, far over above 130 %. */
export const UNCALIBRATED: Limits = { under: 0.85, over: 1.15, farOver: 1.3, coverage: 0.7 };

/** What the state of a ward depends on. */
export type Judged = Pick<
  WardNow,
  'minutes' | 'load' | 'usualLoad' | 'coverage' | 'census' | 'supply'
>;

/**
 * Returns the state of a ward. A missing value, or one with low coverage, is stale whatever its load, but an
 * empty ward has nothing to cover. Patients with nobody to care for them are far over.
 */
export function stateOf(judged: Judged, limits: Limits = UNCALIBRATED): State {
  const { minutes, supply } = judged;
  const load = deviation(judged);
  if (minutes === null || isThin(judged, limits)) return 'stale';
  if (load === null) return supply !== null && minutes > 0 ? 'farOver' : 'noStaffing';
  if (load > limits.farOver) return 'farOver';
  if (load > limits.over) return 'over';
  return load < limits.under ? 'under' : 'within';
}

/** True if there are patients and too few of their inputs to trust a value. */
export function isThin(
  { coverage, census }: Pick<WardNow, 'coverage' | 'census'>,
  limits: Pick<Limits, 'coverage'> = UNCALIBRATED,
): boolean {
  return census !== 0 && (coverage === null || coverage < limits.coverage);
}

/** The load over the ward's usual load: 1 is as usual. If no usual load is known, 100 % stands for it. */
export function deviation({ load, usualLoad }: Pick<WardNow, 'load' | 'usualLoad'>): number | null {
  return load === null ? null : load / (usualLoad?.load || 1);
}

/** How many wards are in each state. */
export function countStates(states: Iterable<State>): Record<State, number> {
  const counts = { farOver: 0, over: 0, stale: 0, under: 0, within: 0, noStaffing: 0 };
  for (const state of states) counts[state] += 1;
  return counts;
}
