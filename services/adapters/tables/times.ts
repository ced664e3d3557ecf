import type { Micros } from '../../../schemas/instant.ts';
import type { TimeProblem } from '../facts.ts';
import { instantOf, type LocalMicros, localMicros, type TimeRules } from '../local-times.ts';

/** A date and a time as a file writes them. */
export interface Reading {
  /** NaN if the date or the time does not exist. */
  readonly local: LocalMicros;
  /** Minutes east of UTC, `null` if the value names none. */
  readonly offset: number | null;
  readonly hasTimeOfDay: boolean;
}

const DATE = String.raw`(\d{4})-?(\d{2})-?(\d{2})`;
const TIME = String.raw`(\d{1,2})[:.]?(\d{2})(?:[:.]?(\d{2})(?:[.,](\d+))?)?`;
const SHAPE = new RegExp(String.raw`^${DATE}(?:[T ]*${TIME}\s*(Z|[+-]\d{2}:?\d{2})?)?$`, 'i');

/** Days from the first day of Excel's calendar to 1970, and the days that a date of our time may have there. */
const EXCEL_EPOCH = 25_569;
const EXCEL_DAYS = { from: 20_000, to: 80_000 };
const DAY_NUMBER = /^\d{5}(?:[.,]\d+)?$/;
const SECONDS_PER_DAY = 86_400;

/**
 * Reads `2026-03-02 08:10`, `2026-03-02T08:10:00+01:00`, `2026-03-02 08.10`, `20260302 0810`, and the day numbers of
 * Excel; each also as a date alone.
 * @returns `null` if the text has another form
 */
export function readingOf(text: string): Reading | null {
  if (DAY_NUMBER.test(text)) return excelReading(Number(text.replace(',', '.')));
  const parts = SHAPE.exec(text);
  if (parts === null) return null;
  const [year, month, day, hour, minute, second] = parts
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const micros = Number((parts[7] ?? '').slice(0, 6).padEnd(6, '0'));
  return {
    local: localMicros(year!, month!, day!, hour!, minute!, second!, micros),
    offset: offsetMinutes(parts[8]),
    hasTimeOfDay: parts[4] !== undefined,
  };
}

/** The reading of a day number of Excel, whose fraction is the time of day; `null` out of any time of a hospital. */
export function excelReading(days: number): Reading | null {
  if (!(days >= EXCEL_DAYS.from && days <= EXCEL_DAYS.to)) return null;
  const seconds = Math.round((days - EXCEL_EPOCH) * SECONDS_PER_DAY);
  return { local: seconds * 1_000_000, offset: null, hasTimeOfDay: !Number.isInteger(days) };
}

/** The instant that a text means; `null` if the text is empty. */
export function readTime(text: string, rules: TimeRules): Micros | TimeProblem | null {
  if (text === '') return null;
  const reading = readingOf(text);
  if (reading === null) return 'no-time';
  const instant = instantOf(reading.local, reading.offset, rules);
  if (Number.isNaN(instant)) return 'no-time';
  return reading.hasTimeOfDay ? instant : 'no-time-of-day';
}

/** Minutes after midnight of `07:00`, `7:00`, `0700`, `7.00` and `7`, up to `24:00`; NaN if it is none of these. */
export function minutesOfDay(text: string): number {
  const parts =
    /^(\d{1,2})(?:[:.](\d{2})(?::(\d{2}))?)?$/.exec(text) ?? /^(\d{1,2})(\d{2})$/.exec(text);
  if (parts === null) return fractionOfDay(text);
  const [hour, minute] = [Number(parts[1]), Number(parts[2] ?? 0)];
  if (minute > 59) return fractionOfDay(text);
  return hour < 24 || (hour === 24 && minute === 0) ? hour * 60 + minute : Number.NaN;
}

/** Minutes after midnight of a fraction of a day, as Excel keeps times; NaN if it is none. */
export function fractionOfDay(text: string): number {
  if (!/^[01]?[.,]\d+$/.test(text) && text !== '0') return Number.NaN;
  const minutes = Math.round(Number(text.replace(',', '.')) * 24 * 60);
  return minutes <= 24 * 60 ? minutes : Number.NaN;
}

function offsetMinutes(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (text.toUpperCase() === 'Z') return 0;
  const digits = text.slice(1).replace(':', '');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return text.startsWith('-') ? -minutes : minutes;
}
