import { expect, test } from 'vitest';
import {
  dateAfter,
  dayStart,
  daysOf,
  instantOf,
  isDate,
  isoWeek,
} from '../../dashboards/src/site-time.ts';

const STOCKHOLM = 'Europe/Stockholm';

test.each([
  ['2026-01-05', '2026-01-04T23:00:00Z'],
  ['2026-07-01', '2026-06-30T22:00:00Z'],
  // the days of the change begin by the old clock, the days after by the new
  ['2026-03-29', '2026-03-28T23:00:00Z'],
  ['2026-03-30', '2026-03-29T22:00:00Z'],
  ['2026-10-25', '2026-10-24T22:00:00Z'],
  ['2026-10-26', '2026-10-25T23:00:00Z'],
])('%s begins in Stockholm at %s', (date, instant) => {
  expect(dayStart(date, STOCKHOLM)).toBe(Date.parse(instant));
});

test('days of the change are 23 and 25 hours long', () => {
  const hours = (date: string) =>
    (dayStart(dateAfter(date, 1), STOCKHOLM) - dayStart(date, STOCKHOLM)) / 3_600_000;
  expect(['2026-03-29', '2026-10-25', '2026-10-26'].map(hours)).toEqual([23, 25, 24]);
});

test.each([
  ['2026-10-25T01:59', '2026-10-24T23:59:00Z'],
  // twice by the clock: the first
  ['2026-10-25T02:30', '2026-10-25T00:30:00Z'],
  ['2026-10-25T03:00', '2026-10-25T02:00:00Z'],
  ['2026-03-29T03:00', '2026-03-29T01:00:00Z'],
])('the clock shows %s at %s', (clock, instant) => {
  expect(instantOf(clock, STOCKHOLM)).toBe(Date.parse(instant));
});

test('other zones, also west of Greenwich', () => {
  expect(dayStart('2026-07-01', 'America/New_York')).toBe(Date.parse('2026-07-01T04:00:00Z'));
  expect(dayStart('2026-01-05', 'Asia/Kolkata')).toBe(Date.parse('2026-01-04T18:30:00Z'));
});

test('dates are counted by the calendar', () => {
  expect(dateAfter('2026-02-28', 1)).toBe('2026-03-01');
  expect(dateAfter('2026-03-30', -27)).toBe('2026-03-03');
  expect(daysOf('2026-03-28', '2026-03-30')).toBe(3);
  const not = ['2026-02-29', '2026-13-01', '26-01-01', '', '0002-11-22', '9999-12-31'];
  expect(not.filter(isDate)).toEqual([]);
  expect(['2026-02-28', '2024-02-29', '1999-12-31'].filter(isDate)).toHaveLength(3);
});

// from the calendar of ISO 8601: 2026 has 53 weeks
test.each([
  ['2026-01-01', 1],
  ['2026-11-22', 47],
  ['2026-12-31', 53],
  ['2027-01-03', 53],
  ['2027-01-04', 1],
  ['2024-12-30', 1],
])('%s is in week %d', (date, week) => {
  expect(isoWeek(date)).toBe(week);
});
