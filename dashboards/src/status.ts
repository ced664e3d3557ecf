import type { WardNow, WardState } from '../../schemas/ward-now.ts';

/** The state of a ward as the server has it; `unknown` where need is not known. */
export type State = WardState | 'unknown';

/** States of a ward, the most urgent first; also the order by deviation. */
export const STATES = [
  ...['short', 'tight', 'old', 'incomplete', 'no-staffing'],
  ...['room', 'balanced', 'no-level', 'no-patients', 'unknown'],
] as readonly State[];

/** The state of a ward. Where the connection is lost, every ward is old. */
export function stateOf({ state }: Pick<WardNow, 'state'>, isLost = false): State {
  return isLost ? 'old' : (state ?? 'unknown');
}

/** False where figures are shown in parentheses: they are of earlier, or of too few inputs. */
export function isSound(state: State): boolean {
  return state !== 'old' && state !== 'incomplete';
}

/** True unless nothing recent, or nothing at all, has come from the ward. */
export function isCurrent({ reason }: Pick<WardNow, 'reason'>, state: State): boolean {
  return state !== 'old' && reason !== 'no-events';
}

/** How many wards are in each state. */
export function countStates(states: Iterable<State>): Record<State, number> {
  const counts = Object.fromEntries(STATES.map((state) => [state, 0])) as Record<State, number>;
  for (const state of states) counts[state] += 1;
  return counts;
}
