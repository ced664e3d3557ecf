import type { WardNow } from '../../schemas/ward-now.ts';
import { tenthOf } from './shown-figure.ts';
import { isSound, STATES, type State } from './status.ts';

/** Persons by which the rest of a shift differs from the hour now, so that it leads. */
const APART = 0.5;
/** Persons from which a lack of any role outweighs one of registered nurses. */
const WHOLE = 1;

/** What a ward has more or less than it requires. */
export interface Difference {
  /** Registered nurses alone, where they are why a ward is short; else RN and NA together. */
  readonly of: 'rn' | 'persons';
  /** Signed: minus is missing. */
  readonly value: number;
  /** End of the shift, if the value is the mean over the rest of it; `null`: it is of the hour now. */
  readonly until: string | null;
}

/** What the difference of a ward follows from. */
export type Differing = Pick<
  WardNow,
  | 'gap'
  | 'gapState'
  | 'restOfShift'
  | 'missingRn'
  | 'missingRoles'
  | 'marks'
  | 'requiredRn'
  | 'supply'
>;

/**
 * The difference that the headline and the word of a state name; `null` if unknown. It is of the hour now. The
 * state follows from the rest of the shift: where the hour now comes to another state, or is half a person or more
 * apart, and of a ward that is short where the rest is worse, it is of the rest, so that the figure does not contradict
 * the state. A ward that is short of registered nurses, and by less than a person in all, lacks them.
 */
export function differenceOf(ward: Differing, state: State): Difference | null {
  const persons = personsOf(ward, state);
  const rn = state === 'short' ? missingRnOf(ward) : 0;
  if (rn > 0 && tenthOf(-(persons?.value ?? 0)) < Math.max(WHOLE, ward.missingRn ?? 0)) {
    return { of: 'rn', value: -rn, until: null };
  }
  return persons;
}

/**
 * What the hour now comes to by itself, if it lacks more than the state of the ward says; `null` if not, or if the headline is
 * of the hour now. The state follows the rest of the shift, which then leads the figures: what lacks now is said beside it.
 */
export function worseNow(ward: Differing, state: State): 'short' | 'tight' | null {
  const { gapState } = ward;
  if ((gapState !== 'short' && gapState !== 'tight') || !isSound(state)) return null;
  const isLedByRest = (differenceOf(ward, state)?.until ?? null) !== null;
  return isLedByRest && STATES.indexOf(gapState) < STATES.indexOf(state) ? gapState : null;
}

/** True where it reads as 0,1 or more, missing or over. */
export function isNonZero(value: number): boolean {
  return tenthOf(value) !== 0;
}

function personsOf({ gap, gapState, restOfShift }: Differing, state: State): Difference | null {
  const now = gap === null ? null : { of: 'persons' as const, value: gap, until: null };
  if (restOfShift === null) return now;
  const rest = { of: 'persons' as const, value: restOfShift.gap, until: restOfShift.until };
  if (now === null) return rest;
  // by the figures as they are shown: both stand on the tile
  const apart = tenthOf(tenthOf(rest.value) - tenthOf(now.value));
  const isOther = gapState !== state && restOfShift.state === state;
  const isLed = isOther || (state === 'short' ? apart < 0 : Math.abs(apart) >= APART);
  return isLed ? rest : now;
}

/** Registered nurses that are missing: under the least number, or under what is required in a flagged shift. */
function missingRnOf({ missingRn, marks, requiredRn, supply }: Differing): number {
  if (missingRn !== null) return missingRn;
  const present = supply?.rn ?? null;
  if (!marks.includes('rn-shortfall') || requiredRn === null || present === null) return 0;
  return Math.max(0, requiredRn - present);
}
