import { tenthOf } from '../shown-figure.ts';
import { spareOf, without } from './spare.ts';
import type { Role, StaffedWard } from './staffed-ward.ts';

/** A person that one ward can lend to another for a shift. */
export interface Loan {
  readonly from: string;
  readonly to: string;
  readonly role: Role;
  /** A registered nurse in place of an assistant. */
  readonly isStandIn: boolean;
}

/** What wards can lend each other in a shift: nobody is lent twice. */
export interface Lending {
  /** In the order in which they are found. */
  readonly loans: readonly Loan[];
  /** By ward id. */
  readonly before: ReadonlyMap<string, StaffedWard>;
  /** The same wards if all of it is done. */
  readonly after: ReadonlyMap<string, StaffedWard>;
}

/** From half a person on somebody is missing. */
const LACK = 0.5;

/**
 * One person at a time goes to the ward that lacks most by then, until nobody is missing or nobody is left. First are
 * wards that lack registered nurses they may not be without, then the most persons, then the greatest share of what
 * is required. A ward that lacks half a registered nurse or more gets one; any other gets an assistant, or, if no ward can
 * spare one, a nurse who stands in. A ward of the same type lends first, then the one with the lowest load after in a
 * heavy shift. Ties go by ward id, so the order of the wards does not matter. Wards whose figures are old or thin neither
 * lend nor borrow.
 */
export function lendingOf(wards: readonly StaffedWard[]): Lending {
  const before = new Map(
    wards.toSorted((a, b) => (a.wardId < b.wardId ? -1 : 1)).map((ward) => [ward.wardId, ward]),
  );
  const after = new Map(before);
  const loans: Loan[] = [];
  const open = new Set([...before.values()].filter(canBorrow).map(({ wardId }) => wardId));
  while (open.size > 0) {
    const to = [...open].map((wardId) => after.get(wardId)!).reduce(worse);
    const loan = loanTo(to, [...after.values()]);
    if (loan === null) open.delete(to.wardId);
    else {
      loans.push(loan);
      after.set(loan.from, without(after.get(loan.from)!, loan.role, 1));
      after.set(loan.to, without(to, loan.role, -1));
    }
  }
  return { loans, before, after };
}

function canBorrow({ standing, trust }: StaffedWard): boolean {
  return standing === 'lacking' && trust === 'sound';
}

function loanTo(to: StaffedWard, wards: readonly StaffedWard[]): Loan | null {
  const wanted = wantedOf(to);
  for (const role of wanted) {
    const able = wards.filter((ward) => spareOf(ward)[role] > 0);
    if (able.length === 0) continue;
    const from = able.reduce((a, b) => nearer(a, b, to));
    const isStandIn = role === 'rn' && wanted[0] === 'na';
    return { from: from.wardId, to: to.wardId, role, isStandIn };
  }
  return null;
}

/** The roles that a ward lacks a person of, the first one first; none if it lacks nobody. A nurse may be for an assistant. */
export function wantedOf({
  over,
  rnOver,
  rnOverMinimum,
  mustHaveRn,
}: StaffedWard): readonly Role[] {
  const lacksPersons = tenthOf(over) <= -LACK;
  const lacksRn = rnOver !== null && tenthOf(rnOver) <= -LACK;
  // who is missing may be an assistant, unless it is a nurse
  const lacksNa = lacksPersons && rnOver !== null && (!lacksRn || tenthOf(over - rnOver) <= -LACK);
  if (isUnder(rnOverMinimum) || (mustHaveRn && lacksRn) || (lacksPersons && lacksRn))
    return lacksNa ? ['rn', 'na'] : ['rn'];
  return lacksPersons ? ['na', 'rn'] : [];
}

function isUnder(rnOverMinimum: number | null): boolean {
  return rnOverMinimum !== null && tenthOf(rnOverMinimum) < 0;
}

function worse(a: StaffedWard, b: StaffedWard): StaffedWard {
  const under = Number(isUnder(b.rnOverMinimum)) - Number(isUnder(a.rnOverMinimum));
  return first(a, b, under, tenthOf(a.over) - tenthOf(b.over), shareOver(a) - shareOver(b));
}

function nearer(a: StaffedWard, b: StaffedWard, to: StaffedWard): StaffedWard {
  const type = Number(b.type === to.type) - Number(a.type === to.type);
  return first(a, b, type, loadAfter(a) - loadAfter(b));
}

/** The first of two by the first difference that is not 0; without one `a`, which has the lower ward id. */
function first(a: StaffedWard, b: StaffedWard, ...differences: readonly number[]): StaffedWard {
  const decisive = differences.find((difference) => difference !== 0) ?? 0;
  return decisive <= 0 ? a : b;
}

function shareOver({ over, present }: StaffedWard): number {
  const required = present - over;
  return required === 0 ? 0 : over / required;
}

/** What a heavy shift requires, or else the usual one, over the staff that is left. */
function loadAfter({ over, present, high }: StaffedWard): number {
  return (high ?? present - over) / (present - 1);
}
