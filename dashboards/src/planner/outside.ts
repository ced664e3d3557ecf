import type { IntensityPoint } from '../../../schemas/read-api.ts';

/** Whether a value is as others than the treating unit are told it: without what it is made of. */
export function isOfOutside({
  minutes,
  components,
}: Pick<IntensityPoint, 'minutes' | 'components'>): boolean {
  if (minutes === null) return false;
  return components === null || Object.values(components).includes(null);
}
