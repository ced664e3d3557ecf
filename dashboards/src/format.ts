import type { Lang } from './i18n/languages.ts';
import { percentOf, tenthOf } from './shown-figure.ts';

const LOCALES: Record<Lang, string> = { sv: 'sv-SE', en: 'en-GB' };
const MINUS = '−';

/** Numbers and times as they are read in one language, times by the clock of the site. Instants in ms. */
export interface Format {
  /** Whole units: 412. */
  whole(value: number): string;
  /** At most one decimal: 5,9, 33. Of ticks, rates, measured values, weights, and of persons that a sentence counts: “2 sjuksköterskor saknas”. */
  tenths(value: number): string;
  /** One decimal, also if it is 0: 6,0. Of persons and minutes as figures, so that they compare. */
  tenth(value: number): string;
  /** Two decimals: 1,37. */
  hundredth(value: number): string;
  /** With its sign and one decimal: +1,0, −2,2, 0,0. */
  signed(value: number): string;
  /** A share of 1 as a whole number of per cent, without its sign. */
  percent(share: number): string;
  /** 07:42 */
  clock(instant: number): string;
  /** 5 jan. 07:42 */
  dayAndClock(instant: number): string;
  /** sön 25 okt. */
  day(instant: number): string;
  /** 2026-10-25, in every language. */
  date(instant: number): string;
  /** nov. 2026 */
  month(instant: number): string;
  /** Of 1, Monday, to 7: mån. */
  weekday(day: number): string;
}

const known = new Map<string, Format>();

/** The format of a language and time zone. */
export function formatOf(lang: Lang, timeZone: string): Format {
  const key = `${lang} ${timeZone}`;
  const format = known.get(key) ?? made(lang, timeZone);
  known.set(key, format);
  return format;
}

function made(lang: Lang, timeZone: string): Format {
  const locale = LOCALES[lang];
  const number = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options);
  const whole = number({ maximumFractionDigits: 0 });
  const tenths = number({ maximumFractionDigits: 1 });
  const tenth = number({ minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const hundredth = number({ minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const time = (options: Intl.DateTimeFormatOptions, zone = timeZone) =>
    new Intl.DateTimeFormat(locale, { timeZone: zone, ...options });
  const hourAndMinute = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const clock = time(hourAndMinute);
  const dayAndClock = time({ ...hourAndMinute, day: 'numeric', month: 'short' });
  const day = time({ weekday: 'short', day: 'numeric', month: 'short' });
  const date = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
  const month = time({ month: 'short', year: 'numeric' });
  const weekday = time({ weekday: 'short' }, 'UTC');
  return {
    whole: (value) => whole.format(value),
    tenths: (value) => tenths.format(tenthOf(value)),
    tenth: (value) => tenth.format(tenthOf(value)),
    hundredth: (value) => hundredth.format(value),
    signed: (value) => {
      const shown = tenthOf(value);
      const sign = shown === 0 ? '' : shown < 0 ? MINUS : '+';
      return `${sign}${tenth.format(Math.abs(shown))}`;
    },
    percent: (share) => whole.format(percentOf(share)),
    clock: (instant) => clock.format(instant),
    dayAndClock: (instant) => dayAndClock.format(instant),
    day: (instant) => day.format(instant),
    date: (instant) => date.format(instant),
    month: (instant) => month.format(instant),
    // 5 January 1970 was a Monday
    weekday: (number_) => weekday.format(Date.UTC(1970, 0, 4 + number_)),
  };
}
