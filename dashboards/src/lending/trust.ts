import type { WardNow } from '../../../schemas/ward-now.ts';
import { type State, stateOf } from '../status.ts';

/** Whether a ward's current state supports advice. */
export type Trust = 'sound' | 'stale' | 'thin';

/** A value that is old or missing is stale, one of too few inputs is thin. */
export function trustOf(ward: WardNow | undefined): Trust {
  return trustIn(ward === undefined ? 'unknown' : stateOf(ward));
}

/** The same of a state. */
export function trustIn(state: State): Trust {
  if (state === 'incomplete') return 'thin';
  return state === 'old' || state === 'unknown' ? 'stale' : 'sound';
}
