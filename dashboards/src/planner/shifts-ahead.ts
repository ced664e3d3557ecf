import type { SiteView } from '../../../schemas/read-api.ts';
import { clockOf, dateAfter, instantOf } from '../site-time.ts';

const HOUR_MS = 3_600_000;
/** What is usual is known of their shifts at any hour: of the current day and the fifteen after it. */
export const DAYS_AHEAD = 14;

/**
 * The shifts of fourteen days, from the next one to begin after `now` (ms) and the day that it begins on: the API's range,
 * as RFC 3339 instants. The one that is on is the overview's, which knows its need; here it would be held against what is
 * usual. An hour is of the shift that holds its start.
 */
export function rangeAhead(
  now: number,
  { shifts, timeZone }: Pick<SiteView, 'shifts' | 'timeZone'>,
): { readonly from: string; readonly to: string } {
  const starts = shifts.map(({ start }) => start).toSorted();
  const first = starts[0] ?? '00:00';
  const clock = clockOf(now, timeZone);
  const today = clock.slice(0, 10);
  const next = starts.find((start) => start > clock.slice(11, 16));
  const hour = (date: string, start: string) =>
    new Date(Math.ceil(instantOf(`${date}T${start}`, timeZone) / HOUR_MS) * HOUR_MS).toISOString();
  const firstDay = next === undefined ? dateAfter(today, 1) : today;
  return {
    from: hour(firstDay, next ?? first),
    to: hour(dateAfter(firstDay, DAYS_AHEAD), first),
  };
}
