import { expect, test } from 'vitest';
import { type Bucket, balanceChart } from '../../../dashboards/src/charts/balance-chart.ts';
import { type BandHour, bandChart } from '../../../dashboards/src/charts/band-chart.ts';
import { type NeedHour, needChart } from '../../../dashboards/src/charts/need-chart.ts';
import { formatOf } from '../../../dashboards/src/format.ts';
import { messages as swedish } from '../../../dashboards/src/i18n/sv/messages.ts';
import { markup, paths } from '../markup.ts';

/*
 * By hand: three hours from 34 to 334 are 100 pixels each, and 0 to 10 stand from 120 up to 20, so that
 * a value v is at 120 − 10 v.
 */
const HOUR = 3_600_000;
const START = Date.UTC(2026, 0, 5, 9);
const span = (index: number) => ({
  from: START + index * HOUR,
  to: START + (index + 1) * HOUR,
  localFrom: `2026-01-05T${10 + index}:00:00+01:00`,
});
const texts = {
  ...{ unit: 'ssk+usk', summary: 'x', messages: swedish.ward },
  format: formatOf('sv', 'Europe/Stockholm'),
};
const nothing = {
  required: null,
  low: null,
  high: null,
  present: null,
  missing: null,
  usual: null,
};
const need = (index: number, change: Partial<NeedHour>): NeedHour => ({
  ...span(index),
  ...nothing,
  ...change,
});
const NEED = [
  need(0, { required: 8, low: 6, high: 10, present: 4 }),
  need(1, { required: 4, low: 4, high: 4, present: 6 }),
  need(2, { present: 2, usual: { p10: 1, p50: 3, p90: 5 } }),
];

test('need, its bounds, staffing, what lacks and what is usual stand where they are', () => {
  const size = { width: 340, height: 154 };
  const drawn = needChart({ hours: NEED, now: START + 1.5 * HOUR, ...texts }).draw(size);
  expect(paths(drawn, 'need-line')).toEqual(['M34 40H134V80H234']);
  expect(paths(drawn, 'present-line')).toEqual(['M34 80H134V60H234V100H334']);
  expect(paths(drawn, 'bounds-band')).toEqual(['M34 20H134V80H234V80H134V60H34Z']);
  expect(paths(drawn, 'need-gap')).toEqual(['M34 40H134V80H34Z']);
  expect(paths(drawn, 'usual-line')).toEqual(['M234 90H334']);
  expect(paths(drawn, 'usual-band')).toEqual(['M234 70H334V110H234Z']);
  expect(markup(drawn)).toContain('class="now-rule" x1=184 x2=184 ');
  expect(markup(drawn)).toContain('id="lack"');
});

test('where nothing lacks nothing is hatched, and without a now there is no rule', () => {
  const drawn = needChart({ hours: NEED.slice(1), now: null, ...texts });
  const text = markup(drawn.draw({ width: 340, height: 154 }));
  for (const absent of ['need-gap', 'now-rule', 'id="lack"']) expect(text).not.toContain(absent);
});

test('a value with its bounds or a rule, with a hole where it is not known', () => {
  const hour = (index: number, change: Partial<BandHour>): BandHour => ({
    ...span(index),
    ...{ value: null, low: null, high: null },
    ...change,
  });
  const hours = [
    hour(0, { value: 5, low: 4, high: 6 }),
    hour(1, {}),
    hour(2, { value: 10, low: 8, high: 10 }),
  ];
  const chart = (rule?: number) => {
    const against = rule === undefined ? {} : { rule };
    const columns = ['hour', 'value'];
    return bandChart({ hours, ...against, now: null, label: String, columns, ...texts });
  };
  const size = { width: 340, height: 154 };
  const drawn = chart().draw(size);
  expect(paths(drawn, 'need-line')).toEqual(['M34 70H134M234 20H334']);
  expect(paths(drawn, 'bounds-band')).toEqual(['M34 60H134V80H34ZM234 20H334V40H234Z']);
  expect(paths(drawn, 'rule-line')).toEqual([]);
  // through the hole too
  expect(paths(chart(4).draw(size), 'rule-line')).toEqual(['M34 80H134V80H234V80H334']);
  // no third column, no bounds
  expect(
    chart(4)
      .table()
      .rows.map((row) => row.slice(1)),
  ).toEqual([['5'], ['–'], ['10']]);
});

test('history has need, bounds, staffing, what lacks, and a mark where it has changed since', () => {
  const bucket = (index: number, change: Partial<Bucket>): Bucket => ({
    ...span(index),
    ...{ shiftId: null, hours: 1, knownHours: 1, hiddenHours: 0, coverage: 1, reason: null },
    ...{ load: null, required: null, norm: null, low: null, high: null, present: null, gap: null },
    isChanged: false,
    ...change,
  });
  const buckets = [
    bucket(0, { required: 8, low: 6, high: 10, present: 4 }),
    bucket(1, { required: 4, low: 4, high: 4, present: 6, isChanged: true }),
    bucket(2, { present: 2 }),
  ];
  const drawn = balanceChart({
    ...{ buckets, values: [10], unit: 'ssk+usk', label: String, summary: 'x' },
    axisLabel: () => null,
    table: () => ({ columns: [], rows: [] }),
  }).draw({ width: 342, height: 144 });
  expect(paths(drawn, 'need-line')).toEqual(['M34 40H134V80H234']);
  expect(paths(drawn, 'present-line')).toEqual(['M34 80H134V60H234V100H334']);
  expect(paths(drawn, 'bounds-band')).toEqual(['M34 20H134V80H234V80H134V60H34Z']);
  expect(paths(drawn, 'need-gap')).toEqual(['M34 40H134V80H34Z']);
  // below the middle of the second hour
  expect(markup(drawn)).toContain('class="changed-mark" d="M180 126h8l-4 -6z"');
});
