import { hourLabel } from '../charts/hour-axis.ts';
import type { Format } from '../format.ts';
import type { PlannerMessages } from '../i18n/messages.ts';
import { isoWeek, isoWeekYear } from '../site-time.ts';
import type { Grain } from './choice.ts';

interface Labelled {
  readonly from: number;
  readonly localFrom: string;
  readonly shiftId: string | null;
}

/** So few hours have room for the hour of the clock, and not of the day alone. */
const FEW_HOURS = 75;

/** What a bucket is called in a table. */
export function bucketLabel(
  buckets: readonly Labelled[],
  index: number,
  grain: Grain,
  messages: PlannerMessages,
  format: Format,
): string {
  const { from, localFrom, shiftId } = buckets[index]!;
  const date = localFrom.slice(0, 10);
  switch (grain) {
    case 'hour':
      return `${format.day(from)} ${hourLabel(buckets, index, messages)}`;
    case 'shift':
      return `${format.day(from)} ${messages.shift(shiftId ?? '')}`;
    case 'day':
      return `${format.weekday(new Date(date).getUTCDay() || 7)} ${date}`;
    case 'week':
      return `${messages.week(isoWeek(date))} (${date})`;
    case 'month':
      return format.month(from);
  }
}

/**
 * What stands below the axis where a bucket begins, with its year if the buckets are of several years; `null` if it begins
 * no day.
 */
export function axisLabel(
  buckets: readonly Labelled[],
  index: number,
  grain: Grain,
  messages: PlannerMessages,
  format: Format,
): string | null {
  const { from, localFrom } = buckets[index]!;
  const date = localFrom.slice(0, 10);
  const hour = localFrom.slice(11, 13);
  if (grain === 'hour' && buckets.length <= FEW_HOURS && hour !== '00') {
    return Number(hour) % 6 === 0 ? `${hour}:00` : null;
  }
  if (grain === 'month') return format.month(from);
  const hasYears = yearOf(buckets.at(-1)!) !== yearOf(buckets[0]!);
  if (grain === 'week') {
    const week = messages.week(isoWeek(date));
    return hasYears ? `${week} ${isoWeekYear(date)}` : week;
  }
  if (index > 0 && buckets[index - 1]!.localFrom.startsWith(date)) return null;
  return hasYears ? date : format.day(from);
}

function yearOf({ localFrom }: Labelled): string {
  return localFrom.slice(0, 4);
}
