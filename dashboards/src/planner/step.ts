import type { SiteView } from '../../../schemas/read-api.ts';

/** How far staffing is from what is required: the steps of colour, the same as the states of a ward. */
export const STEPS = ['short', 'tight', 'balanced', 'room'] as const;
export type Step = (typeof STEPS)[number];

/** A limit is reached also if the last decimals of a division say otherwise. */
const CLOSE = 1e-6;

/** The step of a difference in persons, by the site's limits: in persons and as a share of what is required. */
export function stepOf(value: number, required: number, limits: SiteView['thresholds']): Step {
  const reaches = (size: number, persons: number, share: number) =>
    size >= persons - CLOSE && size >= share * required - CLOSE;
  if (reaches(-value, limits.shortPersons, limits.shortShare)) return 'short';
  if (reaches(-value, limits.tightPersons, limits.tightShare)) return 'tight';
  return reaches(value, limits.roomPersons, limits.roomShare) ? 'room' : 'balanced';
}
