import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { looksPersonal } from '../../schemas/identity-number.ts';

// 121212-1212: 1·2 + 2 + 1·2 + 2 + 1·2 + 2 + 1·2 + 2 + 1·2 + 2 = 20, a multiple of ten
describe('can be an identity number', () => {
  test.each([
    '1212121212',
    '121212-1212',
    '121212+1212',
    '191212121212',
    '19121212-1212',
    'SE191212121212',
    'pnr:19121212-1212',
    'p19121212-1212',
    '19121212.1212',
    '19121212_1212',
    '121212/1212',
    '18991212-1212',
    '0191212121212',
    '0001212121212',
    '19121212-TF12',
    '19121212tf12',
    'Anna_Andersson_19121212',
    '121212 - 1212',
    '1912-12-12-1212',
    '121212.1212',
    '12 12 12 1212',
    '１２１２１２－１２１２',
    '١٢١٢١٢-١٢١٢',
    '१२१२१२१२१२',
    '121212\u200b-\u200b1212',
    '121212\u00ad1212',
    '19121212-12 12',
    'se 19121212-1212, som igår',
    '1️⃣21212-1212',
    '①②1212–1212',
    '12:12:12:1212',
    '121212     1212',
    '1212121212-01',
    '19121212121201',
    // a coordination number: day 61 is the first; 7·2=14→5, 0, 1·2, 0, 6·2=12→3, 1, 2·2, 3, 9·2=18→9, 3 → 30
    '7010612393',
    '19701061-2393',
  ])('%s', (text) => {
    expect(looksPersonal(text)).toBe(true);
  });

  test('however it is written', () => {
    const scripts = [0x30, 0x660, 0x966, 0xff10, 0x1d7d8];
    const separator = fc.constantFrom(
      '',
      '',
      '-',
      '+',
      ' ',
      '.',
      '/',
      '_',
      '–',
      '\u200b',
      ' - ',
      '·',
    );
    const date = fc.record({
      year: fc.integer({ min: 1800, max: 2199 }),
      month: fc.integer({ min: 1, max: 12 }),
      day: fc.integer({ min: 1, max: 28 }),
      more: fc.constantFrom(0, 60),
      count: fc.integer({ min: 0, max: 999 }),
    });
    const spelled = fc.record({
      date,
      long: fc.boolean(),
      zero: fc.constantFrom(...scripts),
      separators: fc.array(separator, { minLength: 11, maxLength: 11 }),
      before: fc.constantFrom('', 'pnr ', 'SE', 'x-', '('),
      after: fc.constantFrom('', ' och', ')', 'x'),
    });
    fc.assert(
      fc.property(spelled, ({ date: { year, month, day, more, count }, ...how }) => {
        const two = (number: number) => String(number).padStart(2, '0');
        const nine = `${two(year % 100)}${two(month)}${two(day + more)}${String(count).padStart(3, '0')}`;
        const ten = `${nine}${luhnDigit(nine)}`;
        const digits = [...(how.long ? `${Math.floor(year / 100)}${ten}` : ten)];
        const text = digits
          .map(
            (digit, at) =>
              String.fromCodePoint(how.zero + Number(digit)) +
              (at < digits.length - 1 ? how.separators[at] : ''),
          )
          .join('');
        expect(looksPersonal(`${how.before}${text}${how.after}`)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

/** The digit that makes nine a number of Luhn: every second is doubled, from the first on. */
function luhnDigit(nine: string): number {
  const sum = [...nine].reduce((total, digit, at) => {
    const product = Number(digit) * (at % 2 === 0 ? 2 : 1);
    return total + Math.floor(product / 10) + (product % 10);
  }, 0);
  return (10 - (sum % 10)) % 10;
}

describe('cannot be one', () => {
  test.each([
    '',
    'E1001',
    // numbers of a date and a count, whose check digits are wrong: 4+6+0+1+0+5+0+0+0+1 = 17
    '202601050001',
    '20260105-0001',
    // a month of 12, a day of 34
    '209912345678',
    // a telephone number: 0+7+0+1+4+3+8+5+3+7 = 38
    '0701234567',
    '1212121213',
    '121312-1212',
    '120230-1212',
    '17991212-1212',
    '121212-121',
    '12-12 patienter, 12 och 12',
    'kl 12:12, sal 12, 121 ml',
    'Bedömt 2026-01-05 09:10 av ssk',
    '19121212',
    'sal 12-12-12',
    '2b8f1212-1212-4212-9212-12121212ab12',
    'a1212121212'.padEnd(64, 'f'),
    // an organisation's number: months from 20 on
    'SE2321000016-1212',
  ])('%s', (text) => {
    expect(looksPersonal(text)).toBe(false);
  });

  test('an id that ends in an instant, whatever numbers stand before it', () => {
    const ids = Array.from({ length: 1_000 }, (_, line) => `1-7-${line}-2026-11-26T07:59:10.123Z`);
    expect(ids.filter(looksPersonal)).toEqual([]);
  });

  test('a hospital of numbers is hit as seldom as dates and check digits meet by chance', () => {
    const hits = (digits: number) =>
      Array.from({ length: 20_000 }, (_, at) =>
        String((at * 7_919_777_771 + 104_729) % 10 ** digits),
      )
        .map((text) => text.padStart(digits, '0'))
        .filter(looksPersonal).length;
    // 12 of 100 months, about 61 of 100 days, one of ten check digits
    expect(hits(10) / 20_000).toBeLessThan(0.01);
    expect(hits(9)).toBe(0);
  });
});
