import type { WardReader } from '../../pipelines/serving/questions.ts';
import type { Scope } from '../access/scope.ts';

/**
 * The wards that are asked for, as the request may see them; all of those without a list.
 * @throws HttpProblem where one is not of them
 */
export function readersOf(scope: Scope, ids?: readonly string[]): readonly WardReader[] {
  if (ids === undefined) return scope.wards;
  const wanted = new Set(ids);
  for (const wardId of wanted) scope.assertWard(wardId);
  return scope.wards.filter(({ wardId }) => wanted.has(wardId));
}
