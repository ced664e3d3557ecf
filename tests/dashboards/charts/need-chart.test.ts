import { expect, test } from 'vitest';
import {
  heights,
  lacking,
  type NeedHour,
  needChart,
} from '../../../dashboards/src/charts/need-chart.ts';
import { formatOf } from '../../../dashboards/src/format.ts';
import { messages as swedish } from '../../../dashboards/src/i18n/sv/messages.ts';
import { paths } from '../markup.ts';

const HOUR = 3_600_000;
const hour = (change: Partial<NeedHour>): NeedHour => ({
  from: Date.UTC(2026, 0, 5, 9),
  to: Date.UTC(2026, 0, 5, 10),
  localFrom: '2026-01-05T10:00:00+01:00',
  ...{ required: null, low: null, high: null, present: null, missing: null, usual: null },
  ...change,
});

test('what is lacking is where both are known and more is required', () => {
  const hours = [
    hour({ required: 5, present: 4 }),
    hour({ required: 4, present: 4 }),
    hour({ required: 5 }),
    hour({ present: 0 }),
    hour({ required: 0.5, present: 0 }),
    // a difference that reads 0,0 is no lack
    hour({ required: 4.04, present: 4 }),
    hour({ required: 4.05, present: 4 }),
  ];
  expect(lacking(hours)).toEqual([hours[0], hours[4], hours[6]]);
});

test('the scale holds need, staffing and what is usual, and bounds only up to 1.3 of it', () => {
  const usual = { p10: 2, p50: 6, p90: 7 };
  expect(
    Math.max(...heights([hour({ required: 5, high: 5.5, present: 4 }), hour({ usual })])),
  ).toBe(7);
  expect(Math.max(...heights([hour({ required: 10, high: 40 })]))).toBe(13);
  expect(Math.max(...heights([hour({})]))).toBe(0);
});

test('the table lists every hour, with the reason where need is missing', () => {
  const { columns, rows } = needChart({
    hours: [
      hour({ required: 5, low: 4.5, high: 6, present: 4 }),
      hour({
        from: Date.UTC(2026, 0, 5, 9) + HOUR,
        localFrom: '2026-01-05T11:00:00+01:00',
        present: 3.5,
        missing: 'ännu inte',
        usual: { p10: 2, p50: 3, p90: 4.2 },
      }),
    ],
    now: null,
    unit: 'ssk+usk',
    summary: 'x',
    messages: swedish.ward,
    format: formatOf('sv', 'Europe/Stockholm'),
  }).table();
  expect(columns).toEqual([
    'Timme',
    'Behov',
    'Osäkerhet',
    'På plats',
    'Differens',
    'Normalt behov',
  ]);
  expect(rows).toEqual([
    ['mån 5 jan. 10', '5,0', '4,5–6,0', '4,0', '−1,0', '–'],
    ['mån 5 jan. 11', 'ännu inte', '–', '3,5', '–', '3,0 (2,0–4,2)'],
  ]);
});

test('need that staffing is not held against has no column of staff, and no line of it', () => {
  const options = {
    hours: [hour({ required: 5, low: 4.5, high: 6, present: 4 })],
    ...{ now: null, unit: 'normbehov', summary: 'x', messages: swedish.ward },
    format: formatOf('sv', 'Europe/Stockholm'),
  };
  const chart = needChart({ ...options, isCompared: false });
  expect(chart.table()).toEqual({
    columns: ['Timme', 'Behov', 'Osäkerhet'],
    rows: [['mån 5 jan. 10', '5,0', '4,5–6,0']],
  });
  const size = { width: 300, height: 200 };
  expect(paths(chart.draw(size), 'present-line')).toEqual(['']);
  expect(paths(needChart(options).draw(size), 'present-line')).not.toEqual(['']);
});
