import type { WardReader } from '../../pipelines/serving/queries.ts';
import type { Scope } from '../security/auth/scope.ts';

/**
 * Returns the requested wards that the caller may see; without a list, every ward that the caller may see.
 * @param of whether the answer has sums, or patients and notes on them
 * @throws HttpProblem if the caller may not see a requested ward
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
