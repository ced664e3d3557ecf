import type { SiteView } from '../../../schemas/read-api.ts';
import { tenthOf } from '../shown-figure.ts';

/** How far staffing is from what is required: the steps of colour, the same as the states of a ward. */
export const STEPS = ['short', 'tight', 'balanced', 'room'] as const;
export type Step = (typeof STEPS)[number];

/** A share of what is required is reached also if the last bits of the product say otherwise. */
const CLOSE = 1e-6;

/**
 * The step of a difference in persons, by the site's limits: in persons and as a share of what is required, both as
 * they are shown.
 */
export function stepOf(value: number, required: number, limits: SiteView['thresholds']): Step {
  const difference = tenthOf(value);
  const reaches = (size: number, persons: number, share: number) =>
    size >= persons - CLOSE && size >= share * tenthOf(required) - CLOSE;
  if (reaches(-difference, limits.shortPersons, limits.shortShare)) return 'short';
  if (reaches(-difference, limits.tightPersons, limits.tightShare)) return 'tight';
  return reaches(difference, limits.roomPersons, limits.roomShare) ? 'room' : 'balanced';
}
