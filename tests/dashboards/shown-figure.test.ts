import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatOf } from '../../dashboards/src/format.ts';
import { percentOf, tenthOf } from '../../dashboards/src/shown-figure.ts';

const { tenths, tenth, signed } = formatOf('en', 'Europe/Stockholm');

test.each([
  [0.04, 0, '0.0'],
  [-0.04, 0, '0.0'],
  // half a tenth is away from zero on both sides
  [0.05, 0.1, '+0.1'],
  [-0.05, -0.1, '−0.1'],
  [-0.25, -0.3, '−0.3'],
  [8.45, 8.5, '+8.5'],
  // 6 − 5.05 in doubles is a hair below 0.95
  [6 - 5.05, 1, '+1.0'],
  [-12.34, -12.3, '−12.3'],
])('%d is %d, and reads %s', (value, shown, text) => {
  expect(tenthOf(value)).toBe(shown);
  expect(signed(value)).toBe(text);
});

test.each([
  [1.004, 100],
  [1.005, 101],
  [0.295, 30],
])('a share of %d is %d %%', (share, percent) => {
  expect(percentOf(share)).toBe(percent);
});

test('every way of writing shows that figure', () => {
  fc.assert(
    fc.property(fc.double({ min: -999, max: 999, noNaN: true }), (value) => {
      const shown = tenthOf(value);
      expect(Math.abs(shown - value)).toBeLessThan(0.05 + 1e-9);
      expect(Number(signed(value).replace('−', '-'))).toBe(shown);
      const size = Math.abs(value);
      expect([Number(tenth(size)), Number(tenths(size))]).toEqual(Array(2).fill(Math.abs(shown)));
    }),
  );
});
