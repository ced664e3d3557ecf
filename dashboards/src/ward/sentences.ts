import type { BandHour } from '../charts/band-chart.ts';
import { lacking, type NeedHour } from '../charts/need-chart.ts';
import type { Format } from '../format.ts';
import type { WardMessages } from '../i18n/messages.ts';

/** The chart of need in words: ranges, what is lacking, what is usual ahead, what is not known. */
export function needSentence(
  hours: readonly NeedHour[],
  subject: string,
  messages: WardMessages,
  format: Format,
): string {
  const required = span(hours, ({ required }) => required, format);
  const present = span(hours, ({ present }) => present, format);
  const lack = lacking(hours);
  const most = Math.max(0, ...lack.map((hour) => hour.required! - hour.present!));
  const usual = hours.flatMap((hour) => (hour.usual === null ? [] : [hour.usual]));
  const weeks = usual.map(({ n }) => n);
  return [
    required === null ? messages.needUnknown(subject) : messages.needSpan(subject, required),
    present === null ? messages.presentUnknown : messages.presentSpan(present),
    required === null || present === null
      ? null
      : lack.length === 0
        ? messages.noLack
        : messages.lack(lack.length, format.tenths(most)),
    usual.length === 0
      ? null
      : messages.usualSpan(
          spanOf(
            usual.map(({ p50 }) => p50),
            format.tenths,
          ),
          spanOf(weeks, format.whole),
        ),
  ]
    .filter((text) => text !== null)
    .join(' ');
}

/** The chart of load in words. */
export function loadSentence(
  hours: readonly BandHour[],
  messages: WardMessages,
  format: Format,
): string {
  const known = hours.flatMap(({ value }) => (value === null ? [] : [value]));
  if (known.length === 0) return messages.loadUnknown;
  const over = hours.filter(
    ({ value, high }) => value !== null && high !== null && value > high,
  ).length;
  const band = hours.findLast(({ high }) => high !== null);
  const text = messages.loadSpan(spanOf(known, format.percent));
  if (band === undefined) return `${text} ${messages.noUsualLoad}`;
  return `${text} ${messages.usualLoadSpan(spanOf([band.low!, band.high!], format.percent), over)}`;
}

function span<H>(
  hours: readonly H[],
  value: (hour: H) => number | null,
  format: Format,
): string | null {
  const known = hours.map(value).filter((number) => number !== null);
  return known.length === 0 ? null : spanOf(known, format.tenths);
}

/** The least and the greatest, or one of them if they read the same. */
export function spanOf(values: readonly number[], format: (value: number) => string): string {
  const low = format(Math.min(...values));
  const high = format(Math.max(...values));
  return low === high ? low : `${low}–${high}`;
}
