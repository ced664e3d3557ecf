import type { WardNow } from '../../../schemas/ward-now.ts';
import { differenceOf } from '../difference.ts';
import { tenthOf } from '../shown-figure.ts';
import { isSound, type State } from '../status.ts';

/** A ward that can lend a person for the rest of the shift: its difference before and after. */
export interface LenderNow {
  readonly wardId: string;
  readonly isSameType: boolean;
  readonly before: number;
  readonly after: number;
  /** The difference now by role; `null` if one is unknown. */
  readonly roles: { readonly rn: number; readonly na: number } | null;
}

/** Who can lend to a ward now. */
export interface LendersNow {
  /** What the ward lacks: registered nurses, or persons. */
  readonly of: 'rn' | 'persons';
  /** End of the shift, if the figures hold until then; `null`: they are of the hour now. */
  readonly until: string | null;
  /** Those of the same type first, then in the order of the site. */
  readonly lenders: readonly LenderNow[];
  /** Wards with room that are not offered, and why. */
  readonly withheld: readonly {
    readonly wardId: string;
    readonly reason: 'stale' | 'thin' | 'few';
  }[];
  /** False if the user sees no other ward. */
  readonly areOthersSeen: boolean;
}

/** Persons that a ward has to spare, to lend one; and that it keeps. Both as they are shown. */
const LEAST_SPARE = 1;
const LEAST_LEFT = 2;

/**
 * Wards with room for a person in the hour now and in the rest of the shift, for a ward that is short or tight; `null`
 * for any other. A ward that lacks registered nurses is lent one by a ward that has one more than it requires.
 */
export function lendersNow(
  ward: WardNow,
  wards: readonly WardNow[],
  stateOf: (ward: WardNow) => State,
): LendersNow | null {
  const state = stateOf(ward);
  if (state !== 'short' && state !== 'tight') return null;
  const of = differenceOf(ward, state)?.of ?? 'persons';
  const others = wards.filter(({ wardId }) => wardId !== ward.wardId);
  const all = others.flatMap((other) => {
    const before = spareOf(other, of);
    if (before === null || tenthOf(before) < LEAST_SPARE) return [];
    const standing = stateOf(other);
    // a state that has not held for long enough has room by its figures alone
    if (isSound(standing) && standing !== 'room') return [];
    return [{ other, before, reason: reasonOf(other, standing) }];
  });
  const lenders = all
    .filter(({ reason }) => reason === null)
    .map(({ other, before }) => ({
      ...{ wardId: other.wardId, isSameType: other.type === ward.type, roles: rolesOf(other) },
      ...{ before: tenthOf(before), after: tenthOf(before) - 1 },
    }));
  return {
    of,
    until: ward.restOfShift?.until ?? null,
    lenders: lenders.toSorted((a, b) => Number(b.isSameType) - Number(a.isSameType)),
    withheld: all.flatMap(({ other: { wardId }, reason }) =>
      reason === null ? [] : [{ wardId, reason }],
    ),
    areOthersSeen: others.length > 0,
  };
}

function rolesOf({ supply, requiredNurses, requiredRn }: WardNow): LenderNow['roles'] {
  const { rn = null, na = null } = supply ?? {};
  if (rn === null || na === null || requiredNurses === null || requiredRn === null) return null;
  return { rn: rn - requiredRn, na: na - (requiredNurses - requiredRn) };
}

/** What a ward has over, now and in the rest of the shift; of registered nurses what it has over now, if that is less. */
function spareOf({ gap, restOfShift, supply, requiredRn }: WardNow, of: 'rn' | 'persons') {
  if (gap === null) return null;
  const persons = Math.min(gap, restOfShift?.gap ?? gap);
  if (of === 'persons') return persons;
  const present = supply?.rn ?? null;
  return present === null || requiredRn === null ? null : Math.min(persons, present - requiredRn);
}

function reasonOf({ present }: WardNow, state: State): 'stale' | 'thin' | 'few' | null {
  if (state === 'incomplete') return 'thin';
  if (!isSound(state)) return 'stale';
  return tenthOf((present ?? 0) - 1) < LEAST_LEFT ? 'few' : null;
}
