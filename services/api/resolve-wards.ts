import type { WardReader } from '../../pipelines/serving/queries.ts';
import type { Scope } from '../security/auth/scope.ts';

/**
 * Returns the requested wards that the caller may see; without a list, every ward that the caller may see.
 * @param of sums, or patients and what is written of them
 * @throws HttpProblem where one is not of them
 */
export function resolveWards(
  scope: Scope,
  ids?: readonly string[],
  of: 'sums' | 'patients' = 'sums',
): readonly WardReader[] {
  const wards = of === 'sums' ? scope.wards : scope.patientWards;
  if (ids === undefined) return wards;
  const wanted = new Set(ids);
  for (const wardId of wanted) scope.assertWard(wardId);
  return wards.filter(({ wardId }) => wanted.has(wardId));
}
