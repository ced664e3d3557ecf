import { UcumLhcUtils } from '@lhncbc/ucum-lhc';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  parseDecimal,
  roundedQuotient,
  toNumber,
} from '../../../../services/adapters/mapping/numbers.ts';
import {
  converted,
  type Dimension,
  sameSpelling,
  UNITS,
  unitOf,
} from '../../../../services/adapters/mapping/units.ts';

const convert = (value: string, dimension: Dimension, unit: string) =>
  converted(parseDecimal(value, '.')!, unitOf(dimension, unit)!);

test.each([
  ['98.6', '°C', '[degF]', 37],
  ['99.5', '°C', '°F', 37.5],
  ['16', 'mmHg', 'kPa', 120],
  ['150', 'kg', '[lb_av]', 68.04],
  ['126', 'mmol/L', 'mg/dL', 7],
  ['1', 'mmol/L', 'g/L', 5.6],
  ['1005', 'kg', 'g', 1.01],
  ['-1005', 'kg', 'g', -1.01],
  ['1004.9999', 'kg', 'g', 1],
  ['1.005', 'kg', 'kg', 1.005],
  ['0.00005', 'mL', 'L', 0.1],
  ['2.5', 'mL', 'cl', 25],
  ['75', 'L/min', 'L/h', 1.25],
  ['-40', '°C', 'F', -40],
] as const)('%s in %s from %s is %d', (value, dimension, unit, expected) => {
  expect(convert(value, dimension, unit)).toBe(expected);
});

test('spellings are compared without blanks and case', () => {
  expect(unitOf('mmHg', ' MM HG ')).toBe(UNITS.mmHg[0]);
  expect(unitOf('°C', '\u2103')).toBe(UNITS['°C'][0]);
  expect(unitOf('°C', 'K')).toBeUndefined();
  expect(unitOf('score', '{score}')).toBe(UNITS.score[0]);
});

test('no spelling means two units of one dimension', () => {
  for (const units of Object.values(UNITS)) {
    const spellings = units.flatMap((unit, index) =>
      [...new Set(unit.spellings.map(sameSpelling))].map((spelling) => `${index} ${spelling}`),
    );
    const bare = spellings.map((spelling) => spelling.slice(2));
    expect(new Set(bare).size).toBe(bare.length);
  }
});

/** Units that UCUM knows, with the digits that our table rounds to. */
const BY_UCUM = [
  ['kPa', 'mm[Hg]', 'mmHg', 0, 5, 40],
  ['[degF]', 'Cel', '°C', 2, 80, 115],
  ['g', 'kg', 'kg', 2, 300, 9000],
  ['[lb_av]', 'kg', 'kg', 2, 1, 700],
  ['mg/dL', 'mmol/L', 'mmol/L', 1, 10, 900],
  ['g/L', 'mmol/L', 'mmol/L', 1, 0, 20],
  ['mL/min', 'L/min', 'L/min', 2, 0, 9000],
  ['L/h', 'L/min', 'L/min', 2, 0, 900],
  ['L', 'mL', 'mL', 1, 0, 9],
  ['dL', 'mL', 'mL', 1, 0, 90],
  ['cL', 'mL', 'mL', 1, 0, 900],
] as const;

test.each(BY_UCUM)('%s to %s as UCUM has it', (from, to, dimension, digits, low, high) => {
  const ucum = UcumLhcUtils.getInstance();
  fc.assert(
    fc.property(fc.integer({ min: Math.max(low * 100, 1), max: high * 100 }), (hundredths) => {
      const value = hundredths / 100;
      const molar = dimension === 'mmol/L' ? { molecularWeight: 180.16 } : undefined;
      const { status, toVal } = ucum.convertUnitTo(from, value, to, molar);
      expect(status).toBe('succeeded');
      const step = 10 ** -digits;
      // Half a step of rounding, and the five digits of the factor for kPa.
      const allowed = step * 0.5 + Math.abs(toVal) * 1e-5 + 1e-9;
      expect(Math.abs(convert(value.toFixed(2), dimension, from) - toVal)).toBeLessThanOrEqual(
        allowed,
      );
    }),
  );
});

test('the reference differs from a factor that is wrong by a thousandth', () => {
  const { toVal } = UcumLhcUtils.getInstance().convertUnitTo('[lb_av]', 150, 'kg');
  expect(toVal).toBeCloseTo(68.0389, 4);
});

test.each([
  ['38.5', '.', 38.5],
  ['+.5', '.', 0.5],
  ['-3,25', ',', -3.25],
  [' 7 ', '.', 7],
] as const)('the number %s', (text, mark, expected) => {
  expect(toNumber(parseDecimal(text, mark)!)).toBe(expected);
});

test.each([
  ['1 024', '.'],
  ['1.024,5', ','],
  ['1.024', ','],
  ['38,5', '.'],
  ['1e3', '.'],
  ['.', '.'],
  ['', '.'],
  ['-', '.'],
  ['٣', '.'],
  ['Infinity', '.'],
  ['9'.repeat(33), '.'],
] as const)('%s is no number', (text, mark) => {
  expect(parseDecimal(text, mark)).toBeNull();
});

test('a quotient is the nearest, and of two the one further from zero', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }),
      fc.bigInt({ min: 1n, max: 10n ** 5n }),
      fc.integer({ min: 0, max: 3 }),
      (numerator, denominator, decimals) => {
        const { digits } = roundedQuotient(numerator, denominator, decimals);
        const scaled = numerator * 10n ** BigInt(decimals);
        const twice = 2n * (digits * denominator - scaled);
        const away = numerator < 0n ? -twice : twice;
        expect(away <= denominator && away > -denominator).toBe(true);
      },
    ),
  );
});
