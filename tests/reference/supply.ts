import type { Micros } from '../../schemas/instant.ts';
import type { WardEvent } from '../../schemas/ward-event.ts';
import { hours } from './grid.ts';
import { type Interval, overlap } from './interval.ts';
import { decimal, ratio, rounded } from './rational.ts';
import { countingVersions } from './versions.ts';

/** Events of wards and not of patients. */
export type RosterEvent = Extract<WardEvent, { type: 'staffing' | 'judgement' }>;
export type Staffing = Extract<WardEvent, { type: 'staffing' }>;
export type Role = Staffing['role'];

export const ROLES = ['rn', 'na'] as const satisfies readonly Role[];

/** Millionths of a nurse, the mean of an hour; null for a role that is unknown through all of it. */
export type Nurses = Readonly<Record<Role, number | null>>;

/** Who is there in one ward and hour, and who was to be. */
export interface HourStaffing {
  readonly supply: Nurses;
  readonly planned: Nurses;
  /** Every role of the ward is known at every instant of the hour. */
  readonly staffed: boolean;
  /** Something is known of the hour, and this role of the ward is not known throughout. */
  readonly lacking: readonly Role[];
  /** Millionths of registered nurses, known at every instant; else null. */
  readonly knownRn: number | null;
}

/** The version that counts of every `(source, id)`, without judgements and without the events it removes. */
export function standingStaffing(events: readonly RosterEvent[]): Staffing[] {
  return countingVersions(events.map((event) => ({ event })))
    .map(({ event }) => event)
    .filter(
      (event): event is Staffing =>
        event.type === 'staffing' && event.status !== 'entered-in-error',
    );
}

/** Staffing of a ward in a UTC hour, from the events as they stand, with the roles it has then. */
export function hourStaffing(
  standing: readonly Staffing[],
  wardId: string,
  hour: Micros,
  roles: readonly Role[],
): HourStaffing {
  const within = { from: hour, to: hour + hours(1) };
  const onWard = standing.filter((event) => event.wardId === wardId);
  const pieces = piecesOf(onWard, within);
  const isKnown = (role: Role) =>
    pieces.every(({ from }) => headcountAt(onWard, role, 'supply', from) !== null);
  const lost = roles.filter((role) => !isKnown(role));
  const of = (role: Role, basis: 'supply' | 'planned') =>
    lost.includes(role) ? null : mean(pieces, (at) => headcountAt(onWard, role, basis, at));
  const nurses = (basis: 'supply' | 'planned'): Nurses => ({
    rn: of('rn', basis),
    na: of('na', basis),
  });
  const supply = nurses('supply');
  const isSilent = pieces.every(({ from }) =>
    ROLES.every((role) => headcountAt(onWard, role, 'supply', from) === null),
  );
  return {
    supply,
    planned: nurses('planned'),
    staffed: roles.length > 0 && lost.length === 0,
    lacking: isSilent ? [] : lost,
    knownRn: isKnown('rn') ? supply.rn : null,
  };
}

/** Millionths at an instant: of the actual intervals that hold it, else of the planned ones; null without any. */
function headcountAt(
  onWard: readonly Staffing[],
  role: Role,
  basis: 'supply' | 'planned',
  at: Micros,
): number | null {
  const holding = onWard.filter((one) => one.role === role && one.from <= at && at < one.to);
  const of = (kind: Staffing['basis']) => holding.filter((one) => one.basis === kind);
  const counting = basis === 'supply' && of('actual').length > 0 ? of('actual') : of('planned');
  if (counting.length === 0) return null;
  return counting.reduce((sum, { headcount }) => sum + rounded(decimal(headcount), 6), 0);
}

/** The mean over one hour, rounded once; null where every piece is unknown. */
function mean(pieces: readonly Interval[], at: (instant: Micros) => number | null): number | null {
  const known = pieces.flatMap(({ from, to }) => {
    const headcount = at(from);
    return headcount === null ? [] : [BigInt(headcount) * BigInt(to - from)];
  });
  if (known.length === 0) return null;
  const total = known.reduce((sum, part) => sum + part, 0n);
  return rounded(ratio(total, hours(1)), 0);
}

/** An interval in pieces in which nothing begins or ends. */
function piecesOf(onWard: readonly Staffing[], within: Interval): Interval[] {
  const borders = onWard
    .map((event) => overlap(event, within))
    .filter(({ from, to }) => from < to)
    .flatMap(({ from, to }) => [from, to]);
  const sorted = [...new Set([within.from, within.to, ...borders])].sort((a, b) => a - b);
  return sorted.slice(1).map((to, i) => ({ from: sorted[i]!, to }));
}
