import type { HeatmapCell, IntensityPoint } from '../../../schemas/read-api.ts';
import type { BandHour } from '../charts/band-chart.ts';
import type { NeedHour, Usual } from '../charts/need-chart.ts';
import type { WardMessages } from '../i18n/messages.ts';

/** Weeks of the query, and weeks that must be known before anything is called usual. */
const WEEKS = 8;
const FEWEST_WEEKS = 2;
/** Share of what is required, more or less, that a load in balance may differ by. */
const IN_BALANCE = 0.15;

/** Nurses of an hour, if at least one role is known. */
export function nurses(supply: IntensityPoint['supply']): number | null {
  if (supply === null || (supply.rn === null && supply.na === null)) return null;
  return (supply.rn ?? 0) + (supply.na ?? 0);
}

/** Hours of a ward for the chart of need: what was, and what is usual in hours to come. */
export function needHours(
  points: readonly IntensityPoint[],
  cells: readonly HeatmapCell[],
  messages: WardMessages,
): NeedHour[] {
  const usual = usualBy(cells);
  return points.map((point) => ({
    ...frameOf(point),
    required: point.required,
    low: point.requiredLow,
    high: point.requiredHigh,
    present: nurses(point.supply),
    missing: point.reason === null ? null : messages.reason[point.reason],
    usual: point.reason === 'not-yet' ? (usual.get(clockHour(point.localFrom)) ?? null) : null,
  }));
}

/** The same for one role: its part of the need is the plan's. */
export function roleHours(
  points: readonly IntensityPoint[],
  role: 'rn' | 'na',
  messages: WardMessages,
): NeedHour[] {
  return points.map((point) => ({
    ...frameOf(point),
    required: requiredOf(point, role),
    low: null,
    high: null,
    present: point.supply?.[role] ?? null,
    missing: point.reason === null ? null : messages.reason[point.reason],
    usual: null,
  }));
}

/** Load, with what is in balance. */
export function loadHours(points: readonly IntensityPoint[]): BandHour[] {
  return points.map((point) => ({
    ...frameOf(point),
    value: point.load,
    low: point.load === null ? null : 1 - IN_BALANCE,
    high: point.load === null ? null : 1 + IN_BALANCE,
  }));
}

/** What a role is required to be of an hour or shift; `null` if no advice is derived. */
export function requiredOf(
  { required, flags }: Pick<IntensityPoint, 'required' | 'flags'>,
  role: 'rn' | 'na',
): number | null {
  if (flags === null || required === null) return null;
  return role === 'rn' ? flags.rnRequired : required - flags.rnRequired;
}

/** The weekday, 1 is Monday, and hour of a clock with its date: `7 02`. */
export function clockHour(localFrom: string): string {
  const weekday = new Date(`${localFrom.slice(0, 10)}T00:00:00Z`).getUTCDay() || 7;
  return `${weekday} ${localFrom.slice(11, 13)}`;
}

function usualBy(cells: readonly HeatmapCell[]): Map<string, Usual> {
  const known = cells.flatMap(({ weekday, hour, hours, required }) => {
    const { n, p10, p50, p90 } = required;
    // the hour that comes twice when the clock is set back is of one week
    const weeks = n - Math.max(0, hours - WEEKS);
    if (weeks < FEWEST_WEEKS || p10 === null || p50 === null || p90 === null) return [];
    const clock = `${weekday} ${`${hour}`.padStart(2, '0')}`;
    return [[clock, { p10, p50, p90, n: weeks }] as const];
  });
  return new Map(known);
}

function frameOf({ from, to, localFrom }: IntensityPoint) {
  return { from: Date.parse(from), to: Date.parse(to), localFrom };
}
