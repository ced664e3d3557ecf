import type { SiteView } from '../../../schemas/read-api.ts';
import { clockOf, dateAfter, instantOf } from '../site-time.ts';

const HOUR_MS = 3_600_000;
/** What is usual is known of the current day and the fourteen after it. */
export const DAYS_AHEAD = 14;

/**
 * The whole shifts of fourteen days, from the one that is on now (ms): the API's range, as RFC 3339 instants. An hour is
 * of the shift that holds its start.
 */
export function rangeAhead(
  now: number,
  { shifts, timeZone }: Pick<SiteView, 'shifts' | 'timeZone'>,
): { readonly from: string; readonly to: string } {
  const starts = shifts.map(({ start }) => start).toSorted();
  const first = starts[0] ?? '00:00';
  const clock = clockOf(now, timeZone);
  const today = clock.slice(0, 10);
  const begun = starts.findLast((start) => start <= clock.slice(11, 16));
  const date = begun === undefined ? dateAfter(today, -1) : today;
  const start = begun ?? starts.at(-1) ?? first;
  const hour = (date: string, start: string) =>
    new Date(Math.ceil(instantOf(`${date}T${start}`, timeZone) / HOUR_MS) * HOUR_MS).toISOString();
  return { from: hour(date, start), to: hour(dateAfter(date, DAYS_AHEAD), first) };
}
