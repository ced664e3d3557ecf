import { expect, test } from 'vitest';
import { rounded, scale, ticks } from '../../../dashboards/src/charts/scale.ts';

test('a scale is straight, and may run upwards on a screen', () => {
  const y = scale([0, 40], [200, 0]);
  expect([0, 10, 40].map(y)).toEqual([200, 150, 0]);
});

test('a domain without width is drawn at the start', () => {
  expect(scale([5, 5], [10, 90])(5)).toBe(10);
});

test.each([
  [[3, 17], 4, [0, 20], [0, 5, 10, 15, 20]],
  [[-2.2, 1.1], 4, [-3, 2], [-3, -2, -1, 0, 1, 2]],
  [[], 4, [0, 1], [0, 0.2, 0.4, 0.6, 0.8, 1]],
  [[0, 0], 2, [0, 1], [0, 0.5, 1]],
  [[8], 2, [0, 10], [0, 5, 10]],
])('%j in about %d steps is %j', (values, count, domain, steps) => {
  const axis = rounded(values, count);
  expect(axis.domain).toEqual(domain);
  expect(axis.steps).toEqual(steps);
});

test.each([
  [0, 1, 10, [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]],
  [0, 1, 3, [0, 0.5, 1]],
  [-7, 4, 4, [-6, -4, -2, 0, 2, 4]],
  [130, 1450, 5, [200, 400, 600, 800, 1000, 1200, 1400]],
  [0.003, 0.009, 3, [0.004, 0.006, 0.008]],
  [6, 9, 1, [6, 8]],
  [11, 19, 1, [15]],
  [3, 3, 4, [3]],
  [3, 3, 0, []],
  [1, 2, 0, []],
  [2, 1, 4, []],
])('between %d and %d, about %d ticks: %j', (low, high, count, values) => {
  expect(ticks(low, high, count)).toEqual(values);
});
