import type { WardNow } from '../../../schemas/ward-now.ts';
import { isThin, stateOf } from '../status.ts';
import type { Trust } from './suggestion.ts';

/** A value that is old or missing is stale, one that is thinly covered is thin. */
export function trustOf(ward: WardNow | undefined): Trust {
  if (ward === undefined) return 'stale';
  if (stateOf(ward) !== 'stale') return 'sound';
  return ward.minutes !== null && ward.coverage !== null && isThin(ward) ? 'thin' : 'stale';
}
