import { describe, expect, test } from 'vitest';
import { formatOf } from '../../../dashboards/src/format.ts';
import { messages as swedish } from '../../../dashboards/src/i18n/sv/messages.ts';
import {
  changeSinceYesterday,
  historySentence,
  minutesHours,
} from '../../../dashboards/src/ward/patient-history.ts';
import { hoursFrom, point } from './point.ts';

const POINTS = hoursFrom('2026-01-05T08:00:00Z', [
  '2026-01-05T09+01',
  '2026-01-05T10+01',
  '2026-01-05T11+01',
]).map((span) => point(span));
const WINDOW = { from: Date.UTC(2026, 0, 5, 8), to: Date.UTC(2026, 0, 5, 11) };
const hour = (at: string, minutes: number, wardId = '31A') => ({
  ...{ hour: at, wardId, minutes, minutesLow: minutes - 1, minutesHigh: minutes + 2 },
});

test('hours of another ward, and those before the patient came, are not known', () => {
  const hours = [hour('2026-01-05T09:00:00Z', 12, '36A'), hour('2026-01-05T10:00:00Z', 20.5)];
  const history = minutesHours(hours, POINTS, WINDOW, '31A');
  expect(history.map(({ value, low, high }) => [value, low, high])).toEqual([
    [null, null, null],
    [null, null, null],
    [20.5, 19.5, 22.5],
  ]);
  expect(historySentence(history, swedish.ward, formatOf('sv', 'Europe/Stockholm'))).toBe(
    'Omvårdnadsbehov 20,5 minuter per timme de senaste 48 timmarna. 2 timmar utan värde på avdelningen.',
  );
});

describe('a change is against the same local time the day before', () => {
  const spans = (from: string, locals: string[]) =>
    hoursFrom(from, locals).map((span) => point(span));
  const since = (points: typeof POINTS, now: string, before: ReturnType<typeof hour>[]) =>
    changeSinceYesterday(before, hour(now, 20), points);

  test('on the same ward, and on no other hour', () => {
    const points = [
      ...spans('2026-01-04T09:00:00Z', ['2026-01-04T10+01', '2026-01-04T11+01']),
      ...spans('2026-01-05T04:00:00Z', ['2026-01-05T05+01']),
      ...spans('2026-01-05T10:00:00Z', ['2026-01-05T11+01']),
    ];
    const now = '2026-01-05T10:00:00Z';
    const yesterday = hour('2026-01-04T10:00:00Z', 12);
    const others = [hour('2026-01-04T09:00:00Z', 7), hour('2026-01-05T04:00:00Z', 9)];
    expect(since(points, now, [...others, yesterday])).toBe(8);
    expect(since(points, now, others)).toBeNull();
    expect(since(points, now, [{ ...yesterday, wardId: '36A' }])).toBeNull();
  });

  test('also if the clock was changed between them', () => {
    // 11:00 of summer time is 09:00Z, and of winter time 10:00Z, 25 hours later
    const points = [
      ...spans('2026-10-24T09:00:00Z', ['2026-10-24T11+02', '2026-10-24T12+02']),
      ...spans('2026-10-25T10:00:00Z', ['2026-10-25T11+01']),
    ];
    const before = [hour('2026-10-24T09:00:00Z', 15), hour('2026-10-24T10:00:00Z', 3)];
    expect(since(points, '2026-10-25T10:00:00Z', before)).toBe(5);
  });
});
