import { expect, test } from 'vitest';
import { range, sparkline } from '../../../dashboards/src/charts/sparkline.ts';

const BOX = { width: 104, height: 24, inset: 2 };

function hours(...minutes: (number | null)[]) {
  return minutes.map((value, hour) => ({
    hour: new Date(Date.UTC(2026, 0, 5, hour)).toISOString(),
    minutes: value,
  }));
}

test('time runs over the width, values from 0 at the bottom to the greatest at the top', () => {
  expect(sparkline(hours(0, 50, 100), BOX)).toEqual({
    line: 'M2 22L52 12L102 2',
    last: 'M102 2h0',
  });
});

test('an unknown hour is a gap, never a zero; a lone hour is a dot', () => {
  expect(sparkline(hours(100, null, 100, 100, null), BOX).line).toBe('M2 2h0M52 2L77 2');
});

test('the last value is marked only where the current hour is known', () => {
  expect(sparkline(hours(100, null), BOX).last).toBe('');
});

test('an hour that is not there at all takes its room', () => {
  const [first, , third, fourth] = hours(100, 100, 100, 100);
  expect(sparkline([first!, third!, fourth!], BOX).line).toBe('M2 2L68.67 2L102 2');
});

test('what has no extent stays inside the box', () => {
  expect(sparkline([], BOX)).toEqual({ line: '', last: '' });
  expect(sparkline(hours(0, 0), BOX).line).toBe('M2 22L102 22');
  expect(sparkline(hours(5), BOX).line).toBe('M2 2h0');
});

test('the range is of known hours', () => {
  expect(range(hours(30, null, 10))).toEqual({ low: 10, high: 30, missing: 1 });
  expect(range(hours(0))).toEqual({ low: 0, high: 0, missing: 0 });
  expect(range(hours(null))).toBeNull();
});
