import { expect, test } from 'vitest';
import { stepOf } from '../../../dashboards/src/planner/step.ts';
import { LIMITS } from './points.ts';

test.each([
  // as many persons and such a share of what is required, both
  [-1.6, 6.6, 'short'],
  [-1, 6.6, 'short'],
  [-1, 6.7, 'tight'], // 14.9 %
  // by the figures as they are shown: −0,94 reads −0,9, and −0,95 reads −1,0
  [-0.94, 4, 'tight'],
  [-0.95, 4, 'short'],
  [-0.99, 4, 'short'],
  [-1, 6.66, 'tight'], // reads 6,7
  [-0.5, 5, 'tight'],
  [-0.5, 5.1, 'balanced'], // 9.8 %
  [-0.44, 2, 'balanced'],
  [-0.45, 2, 'tight'],
  [-0.04, 0, 'balanced'],
  [0, 0, 'balanced'],
  [0.94, 2, 'balanced'],
  [0.95, 2, 'room'],
  [1, 6.7, 'balanced'],
  [1, 6.6, 'room'],
  [1.2, 0, 'room'],
] as const)('%d of %d required is %s', (value, required, step) => {
  expect(stepOf(value, required, LIMITS)).toBe(step);
});

test('a limit is reached whatever the last decimals say', () => {
  // eight hours that lack one each: −8 / 8 after sums in doubles
  expect(stepOf(-(0.1 + 0.2 + 0.7 - 1e-12), 6, LIMITS)).toBe('short');
});

test('the limits are the site’s', () => {
  expect(stepOf(-0.4, 1.5, { ...LIMITS, shortPersons: 0.3 })).toBe('short');
  // a figure that reads 0,0 is no lack, however low the limit
  const lowest = { ...LIMITS, shortPersons: 0.01, shortShare: 0 };
  expect(stepOf(-0.04, 5, lowest)).toBe('balanced');
  expect(stepOf(-0.05, 5, lowest)).toBe('short');
});
