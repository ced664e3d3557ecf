import type { BandHour } from '../charts/band-chart.ts';
import { lacking, type NeedHour } from '../charts/need-chart.ts';
import type { Format } from '../format.ts';
import type { WardMessages } from '../i18n/messages.ts';
import { percentOf } from '../shown-figure.ts';
import type { Measure } from './timeline.ts';

/** The chart of need in words: ranges, what is lacking, what is usual ahead, what is not known. */
export function needSentence(
  hours: readonly NeedHour[],
  of: Measure | 'rn' | 'na',
  messages: WardMessages,
  format: Format,
): string {
  const required = span(hours, ({ required }) => required, format);
  const present = span(hours, ({ present }) => present, format);
  const lack = lacking(hours);
  const most = Math.max(0, ...lack.map((hour) => hour.required! - hour.present!));
  // of hours behind need itself is said
  const usual = hours.flatMap((hour) =>
    hour.usual === null || hour.required !== null ? [] : [hour.usual],
  );
  const subject = of === 'level' || of === 'norm' ? messages.needBy[of].unit : messages[of];
  const staffing = [
    present === null ? messages.presentUnknown : messages.presentSpan(present),
    required === null || present === null
      ? null
      : lack.length === 0
        ? messages.noLack
        : messages.lack(lack.length, format.tenth(most)),
  ];
  return [
    required === null ? messages.needUnknown(subject) : messages.needSpan(subject, required),
    // people are not held against the norm
    ...(of === 'norm' ? [] : staffing),
    usual.length === 0
      ? null
      : messages.usualSpan(
          spanOf(
            usual.map(({ p50 }) => p50),
            format.tenth,
          ),
        ),
  ]
    .filter((text) => text !== null)
    .join(' ');
}

/** The chart of load in words: against balance, or against what is usual where the ward has no level. */
export function loadSentence(
  hours: readonly BandHour[],
  measure: Measure,
  messages: WardMessages,
  format: Format,
): string {
  const known = hours.flatMap(({ value }) => (value === null ? [] : [value]));
  const words = messages.loadBy[measure];
  if (known.length === 0) return words.unknown;
  // as it is read: 100 % is not over 100 %
  const over = known.filter((value) => percentOf(value) > 100).length;
  return words.span(spanOf(known, format.percent), over);
}

function span<H>(
  hours: readonly H[],
  value: (hour: H) => number | null,
  format: Format,
): string | null {
  const known = hours.map(value).filter((number) => number !== null);
  return known.length === 0 ? null : spanOf(known, format.tenth);
}

/** The least and the greatest, or one of them if they read the same. */
export function spanOf(values: readonly number[], format: (value: number) => string): string {
  const low = format(Math.min(...values));
  const high = format(Math.max(...values));
  return low === high ? low : `${low}–${high}`;
}
