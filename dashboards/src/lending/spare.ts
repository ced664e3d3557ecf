import { tenthOf } from '../shown-figure.ts';
import type { Role, StaffedWard } from './staffed-ward.ts';

/** Persons that a ward keeps. */
const LEAST_LEFT = 2;
/** What is required in an unusually heavy shift over who is left: no more than this. */
const HEAVIEST = 1.15;
/** A limit is reached also if the last bits of the product say otherwise. */
const CLOSE = 1e-6;

/** Whole persons that a ward can lend: so many in all, and of each role at most so many of them. */
export interface Spare {
  readonly persons: number;
  readonly rn: number;
  readonly na: number;
}

/** Why a ward with room lends nobody. */
export type Withheld = 'stale' | 'thin' | 'few' | 'heavy' | 'role';

/**
 * What a ward with room can lend. It keeps the persons and the registered nurses that are required, its minimum of
 * registered nurses and two persons, and 115 % of staff at the most are required in an unusually heavy shift. Its own
 * nurses may stand in for assistants that it lends, and assistants for nobody. What is unknown is not lent. By the
 * figures as they are shown.
 */
export function spareOf(ward: StaffedWard): Spare {
  const persons = ward.standing === 'room' && ward.trust === 'sound' ? personsOf(ward) : 0;
  const { rnOver, rnOverMinimum } = ward;
  const rn = rnOver === null || rnOverMinimum === null ? 0 : Math.min(rnOver, rnOverMinimum);
  const roles = { rn: wholeOf(rn), na: wholeOf(ward.na ?? 0) };
  const all = Math.min(persons, roles.rn + roles.na);
  return { persons: all, rn: Math.min(all, roles.rn), na: Math.min(all, roles.na) };
}

/** Why nobody is lent by a ward that has room for a person; `null` if it lends, or has no room for one. */
export function withheldOf(ward: StaffedWard): Withheld | null {
  if (ward.standing !== 'room' || wholeOf(ward.over) === 0) return null;
  if (ward.trust !== 'sound') return ward.trust;
  if (!keepsTwo(ward, 1)) return 'few';
  if (!isHeldAtHigh(ward, 1)) return 'heavy';
  return spareOf(ward).persons === 0 ? 'role' : null;
}

/** A ward without a person that it has lent, or (−1) with one that it has borrowed. */
export function without(ward: StaffedWard, role: Role, persons: number): StaffedWard {
  const less = (value: number | null) => (value === null ? null : value - persons);
  return {
    ...ward,
    over: ward.over - persons,
    present: ward.present - persons,
    ...(role === 'na'
      ? { na: less(ward.na) }
      : { rnOver: less(ward.rnOver), rnOverMinimum: less(ward.rnOverMinimum) }),
  };
}

/** Persons that may leave, of whatever role. */
function personsOf(ward: StaffedWard): number {
  let persons = wholeOf(ward.over);
  while (persons > 0 && !(keepsTwo(ward, persons) && isHeldAtHigh(ward, persons))) persons -= 1;
  return persons;
}

function keepsTwo({ present }: StaffedWard, persons: number): boolean {
  return tenthOf(present - persons) >= LEAST_LEFT;
}

function isHeldAtHigh({ present, high }: StaffedWard, persons: number): boolean {
  return high === null || tenthOf(high) <= HEAVIEST * tenthOf(present - persons) + CLOSE;
}

function wholeOf(value: number): number {
  return Math.max(0, Math.floor(tenthOf(value)));
}
