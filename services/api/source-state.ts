import type { WardSources } from '../../pipelines/serving/queries.ts';
import type { SourceState } from '../../schemas/pipeline-health.ts';

type Source = WardSources['sources'][number];

/**
 * How a source of a ward stands: silent by its own limit before anything else, missing where the ward has patients or hours to cover
 * and nothing is there, incomplete below the coverage that values are trusted with. Contract: BALANCE.md, Freshness.
 * @returns `null` if nothing is to be expected of it
 */
export function sourceState(
  { source, newestAt, coverage, isIncomplete }: Source,
  isSilent: boolean,
): SourceState | null {
  if (source === 'staffing') {
    if (coverage === 0) return 'missing';
    return isSilent ? 'silent' : coverage === null ? null : 'current';
  }
  if (isSilent) return 'silent';
  // nobody moves, or needs tasks that count, on many a ward for days; the others are due while there are patients
  if (newestAt === null) return coverage === null ? null : 'missing';
  return isIncomplete ? 'incomplete' : 'current';
}
