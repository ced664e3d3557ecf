import type { Lang } from './words.ts';

const TIME_ZONE = 'Europe/Stockholm';
const LOCALES: Record<Lang, string> = { sv: 'sv-SE', en: 'en-GB' };

/** Numbers and times as they are read in one language, times in the site's zone. */
export interface Format {
  /** Whole units: 412. */
  whole(value: number): string;
  /** At most one decimal: 5,9. */
  tenths(value: number): string;
  /** A share of 1 as a whole number of per cent, without its sign. */
  percent(share: number): string;
  /** 07:42 */
  clock(instant: number): string;
  /** 5 jan. 07:42 */
  dayAndClock(instant: number): string;
}

export const formats: Record<Lang, Format> = { sv: formatOf('sv'), en: formatOf('en') };

function formatOf(lang: Lang): Format {
  const locale = LOCALES[lang];
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const tenths = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const time = { timeZone: TIME_ZONE, hour: '2-digit', minute: '2-digit' } as const;
  const clock = new Intl.DateTimeFormat(locale, time);
  const dayAndClock = new Intl.DateTimeFormat(locale, { ...time, day: 'numeric', month: 'short' });
  return {
    whole: (value) => whole.format(value),
    tenths: (value) => tenths.format(value),
    percent: (share) => whole.format(share * 100),
    clock: (instant) => clock.format(instant),
    dayAndClock: (instant) => dayAndClock.format(instant),
  };
}
