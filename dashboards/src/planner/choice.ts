import type { SiteView } from '../../../schemas/read-api.ts';
import { dateAfter, dayStart, daysOf, instantOf, isDate } from '../site-time.ts';
import type { PlannerQuery } from './panel.ts';

export const GRAINS = ['hour', 'shift', 'day', 'week', 'month'] as const;
export type Grain = (typeof GRAINS)[number];
export const MEASURES = ['need', 'staffing', 'gap'] as const;
export type Measure = (typeof MEASURES)[number];
export const COMPARED = ['load', 'minutes', 'gap'] as const;
export type Compared = (typeof COMPARED)[number];
/** Wards in the grid of shifts to come. */
export const AHEAD = ['all', 'chosen'] as const;
export type Ahead = (typeof AHEAD)[number];

/** Everything that is chosen on the planner; the address holds it all. */
export interface Choice {
  /** In the order of the site. */
  readonly wards: readonly string[];
  /** Dates of the site, both counted. */
  readonly from: string;
  readonly to: string;
  readonly grain: Grain;
  readonly measure: Measure;
  readonly compared: Compared;
  readonly ahead: Ahead;
  /** Local time of the site; values are as known then, `2026-10-25T07:00`; `null` for the final values. */
  readonly known: string | null;
}

/** A parameter of an address with an invalid value, by name. */
export type InvalidParam =
  | 'wards'
  | 'from'
  | 'to'
  | 'range'
  | 'grain'
  | 'measure'
  | 'compared'
  | 'ahead'
  | 'known';

/** Days the API answers for several wards. */
export const MOST_DAYS = 400;
/** Days of each grain whose rows can still be read in a chart; a page of the API holds them. */
export const MOST_DAYS_OF: Record<Grain, number> = {
  hour: 31,
  shift: 93,
  day: MOST_DAYS,
  week: MOST_DAYS,
  month: MOST_DAYS,
};
const USUAL_DAYS = 28;
const FIRST_WARDS = 3;

/** The grains that a range can be shown in. */
export function grainsOf({ from, to }: Pick<Choice, 'from' | 'to'>): Grain[] {
  const days = daysOf(from, to);
  return GRAINS.filter((grain) => days <= MOST_DAYS_OF[grain]);
}

/** The range brought within what the API answers, in the finest grain that is no finer than wanted. */
export function fitting(choice: Choice): Choice {
  const to = notBefore(choice.to, choice.from);
  const from = notBefore(choice.from, dateAfter(to, 1 - MOST_DAYS));
  const grains = grainsOf({ from, to });
  const grain = grains.includes(choice.grain) ? choice.grain : grains[0]!;
  return { ...choice, from, to, grain };
}

/** Whether a ward is closed on a day. */
export function isClosed({ closedFrom }: SiteView['wards'][number], day: string): boolean {
  return closedFrom !== undefined && closedFrom.slice(0, 10) <= day;
}

/**
 * Reads the choice from an address. The default is the four weeks up to `today`, of the user's own wards (`mine`), else
 * of the first ones; invalid parameters get the default and are listed.
 */
export function readChoice(
  search: string,
  { wards }: Pick<SiteView, 'wards'>,
  today: string,
  mine: readonly string[] = [],
): { choice: Choice; invalid: InvalidParam[] } {
  const query = new URLSearchParams(search);
  const invalid: InvalidParam[] = [];
  const param = <T>(name: InvalidParam, read: (text: string) => T | null, otherwise: T): T => {
    const text = query.get(name);
    if (text === null) return otherwise;
    const value = read(text);
    if (value === null) invalid.push(name);
    return value ?? otherwise;
  };
  const among =
    <V extends string>(values: readonly V[]) =>
    (text: string) =>
      values.find((value) => value === text) ?? null;
  const date = (text: string) => (isDate(text) ? text : null);
  const ids = wards.map(({ wardId }) => wardId);
  const open = wards.filter((ward) => !isClosed(ward, today)).map(({ wardId }) => wardId);
  const own = open.filter((wardId) => mine.includes(wardId));
  const first = own.length > 0 ? own : (open.length === 0 ? ids : open).slice(0, FIRST_WARDS);
  const named = query.get('wards')?.split(',') ?? first;
  const chosen = ids.filter((wardId) => named.includes(wardId));
  if (named.some((id) => id !== '' && !ids.includes(id))) invalid.push('wards');
  const to = param('to', date, today);
  const wanted: Choice = {
    wards: chosen.length === 0 ? first : chosen,
    from: param('from', date, dateAfter(to, 1 - USUAL_DAYS)),
    to,
    grain: param('grain', among(GRAINS), 'day'),
    measure: param('measure', among(MEASURES), 'gap'),
    compared: param('compared', among(COMPARED), 'load'),
    ahead: param('ahead', among(AHEAD), 'all'),
    known: param('known', (text) => (isClock(text) ? text : null), null),
  };
  const choice = fitting(wanted);
  if (choice.from !== wanted.from || choice.to !== wanted.to) invalid.push('range');
  else if (choice.grain !== wanted.grain) invalid.push('grain');
  return { choice, invalid };
}

/** The query of an address that holds the whole choice; other parameters of `search` stay. */
export function writeChoice(choice: Choice, search: string): string {
  const query = new URLSearchParams(search);
  const { wards, known, ...rest } = choice;
  query.set('wards', wards.join(','));
  for (const [name, value] of Object.entries(rest)) query.set(name, value);
  if (known === null) query.delete('known');
  else query.set('known', known);
  return `?${query}`.replaceAll('%2C', ',').replaceAll('%3A', ':');
}

/** The parameters of the API for a choice. */
export function plannerQueryOf(choice: Choice, timeZone: string): PlannerQuery {
  const { wards, from, to, grain, known } = choice;
  const text = (instant: number) => new Date(instant).toISOString();
  return {
    wards,
    from: text(dayStart(from, timeZone)),
    to: text(dayStart(dateAfter(to, 1), timeZone)),
    grain,
    knownAt: known === null ? null : text(instantOf(known, timeZone)),
  };
}

function notBefore(date: string, earliest: string): string {
  if (date < earliest) return earliest;
  return date;
}

function isClock(text: string): boolean {
  return isDate(text.slice(0, 10)) && /^T([01]\d|2[0-3]):[0-5]\d$/.test(text.slice(10));
}
