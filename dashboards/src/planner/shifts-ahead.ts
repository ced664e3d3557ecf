import type { HeatmapCell, IntensityPoint, SiteView } from '../../../schemas/read-api.ts';

/** What is usual, in nurses per hour: median and percentiles of at least `n` weeks. */
export interface Usual {
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
  readonly n: number;
  /** The least of the hours, share of 1; `null` if unknown. */
  readonly coverage: number | null;
}

/** A ward in a shift, in nurses, mean per hour; `null` if unknown. */
export interface WardShift {
  readonly wardId: string;
  readonly type: string;
  readonly planned: number | null;
  readonly usual: Usual | null;
}

/** What is left of a shift: instants in ms, the wards in the order of the site. */
export interface ShiftAhead {
  readonly from: number;
  readonly to: number;
  readonly shiftId: string;
  readonly wards: readonly WardShift[];
}

type Hour = Pick<IntensityPoint, 'wardId' | 'from' | 'to' | 'localFrom' | 'supply'>;
type Site = Pick<SiteView, 'shifts' | 'wards'>;

/** Weeks of the query; with fewer than two, nothing is called usual. */
const WEEKS = 8;
const LEAST_WEEKS = 2;

/**
 * Hours to come as shifts, with what is usual at the same weekdays and hours.
 * @param usual cells of each ward; none if they are unknown
 */
export function shiftsAhead(
  hours: readonly Hour[],
  usual: ReadonlyMap<string, readonly HeatmapCell[]>,
  { shifts, wards }: Site,
): ShiftAhead[] {
  const cells = new Map(
    [...usual].map(([wardId, cells]) => [
      wardId,
      new Map(cells.map((cell) => [cell.weekday * 24 + cell.hour, cell])),
    ]),
  );
  return runs(hours, shifts).map(({ shiftId, hours }) => ({
    from: Math.min(...hours.map(({ from }) => Date.parse(from))),
    to: Math.max(...hours.map(({ to }) => Date.parse(to))),
    shiftId,
    wards: wards.flatMap(({ wardId, type }) => {
      const own = hours.filter((hour) => hour.wardId === wardId);
      if (own.length === 0) return [];
      const planned = meanOf(own.map(nursesOf));
      return [{ wardId, type, planned, usual: usualOf(own, cells.get(wardId)) }];
    }),
  }));
}

/** The shift that is on when the clock of the site shows `HH:MM`; shifts begin at their starts. */
export function shiftAt(clock: string, shifts: Site['shifts']): string {
  const sorted = shifts.toSorted((a, b) => a.start.localeCompare(b.start));
  return (sorted.findLast(({ start }) => start <= clock) ?? sorted.at(-1))?.id ?? '';
}

/** Hours of all wards that are of the same shift of the same night or day. */
function runs(hours: readonly Hour[], shifts: Site['shifts']) {
  const all: { shiftId: string; hours: Hour[] }[] = [];
  const inOrder = hours.toSorted((a, b) => a.from.localeCompare(b.from));
  for (const hour of inOrder) {
    const shiftId = shiftAt(hour.localFrom.slice(11, 16), shifts);
    const last = all.at(-1);
    if (last?.shiftId === shiftId) last.hours.push(hour);
    else all.push({ shiftId, hours: [hour] });
  }
  return all;
}

function nursesOf({ supply }: Hour): number | null {
  return supply === null ? null : (supply.rn ?? 0) + (supply.na ?? 0);
}

function usualOf(
  hours: readonly Hour[],
  cells: ReadonlyMap<number, HeatmapCell> | undefined,
): Usual | null {
  const own = hours.map(({ localFrom }) => {
    const weekday = new Date(localFrom.slice(0, 10)).getUTCDay() || 7;
    return cells?.get(weekday * 24 + Number(localFrom.slice(11, 13)));
  });
  const spreads = own.map(knownWeeks);
  const p10 = meanOf(spreads.map((spread) => spread?.p10 ?? null));
  const p50 = meanOf(spreads.map((spread) => spread?.p50 ?? null));
  const p90 = meanOf(spreads.map((spread) => spread?.p90 ?? null));
  if (p10 === null || p50 === null || p90 === null) return null;
  const n = Math.min(...spreads.map((spread) => spread!.n));
  const coverages = own.map((cell) => cell?.coverage ?? null);
  const isCovered = coverages.every((coverage) => coverage !== null);
  return { p10, p50, p90, n, coverage: isCovered ? Math.min(...coverages) : null };
}

/** What is usual at a weekday and hour; `null` of too few weeks. */
function knownWeeks(cell: HeatmapCell | undefined): HeatmapCell['required'] | null {
  if (cell === undefined) return null;
  // the hour that comes twice when the clock is set back is of one week
  const n = cell.required.n - Math.max(0, cell.hours - WEEKS);
  return n < LEAST_WEEKS ? null : { ...cell.required, n };
}

/** `null` if any is not known. */
function meanOf(values: readonly (number | null)[]): number | null {
  let sum = 0;
  for (const value of values) {
    if (value === null) return null;
    sum += value;
  }
  return sum / values.length;
}
