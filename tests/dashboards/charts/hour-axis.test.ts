import { expect, test } from 'vitest';
import { type AxisHour, hourLabel, labelled } from '../../../dashboards/src/charts/hour-axis.ts';
import { messages as english } from '../../../dashboards/src/i18n/en/messages.ts';
import { messages as swedish } from '../../../dashboards/src/i18n/sv/messages.ts';

const HOUR = 3_600_000;
const hours = (first: string, clocks: readonly string[]): AxisHour[] =>
  clocks.map((localFrom, index) => ({ from: Date.parse(first) + index * HOUR, localFrom }));

test('the hour that comes twice says which it is', () => {
  const night = hours('2026-10-24T23:00:00Z', [
    '2026-10-25T01:00:00+02:00',
    '2026-10-25T02:00:00+02:00',
    '2026-10-25T02:00:00+01:00',
    '2026-10-25T03:00:00+01:00',
  ]);
  const labels = night.map((_, index) => hourLabel(night, index, swedish.common));
  expect(labels).toEqual(['01', '02 (sommartid)', '02 (normaltid)', '03']);
});

test('the hour that is left out in spring has no label', () => {
  const night = hours('2026-03-29T00:00:00Z', [
    '2026-03-29T01:00:00+01:00',
    '2026-03-29T03:00:00+02:00',
  ]);
  expect(night.map((_, index) => hourLabel(night, index, english.common))).toEqual(['01', '03']);
});

test('labels stand where the clock divides', () => {
  const clocks = ['22', '23', '00', '01', '02', '03'].map(
    (hour) => `2026-01-05T${hour}:00:00+01:00`,
  );
  expect(labelled(hours('2026-01-05T21:00:00Z', clocks), 3)).toEqual([2, 5]);
});
