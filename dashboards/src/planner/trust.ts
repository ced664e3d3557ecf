import type { WardNow } from '../../../schemas/ward-now.ts';
import { stateOf } from '../status.ts';
import type { Trust } from './lenders.ts';

/** A value that is old or missing is stale, one of too few inputs is thin. */
export function trustOf(ward: WardNow | undefined): Trust {
  const state = ward === undefined ? 'unknown' : stateOf(ward);
  if (state === 'incomplete') return 'thin';
  return state === 'old' || state === 'unknown' ? 'stale' : 'sound';
}
