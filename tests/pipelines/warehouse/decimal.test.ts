import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalToNumber } from '../../../pipelines/warehouse/decimal.ts';

describe('decimalToNumber', () => {
  it.each<[bigint, number, number]>([
    [0n, 0, 0],
    [11n, 1, 1.1],
    [-7n, 2, -0.07],
    [9007199254740993n, 0, 9007199254740992],
    [123456789012345678901234567890n, 28, Number('12.345678901234567890123456789')],
    [1n, 38, 1e-38],
  ])('%i / 10^%i', (unscaled, scale, nearest) => {
    expect(decimalToNumber(unscaled, scale)).toBe(nearest);
  });

  it('gives the double JavaScript reads from the same digits', () => {
    const limit = 10n ** 38n - 1n;
    const unscaled = fc.oneof(fc.bigInt(-(10n ** 16n), 10n ** 16n), fc.bigInt(-limit, limit));
    fc.assert(
      fc.property(unscaled, fc.integer({ min: 0, max: 38 }), (unscaled, scale) => {
        const sign = unscaled < 0n ? '-' : '';
        const digits = `${unscaled}`.replace('-', '').padStart(scale + 1, '0');
        const point = digits.length - scale;
        const text = `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
        expect(decimalToNumber(unscaled, scale)).toBe(Number(text));
      }),
    );
  });
});
