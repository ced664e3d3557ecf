import type { Micros } from '../../schemas/instant.ts';
import { swedishRedDaysOf } from '../../schemas/red-days.ts';
import type { Site } from '../../schemas/site.ts';
import { hourOf, hours } from './grid.ts';
import { type HourBalance, hourBalances, loadOf, nursesOf, type Reader } from './hour-balance.ts';
import type { Ledger } from './ledger.ts';
import { nearestDouble, plus, type Rational, ratio, times } from './rational.ts';
import { bucketName, dayOf, dayStart, localText } from './site-time.ts';

/** An hour that what is usual is learned from, and its place in local time. */
interface PlacedHour extends HourBalance {
  readonly day: string;
  readonly localHour: number;
  readonly shift: { readonly id: string; readonly day: string };
}

export type DayKind = 'weekday' | 'weekend';

/** Of the loads of hours in the same shift. */
export interface UsualLoad {
  readonly load: number | null;
  readonly p90: number | null;
  readonly hours: number;
  readonly days: number;
}

/** Of the minutes of hours at the same time of day. */
export interface UsualNeed {
  readonly minutes: number | null;
  readonly p10: number | null;
  readonly p90: number | null;
  readonly hours: number;
}

/** Contract: `pipelines/serving/BALANCE.md`, What is usual. */
export interface Usual {
  /** Of a shift that begins on the day; null on days yet to come and before the ward's first. */
  readonly load: (day: string, shiftId: string) => UsualLoad | null;
  /** Of an hour of the local day; days to come up to the fifteenth as they look on the current one. */
  readonly need: (day: string, localHour: number) => UsualNeed | null;
}

/** What is usual on a ward, computed from every hour of the eight weeks before each day. */
export function usualOf(ledger: Ledger, wardId: string, reader: Reader): Usual {
  const { site, streamTime } = ledger;
  const { timeZone } = site;
  const balanceAt = hourBalances(ledger, wardId, reader);
  const ofWard = ledger.wardHours.filter((row) => row.wardId === wardId);
  const first = Math.min(...ofWard.map(({ hour }) => hour));
  const firstSeen = Math.min(
    ...ofWard.flatMap(({ hour }) => (balanceAt(hour).need === null ? [] : hour)),
  );
  const today = streamTime === null ? null : dayOf(hourOf(streamTime), timeZone);
  const known = new Map<string, readonly PlacedHour[]>();
  const placeAt = remembered((hour: Micros) => ({
    day: dayOf(hour, timeZone),
    localHour: Number(localText(hour, timeZone).slice(11, 13)),
    shift: shiftOf(hour, site),
  }));
  const dayKind = remembered((day: string) => kindOf(day, site));
  return { load, need };

  function load(day: string, shiftId: string): UsualLoad | null {
    if (!isLearned(day)) return null;
    const counted = before(day).flatMap((hour) => {
      const { shift } = hour;
      if (shift.id !== shiftId || dayKind(shift.day) !== dayKind(day) || !hour.worked) return [];
      const of = loadOf(BigInt(hour.need!.minutes), BigInt(nursesOf(hour.supply)), ledger);
      return of === null ? [] : [{ of, day: shift.day }];
    });
    const days = new Set(counted.map((hour) => hour.day)).size;
    const isKnown = counted.length >= 40 && days >= 10;
    const loads = counted.map(({ of }) => of);
    const at = (tenth: number) => (isKnown ? quantile(loads, tenth) : null);
    return { load: at(5), p90: at(9), hours: counted.length, days };
  }

  function need(day: string, localHour: number): UsualNeed | null {
    const isAhead = today !== null && day > today && day <= dayAfter(today, 15);
    const asOf = isAhead ? today : day;
    if (!isLearned(asOf)) return null;
    const since = (reader === 'treating' ? first : firstSeen) + hours(7 * 24);
    const counted = before(asOf)
      .filter((hour) => hour.hour >= since && hour.localHour === localHour)
      .filter((hour) => dayKind(hour.day) === dayKind(day))
      .map((hour) => ratio(hour.need!.minutes, 1_000_000));
    const at = (tenth: number) => (counted.length >= 8 ? quantile(counted, tenth) : null);
    return { minutes: at(5), p10: at(1), p90: at(9), hours: counted.length };
  }

  function isLearned(day: string): boolean {
    return today !== null && day <= today && first < Infinity && day >= dayOf(first, timeZone);
  }

  /** The hours of the eight weeks before a day whose need is seen, complete and covered. */
  function before(day: string): readonly PlacedHour[] {
    const found = known.get(day) ?? [...complete(day)];
    known.set(day, found);
    return found;
  }

  function* complete(day: string): Generator<PlacedHour> {
    const end = dayStart(day, timeZone);
    const start = dayStart(dayAfter(day, -56), timeZone);
    for (let hour = Math.max(first, hourOf(start)); hour < end; hour += hours(1)) {
      if (hour < start) continue;
      const balance = balanceAt(hour);
      if (balance.need === null || balance.need.provisional) continue;
      const { presenceMicros, freshMicros } = balance.need;
      // fresh ÷ (11 · presence) ≥ 0.7; nobody there, nothing uncovered
      if (freshMicros * 10n >= 77n * BigInt(presenceMicros)) {
        yield { ...balance, ...placeAt(hour) };
      }
    }
  }
}

/** Saturdays, Sundays, red days and the eves that go with them are one kind of day, all others the other. */
export function kindOf(day: string, { redDays }: Site): DayKind {
  const weekday = new Date(day).getUTCDay();
  const isOfCalendar =
    redDays.calendar === 'se' && swedishRedDaysOf(Number(day.slice(0, 4))).includes(day);
  const isRed = redDays.also.includes(day) || (isOfCalendar && !redDays.except.includes(day));
  return weekday === 0 || weekday === 6 || isRed ? 'weekend' : 'weekday';
}

/** The shift that holds an instant, and the day on which it begins. */
export function shiftOf(hour: Micros, site: Site): { readonly id: string; readonly day: string } {
  const [day, start] = bucketName(hour, 'shift', site).split(' ') as [string, string];
  return { id: site.shifts.find((shift) => shift.start === start)!.id, day };
}

function remembered<K, V>(of: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const value = known.get(key) ?? of(key);
    known.set(key, value);
    return value;
  };
}

export function dayAfter(day: string, count: number): string {
  return new Date(Date.parse(day) + count * 86_400_000).toISOString().slice(0, 10);
}

/** The value at so many tenths of the way from the least to the greatest, between neighbours in proportion. */
function quantile(values: readonly Rational[], tenths: number): number {
  const sorted = values.toSorted((a, b) => {
    const difference = a.numerator * b.denominator - b.numerator * a.denominator;
    return difference < 0n ? -1 : Number(difference > 0n);
  });
  const place = (sorted.length - 1) * tenths;
  const lower = sorted[Math.floor(place / 10)]!;
  const upper = sorted[Math.ceil(place / 10)]!;
  const part = place % 10;
  return nearestDouble(plus(times(lower, ratio(10 - part, 10)), times(upper, ratio(part, 10))));
}
