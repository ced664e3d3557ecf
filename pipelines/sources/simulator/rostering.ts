import type { Agreed } from './agreed.ts';
import { HOUR } from './clock.ts';
import type { Random } from './random.ts';
import {
  type Attendance,
  type Headcount,
  type Part,
  ROLES,
  type Role,
  type Shift,
  type ShiftName,
} from './shift.ts';

/** Of those agreed on, planned for a Saturday or Sunday by day. */
const WEEKEND = 0.9;
/** A roster is not cut to measure: now and then it has one more than agreed, or one less. */
const ONE_MORE = 0.1;
const ONE_LESS = 0.05;
const SICK = 0.035;
const REPLACED: Record<ShiftName, number> = { day: 0.75, evening: 0.7, night: 0.6 };
/** Of those who replace: called in when the shift has begun. */
const LATE = 0.4;
/** The pool sends somebody, sooner where the work asks for so many times those planned. */
const POOL = 0.03;
const HEAVY = 1.12;
const POOL_WHERE_HEAVY = 0.5;
const BAD_NIGHT = 0.02;
/** An assistant is called in to sit with a patient, if there is one to be had. */
const WATCH = 0.8;

/** What the patients of a ward ask for as a shift begins. */
export interface Demand {
  /** Patients with somebody at their side all the time. */
  readonly watched: number;
  /** Persons that the work asks for at the agreed level. */
  readonly persons: number;
}

/** One person more or less of a role for a part of a shift. */
interface Change extends Part {
  readonly role: Role;
}

/** The roster of a shift. */
export function roster(agreed: Agreed, thinned: boolean, random: Random): Headcount {
  const planned = { rn: agreed.rn, na: agreed.na };
  if (thinned) for (const role of ROLES) planned[role] = thin(planned[role], random);
  const choice = random.unit();
  const role = random.pick(ROLES);
  if (choice < ONE_MORE) planned[role]++;
  else if (choice < ONE_MORE + ONE_LESS && planned[role] > 2) planned[role]--;
  return planned;
}

/**
 * Who comes: those planned but for sick calls, part of them replaced, some of these hours late; sometimes
 * one from the pool, for the shift or half of it, and most often one more for a patient who is watched. A bad night
 * has two sick calls and nobody to replace them.
 */
export function attendance(
  { from, to, name, planned }: Pick<Shift, 'from' | 'to' | 'name' | 'planned'>,
  { watched, persons }: Demand,
  random: Random,
): Attendance {
  const changes: Change[] = [];
  const missing = (role: Role, until = to) => changes.push({ role, heads: -1, from, to: until });
  if (name === 'night' && random.chance(BAD_NIGHT)) for (const role of ROLES) missing(role);
  else {
    for (const role of ROLES) {
      for (let head = 1; head <= planned[role]; head++) {
        if (!random.chance(SICK)) continue;
        if (!random.chance(REPLACED[name])) missing(role);
        else if (random.chance(LATE)) missing(role, from + random.whole(1, 3) * HOUR);
      }
    }
    const isHeavy = persons > HEAVY * (planned.rn + planned.na + watched);
    if (random.chance(isHeavy ? POOL_WHERE_HEAVY : POOL)) {
      const half = random.chance(0.4) ? Math.floor((to - from) / 2 / HOUR) * HOUR : to - from;
      changes.push({ role: random.pick(ROLES), heads: 1, from, to: from + half });
    }
  }
  for (let patient = 0; patient < watched; patient++) {
    if (random.chance(WATCH)) changes.push({ role: 'na', heads: 1, from, to });
  }
  const of = (role: Role) => parts({ from, to, heads: planned[role] }, role, changes);
  return { rn: of('rn'), na: of('na') };
}

/** The parts of a shift between whose ends nothing changes for a role. */
function parts({ from, to, heads }: Part, role: Role, changes: readonly Change[]): Part[] {
  const own = changes.filter((change) => change.role === role);
  const ends = [from, to, ...own.map((change) => change.to)].sort((a, b) => a - b);
  const cuts = ends.filter((end, index) => index === 0 || end !== ends[index - 1]);
  const fewest = Math.min(heads, role === 'rn' ? 1 : 0);
  return cuts.slice(1).map((end, index) => {
    const begin = cuts[index]!;
    const on = own.filter((change) => change.from <= begin && change.to >= end);
    const sum = on.reduce((total, change) => total + change.heads, heads);
    return { from: begin, to: end, heads: Math.max(fewest, sum) };
  });
}

/** A weekend's share in whole persons: rounded up as often as its fraction says. */
function thin(heads: number, random: Random): number {
  return Math.max(Math.min(1, heads), Math.floor(heads * WEEKEND + random.unit()));
}
