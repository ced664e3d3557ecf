import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decimal, nearestDouble, ratio, rounded } from './rational.ts';

test('a double is the decimal it is written as', () => {
  expect(rounded(decimal(38.05), 1)).toBe(381);
  expect(rounded(decimal(38.049999999999), 1)).toBe(380);
  expect(rounded(decimal(8.49999999999999), 0)).toBe(8);
  expect(rounded(decimal(-2.5), 0)).toBe(-3);
  expect(rounded(decimal(5e-7), 6)).toBe(1);
  expect(rounded(decimal(4.999e-7), 6)).toBe(0);
  expect(rounded(decimal(1e21), 0)).toBe(1e21);
  expect(() => decimal(Number.NaN)).toThrow('Not a finite number');
});

test('decimals come back as the doubles they were', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-200, max: 1e200, noNaN: true }), (value) => {
      expect(nearestDouble(decimal(value))).toBe(value);
    }),
  );
  expect(nearestDouble(decimal(0))).toBe(0);
});

test('the nearest double of a fraction is that of IEEE division', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.maxSafeNat(), (a, b) => {
      expect(nearestDouble(ratio(a, BigInt(b) + 1n))).toBe(a / (b + 1));
    }),
  );
});
