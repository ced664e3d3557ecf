import { expect, test } from 'vitest';
import { typedClock, typedDate } from '../../../dashboards/src/planner/typed-date.ts';

test.each([
  ['2026-11-27', '2026-11-27'],
  [' 20261127 ', '2026-11-27'],
  ['261127', '2026-11-27'],
  ['26-11-27', '2026-11-27'],
  ['2026/11/27', '2026-11-27'],
  ['2028-02-29', '2028-02-29'],
  // not in the calendar, incomplete, of two writings, of another century, and the browser's
  ['2026-02-29', null],
  ['2026-13-01', null],
  ['2026-11', null],
  ['2026-1127', null],
  ['1926-11-27', null],
  ['11/27/2026', null],
  ['', null],
])('the date "%s" is %s', (text, date) => {
  expect(typedDate(text)).toBe(date);
});

test.each([
  ['2026-11-27 07:00', '2026-11-27T07:00'],
  ['2026-11-27T07:05', '2026-11-27T07:05'],
  ['261127 7.30', '2026-11-27T07:30'],
  ['20261127 0730', '2026-11-27T07:30'],
  ['2026-11-27 23:59', '2026-11-27T23:59'],
  ['2026-11-27 24:00', null],
  ['2026-11-27 07:60', null],
  ['2026-11-27', null],
  ['2026-11-31 07:00', null],
])('the time "%s" is %s', (text, clock) => {
  expect(typedClock(text)).toBe(clock);
});
