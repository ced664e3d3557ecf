import type { WardNow } from '../../../schemas/ward-now.ts';
import { differenceOf } from '../difference.ts';
import { type Help, helpFor } from '../lending/help.ts';
import { lendingOf } from '../lending/lending.ts';
import type { StaffedWard } from '../lending/staffed-ward.ts';
import { trustIn } from '../lending/trust.ts';
import { isSound, type State } from '../status.ts';

/** Who can lend to a ward now. */
export interface LendersNow {
  readonly wardId: string;
  /** What the ward lacks: registered nurses, or persons. */
  readonly of: 'rn' | 'persons';
  /** End of the shift, if the figures hold until then; `null`: they are of the hour now. */
  readonly until: string | null;
  readonly help: Help;
  /** False if the user sees no other ward. */
  readonly areOthersSeen: boolean;
}

/**
 * What a ward that is short or tight can be lent until the end of the shift, `null` for any other. Every ward that the
 * user sees takes part, so that a person who is wanted on two wards is offered to one.
 */
export function lendersNow(
  ward: WardNow,
  wards: readonly WardNow[],
  stateOf: (ward: WardNow) => State,
): LendersNow | null {
  const state = stateOf(ward);
  if (!isLacking(state)) return null;
  const staffed = wards.flatMap((each) => staffedWard(each, stateOf(each)) ?? []);
  const help = helpFor(ward.wardId, lendingOf(staffed));
  if (help === null) return null;
  return {
    wardId: ward.wardId,
    of: differenceOf(ward, state)?.of ?? 'persons',
    until: ward.restOfShift?.until ?? null,
    help,
    areOthersSeen: wards.some(({ wardId }) => wardId !== ward.wardId),
  };
}

function isLacking(state: State): boolean {
  return state === 'short' || state === 'tight';
}

/** A ward in the hour now and the rest of the shift; `null` where its difference is not known. */
function staffedWard(ward: WardNow, state: State): StaffedWard | null {
  const { wardId, type, gap, restOfShift, supply, present, requiredRn, marks } = ward;
  const { presentRn, minimumRn } = ward;
  if (gap === null || present === null) return null;
  const least = Math.min(gap, restOfShift?.gap ?? gap);
  const led = isLacking(state) ? differenceOf(ward, state) : null;
  const rn = supply?.rn ?? null;
  // a state that has not held for long enough has room by its figures alone
  const hasRoom = state === 'room' || !isSound(state);
  return {
    ...{ wardId, type, present, high: null, na: supply?.na ?? null },
    over: led?.of === 'persons' ? led.value : least,
    rnOver: rn === null || requiredRn === null ? null : rn - requiredRn,
    rnOverMinimum: presentRn === null ? null : presentRn - minimumRn,
    mustHaveRn: marks.includes('rn-shortfall'),
    standing: isLacking(state) ? 'lacking' : hasRoom ? 'room' : 'neither',
    trust: trustIn(state),
  };
}
