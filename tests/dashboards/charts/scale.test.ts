import { expect, test } from 'vitest';
import { rounded, scale } from '../../../dashboards/src/charts/scale.ts';

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
