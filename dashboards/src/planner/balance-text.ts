import { type Bucket, lackingOf } from '../charts/balance-chart.ts';
import type { Table } from '../charts/chart.ts';
import type { Format } from '../format.ts';
import type { PlannerWords } from '../i18n/messages.ts';
import { bucketLabel } from './bucket-label.ts';
import type { Grain } from './choice.ts';
import { spanOf } from './spoken.ts';

/** What a ward's need and staffing were, in a few sentences. */
export function balanceSentence(
  wardId: string,
  buckets: readonly Bucket[],
  grain: Grain,
  words: PlannerWords,
  format: Format,
): string {
  const need = spanOf(
    buckets.map(({ required }) => required),
    format.tenth,
    words,
  );
  const present = spanOf(
    buckets.map(({ present }) => present),
    format.tenth,
    words,
  );
  const lacking = lackingOf(buckets);
  const most = Math.max(0, ...lacking.map(({ required, present }) => required! - present!));
  const lack =
    lacking.length === 0
      ? words.noLack
      : words.lackIn(
          format.whole(lacking.length),
          format.whole(buckets.length),
          words.grains[grain],
          format.tenth(most),
        );
  return [
    need === null ? words.needUnknown(wardId) : words.needSpan(wardId, need),
    present === null ? words.presentUnknown : words.presentSpan(present),
    ...(need === null || present === null ? [] : [lack]),
  ].join(' ');
}

/** The same as numbers; with what has changed since where that is asked for. */
export function balanceTable(
  buckets: readonly Bucket[],
  { grain, areChangesKnown }: { readonly grain: Grain; readonly areChangesKnown: boolean },
  words: PlannerWords,
  format: Format,
): Table {
  const number = (value: number | null) => (value === null ? '–' : format.tenth(value));
  const columns = [
    words.period,
    words.need,
    words.bounds,
    words.present,
    words.gap,
    `${words.load}, %`,
    words.hoursColumn,
    words.coverageColumn,
    ...(areChangesKnown ? [words.changedColumn] : []),
  ];
  const rows = buckets.map((bucket, i) => {
    const { required, low, high, present, gap, load, hours, knownHours, coverage } = bucket;
    const why = bucket.reason as keyof PlannerWords['reason'] | null;
    return [
      bucketLabel(buckets, i, grain, words, format),
      required !== null ? format.tenth(required) : why === null ? '–' : words.reason[why],
      low === null || high === null ? '–' : `${format.tenth(low)}–${format.tenth(high)}`,
      number(present),
      gap === null ? '–' : format.signed(gap),
      load === null ? '–' : format.percent(load),
      `${format.whole(knownHours)}/${format.whole(hours)}`,
      coverage === null ? '–' : format.percent(coverage),
      ...(areChangesKnown ? [bucket.isChanged ? words.changed : words.unchanged] : []),
    ];
  });
  return { columns, rows };
}
