import type { IntensityPoint } from '../../../schemas/read-api.ts';

/** True if a value is the coarse one for readers outside the treating unit: without its components. */
export function isOfOutside({
  minutes,
  components,
}: Pick<IntensityPoint, 'minutes' | 'components'>): boolean {
  if (minutes === null) return false;
  return components === null || Object.values(components).includes(null);
}
