import { type Bucket, lackingOf } from '../charts/balance-chart.ts';
import type { Table } from '../charts/chart.ts';
import type { Format } from '../format.ts';
import type { PlannerMessages } from '../i18n/messages.ts';
import { bucketLabel } from './bucket-label.ts';
import type { Grain } from './choice.ts';
import { spanOf } from './summaries.ts';

/** What a ward's need and staffing were, in a few sentences. */
export function balanceSentence(
  wardId: string,
  buckets: readonly Bucket[],
  grain: Grain,
  messages: PlannerMessages,
  format: Format,
): string {
  const need = spanOf(
    buckets.map(({ required }) => required),
    format.tenth,
    messages,
  );
  const present = spanOf(
    buckets.map(({ present }) => present),
    format.tenth,
    messages,
  );
  const norm = spanOf(
    buckets.map(({ norm }) => norm),
    format.tenth,
    messages,
  );
  const lacking = lackingOf(buckets);
  const most = Math.max(0, ...lacking.map(({ required, present }) => required! - present!));
  const lack =
    lacking.length === 0
      ? messages.noLack
      : messages.lackIn(
          format.whole(lacking.length),
          format.whole(buckets.length),
          grainsWord(buckets.length, grain, messages),
          format.tenth(most),
        );
  return [
    need !== null
      ? messages.needSpan(wardId, need)
      : norm !== null
        ? messages.normSpan(wardId, norm)
        : messages.needUnknown(wardId),
    present === null ? messages.presentUnknown : messages.presentSpan(present),
    ...(need === null || present === null ? [] : [lack]),
  ].join(' ');
}

/** The same as numbers, with later changes if requested. */
export function balanceTable(
  buckets: readonly Bucket[],
  { grain, areChangesKnown }: { readonly grain: Grain; readonly areChangesKnown: boolean },
  messages: PlannerMessages,
  format: Format,
): Table {
  const number = (value: number | null) => (value === null ? '–' : format.tenth(value));
  const columns = [
    messages.period,
    messages.need,
    messages.bounds,
    messages.present,
    messages.gap,
    `${messages.load}, %`,
    messages.hoursColumn,
    messages.coverageColumn,
    ...(areChangesKnown ? [messages.changedColumn] : []),
  ];
  const rows = buckets.map((bucket, i) => {
    const { required, norm, low, high, present, gap, load, hours, knownHours, coverage } = bucket;
    const why = bucket.reason as keyof PlannerMessages['reason'] | null;
    return [
      bucketLabel(buckets, i, grain, messages, format),
      required !== null
        ? format.tenth(required)
        : norm !== null
          ? messages.byNorm(format.tenth(norm))
          : why === null
            ? '–'
            : messages.reason[why],
      low === null || high === null ? '–' : `${format.tenth(low)}–${format.tenth(high)}`,
      number(present),
      gap === null ? '–' : format.signed(gap),
      load === null ? '–' : format.percent(load),
      `${format.whole(knownHours)}/${format.whole(hours)}`,
      coverage === null ? '–' : format.percent(coverage),
      ...(areChangesKnown ? [bucket.isChanged ? messages.changed : messages.unchanged] : []),
    ];
  });
  return { columns, rows };
}

/** The word for so many buckets: timme, timmar. */
export function grainsWord(count: number, grain: Grain, messages: PlannerMessages): string {
  return count === 1 ? messages.grain[grain] : messages.grains[grain];
}
