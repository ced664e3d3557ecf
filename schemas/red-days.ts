import type { Site } from './site.ts';

const MS_PER_DAY = 86_400_000;
/** The years whose events are taken, and the one that local time may reach beyond them. */
const FIRST_YEAR = 1900;
const LAST_YEAR = 2250;

/**
 * The days of a site that are staffed as Sundays are, as local dates in order: those of its calendar but for
 * `except`, and `also`. Ordinary Saturdays and Sundays are not among them.
 */
export function redDays({ calendar, also, except }: Site['redDays']): string[] {
  const days = new Set(calendar === 'se' ? swedishRedDays() : []);
  for (const day of except) days.delete(day);
  for (const day of also) days.add(day);
  return [...days].sort();
}

let swedish: readonly string[] | undefined;

function swedishRedDays(): readonly string[] {
  swedish ??= Array.from({ length: LAST_YEAR - FIRST_YEAR + 1 }, (_, n) =>
    swedishRedDaysOf(FIRST_YEAR + n),
  ).flat();
  return swedish;
}

/**
 * The Swedish red days of a year and the eves that are equated with Sundays, as local dates in order.
 *
 * Public holidays: Lag (1989:253) om allmänna helgdagar, since 2005 with the national day in the place of
 * Whit Monday (2004:1320). Eves: Semesterlag (1977:480) 3 a §, Midsummer Eve, Christmas Eve and New
 * Year's Eve. Years before 1989 are reckoned by the same law.
 */
export function swedishRedDaysOf(year: number): string[] {
  const easter = easterSunday(year);
  const midsummerDay = saturdayFrom(year, 6, 20);
  const days = [
    date(year, 1, 1),
    date(year, 1, 6),
    easter - 2, // Good Friday
    easter,
    easter + 1,
    date(year, 5, 1),
    easter + 39, // Ascension Day
    easter + 49, // Whit Sunday
    year < 2005 ? easter + 50 : date(year, 6, 6),
    midsummerDay - 1,
    midsummerDay,
    saturdayFrom(year, 10, 31), // All Saints' Day
    date(year, 12, 24),
    date(year, 12, 25),
    date(year, 12, 26),
    date(year, 12, 31),
  ];
  return [...new Set(days)].sort((a, b) => a - b).map(text);
}

/** Easter Sunday of the Gregorian calendar (Meeus, Astronomical Algorithms, chapter 8). */
function easterSunday(year: number): number {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const ofCentury = year % 100;
  const correction = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - correction + 15) % 30;
  const weekday =
    (32 + 2 * (century % 4) + 2 * Math.floor(ofCentury / 4) - epact - (ofCentury % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * weekday) / 451);
  const days = epact + weekday - 7 * late + 114;
  return date(year, Math.floor(days / 31), (days % 31) + 1);
}

/** The first Saturday from a day on. */
function saturdayFrom(year: number, month: number, day: number): number {
  const from = date(year, month, day);
  // 1970-01-03, day 2, was a Saturday
  return from + ((((2 - from) % 7) + 7) % 7);
}

/** Days since 1970. */
function date(year: number, month: number, day: number): number {
  return Date.UTC(year, month - 1, day) / MS_PER_DAY;
}

function text(day: number): string {
  return new Date(day * MS_PER_DAY).toISOString().slice(0, 10);
}
