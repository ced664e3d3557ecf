import type { IntensityPoint, SiteView } from '../../../schemas/read-api.ts';
import type { Role, StaffedWard } from '../lending/staffed-ward.ts';
import { dateAfter } from '../site-time.ts';
import { type Step, stepOf } from './step.ts';

/** A shift of one of the days to come; instants in ms. */
export interface Column {
  readonly from: number;
  readonly to: number;
  /** The local day on which the shift begins. */
  readonly date: string;
  readonly shiftId: string;
}

/** What is usual in a shift, in persons, mean over its hours. */
export interface UsualPersons {
  readonly need: number;
  readonly low: number;
  readonly high: number;
}

/** Registered nurses below the ward's minimum in some hour of a shift. */
export interface FewRn {
  readonly fewest: number;
  readonly minimum: number;
}

/** A ward in a shift, in persons, mean over its hours: staffing less what is usually required, or why there is none. */
export type Cell =
  | ({
      readonly kind: 'difference';
      readonly plan: number;
      readonly value: number;
      /** `short` also where registered nurses are below the minimum. */
      readonly step: Step;
      readonly fewRn: FewRn | null;
      readonly roles: Pick<StaffedWard, 'na' | 'rnOver' | 'rnOverMinimum'>;
    } & UsualPersons)
  | ({
      readonly kind: 'no-roster';
      readonly staffedHours: number;
      readonly hours: number;
      /** The role of the ward that has no roster, if the other one has; `null` where hours have none. */
      readonly missing: Role | null;
      readonly fewRn: FewRn | null;
    } & UsualPersons)
  /** The usual need is of the norm: no level says how many persons that is on this ward. */
  | ({ readonly kind: 'no-level'; readonly plan: number | null } & UsualPersons)
  | { readonly kind: 'no-usual'; readonly plan: number | null }
  | { readonly kind: 'closed' };

export interface WardRow {
  readonly wardId: string;
  readonly name: string;
  readonly type: string;
  readonly division: string | null;
  /** One for each column. */
  readonly cells: readonly Cell[];
}

/** Wards together in a shift: sums over those whose difference is known. */
export interface Sum {
  /** `null` if it is known of none. */
  readonly value: number | null;
  readonly known: number;
  readonly unknown: number;
  /** Wards that are short: a sum hides them behind others that can spare. */
  readonly short: number;
}

export interface ShiftGrid {
  readonly columns: readonly Column[];
  /** In the order of the site. */
  readonly rows: readonly WardRow[];
}

export type GridSite = Pick<SiteView, 'shifts' | 'wards' | 'thresholds' | 'productiveShare'>;
type Point = Pick<
  IntensityPoint,
  | 'wardId'
  | 'from'
  | 'to'
  | 'localFrom'
  | 'shiftId'
  | 'hours'
  | 'reason'
  | 'staffedHours'
  | 'supply'
  | 'level'
  | 'present'
  | 'hoursWithout'
  | 'rnMinimum'
  | 'usualNeed'
>;

/** Whole shifts of wards, by the wards of the site and by time. */
export function shiftGrid(points: readonly Point[], site: GridSite): ShiftGrid {
  const starts = new Map(site.shifts.map(({ id, start }) => [id, start]));
  const columns = new Map<string, Column>();
  const byPlace = new Map<string, Point>();
  for (const point of points) {
    const { from, to, localFrom, shiftId } = point;
    byPlace.set(`${point.wardId} ${from}`, point);
    if (shiftId === null || columns.has(from)) continue;
    const date = localFrom.slice(0, 10);
    // its first whole hour may be of the day after
    const isAfter = localFrom.slice(11, 16) < (starts.get(shiftId) ?? '');
    columns.set(from, {
      ...{ from: Date.parse(from), to: Date.parse(to), shiftId },
      date: isAfter ? dateAfter(date, -1) : date,
    });
  }
  const inOrder = [...columns].toSorted(([a], [b]) => a.localeCompare(b));
  return {
    columns: inOrder.map(([, column]) => column),
    rows: site.wards.map(({ wardId, name, type, division }) => {
      const shifts = inOrder.map(([from]) => byPlace.get(`${wardId} ${from}`));
      return {
        ...{ wardId, name, type, division },
        cells: shifts.map((shift) => cellOf(shift, site)),
      };
    }),
  };
}

/** Sums of a column's cells. */
export function sumOf(cells: readonly Cell[]): Sum {
  const known = cells.filter((cell) => cell.kind === 'difference');
  const open = cells.filter(({ kind }) => kind !== 'closed').length;
  return {
    value: known.length === 0 ? null : known.reduce((sum, { value }) => sum + value, 0),
    known: known.length,
    unknown: open - known.length,
    short: known.filter(({ step }) => step === 'short').length,
  };
}

function cellOf(point: Point | undefined, site: GridSite): Cell {
  if (point?.reason === 'closed') return { kind: 'closed' };
  const plan = point === undefined ? null : planOf(point);
  const usual = point?.usualNeed ?? null;
  if (point === undefined || usual === null || usual.hours < point.hours)
    return { kind: 'no-usual', plan };
  const { required, requiredP10, requiredP90, levelledHours, staffedHours, gap } = usual;
  const isLevelled = levelledHours === point.hours;
  if (!isLevelled || required === null || requiredP10 === null || requiredP90 === null) {
    const norm = (minutes: number) => minutes / 60 / site.productiveShare / usual.hours;
    const { minutes, minutesP10, minutesP90 } = usual;
    const persons = { need: norm(minutes), low: norm(minutesP10), high: norm(minutesP90) };
    return { kind: 'no-level', plan, ...persons };
  }
  const persons = {
    ...{ need: required / levelledHours, low: requiredP10 / levelledHours },
    high: requiredP90 / levelledHours,
  };
  const fewRn = fewOf(point);
  // half a roster would look like a shortage, or like room
  if (staffedHours < point.hours || gap === null) {
    const { hours } = point;
    return { kind: 'no-roster', staffedHours, hours, missing: missingOf(point), fewRn, ...persons };
  }
  const value = gap / staffedHours;
  const step = fewRn === null ? stepOf(value, persons.need, site.thresholds) : 'short';
  return {
    kind: 'difference',
    plan: persons.need + value,
    value,
    step,
    fewRn,
    roles: rolesOf(point, persons.need),
    ...persons,
  };
}

/** Persons who are planned, mean over the shift; `null` where a role of the ward is not known throughout it. */
function planOf({ present, staffedHours, hours }: Point): number | null {
  return present === null || staffedHours < hours ? null : present / hours;
}

function fewOf({ rnMinimum }: Point): FewRn | null {
  if (rnMinimum === null || rnMinimum.missing === null) return null;
  return { fewest: rnMinimum.fewest, minimum: rnMinimum.minimum };
}

/** Assistants who are planned, and registered nurses over those required and over the minimum in every hour. */
function rolesOf(
  { supply, hours, level, rnMinimum }: Point,
  need: number,
): Pick<StaffedWard, 'na' | 'rnOver' | 'rnOverMinimum'> {
  const rn = supply?.rn ?? null;
  const na = supply?.na ?? null;
  return {
    na: na === null ? null : na / hours,
    rnOver: rn === null || level === null ? null : rn / hours - need * level.rnShare,
    rnOverMinimum: rnMinimum === null ? null : rnMinimum.fewest - rnMinimum.minimum,
  };
}

function missingOf({ hoursWithout: { rn, na } }: Point): Role | null {
  if (rn > 0 === na > 0) return null;
  return rn > 0 ? 'rn' : 'na';
}
