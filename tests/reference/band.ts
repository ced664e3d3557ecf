import { hourOf, hours } from './grid.ts';
import { hourBalances, loadOf, nursesOf, type Reader } from './hour-balance.ts';
import type { Ledger } from './ledger.ts';
import { decimal, nearestDouble, plus, type Rational, ratio, times } from './rational.ts';
import { dayOf, dayStart } from './site-time.ts';

/** Load between `low` and `high` is usual for the ward. */
export interface Band {
  readonly low: number;
  readonly optimum: number;
  readonly high: number;
}

const WEEKS = 8;
const FEWEST_HOURS = 168;

/**
 * The band of a ward on local days: 85–115 % of the median load of the eight weeks before. Hours in which
 * nobody was there to carry a load have none and are not counted, nor are hours the reader may not see. There
 * is none of days yet to come.
 */
export function bandsOf(
  ledger: Ledger,
  wardId: string,
  reader: Reader,
): (day: string) => Band | null {
  const balanceAt = hourBalances(ledger, wardId, reader);
  const found = new Map<string, Band | null>();
  const { streamTime, site } = ledger;
  const today = streamTime === null ? '' : dayOf(hourOf(streamTime), site.timeZone);
  return (day) => {
    if (day > today) return null;
    if (!found.has(day)) found.set(day, bandOf(day));
    return found.get(day) ?? null;
  };

  function bandOf(day: string): Band | null {
    const end = dayStart(day, ledger.site.timeZone);
    const start = end - hours(WEEKS * 7 * 24);
    const loads = [];
    for (let hour = hourOf(start); hour < end; hour += hours(1)) {
      const { need, balanced, supply } = balanceAt(hour);
      if (hour < start || need === null || !balanced || need.provisional) continue;
      const load = loadOf(BigInt(need.minutes), BigInt(nursesOf(supply)), ledger);
      if (load !== null) loads.push(load);
    }
    if (loads.length < FEWEST_HOURS) return null;
    const optimum = median(loads);
    return {
      low: nearestDouble(times(optimum, decimal(0.85))),
      optimum: nearestDouble(optimum),
      high: nearestDouble(times(optimum, decimal(1.15))),
    };
  }
}

/** The middle value, or the mean of the two in the middle. */
function median(values: readonly Rational[]): Rational {
  const sorted = values.toSorted((a, b) =>
    Number(a.numerator * b.denominator - b.numerator * a.denominator),
  );
  const upper = sorted[Math.floor(sorted.length / 2)]!;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1]!;
  return times(plus(lower, upper), ratio(1, 2));
}
