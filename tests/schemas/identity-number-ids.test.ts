import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, test } from 'vitest';
import { idLooksPersonal } from '../../schemas/identity-number.ts';

// 121212-1212: 1·2 + 2 + 1·2 + 2 + 1·2 + 2 + 1·2 + 2 + 1·2 + 2 = 20, a multiple of ten
describe('an id that can be, or hold, an identity number', () => {
  test.each([
    ...['1212121212', '121212-1212', '121212+1212', '191212121212', '19121212-1212'],
    ...['201212121212', '20121212-1212', '20121212.1212', '121212_1212', '121212/1212'],
    ...['SE191212121212', 'pnr:19121212-1212', 'p121212-1212x', 'adt-121212-1212-1'],
    // of the 1800s the check digit says nothing
    ...['18991212-1213', '0191212121212', '0000201212121212', '1212121212-01'],
    // a machine's date is not of the 1900s
    ...['1912-12-12-1212', '1912.12.12.1212', '19-12-12-12-1212', '19121212-12-12'],
    ...['19121212121201', '19121212-TF12', 'Anna_Andersson_19121212'],
    // characters that an id may not have are found too
    ...[
      '１２１２１２－１２１２',
      '121212\u20111212',
      '121212 1212',
      '121212\u20131212',
      '121212\u00ad-1212',
    ],
    // a coordination number: day 61 is the first; 7·2=14→5, 0, 1·2, 0, 6·2=12→3, 1, 2·2, 3, 9·2=18→9, 3 → 30
    ...['7010612393', '19701061-2393', '701061-2393'],
  ])('%s', (id) => {
    expect(idLooksPersonal(id)).toBe(true);
  });
});

describe('an id that is none', () => {
  test.each([
    ...['E1001', 'ENC-2026-11-000123', '4711-20261126-07', 'LAB^12345', '1.2.752.129.2.1.3.1'],
    ...['6b0a1c2e-1f7d-4c1e-9d53-0c8f0e6f2a11', 'enc-20121212-1212-4212-9212-121212121212'],
    // 20121212 and a time of day: 20121212 1212 01
    ...['20121212121201', '20121212121201123', 'MSG20121212121201'],
    // numbers that together have a date and a right check digit, in no form that people write
    ...['2012-12-12-1212', '12-12-12-1212', '12-1212-1212', '1-2-121212121', '2012-1212-1212'],
    ...['201212-12-1212', '20-121212-121', '0-12-345-2026-11-26T07:59:10Z'],
    ...['121212-1213', '20121212-1213', '121312-1212', '121212--1212', '121212-12120'],
  ])('%s', (id) => {
    expect(idLooksPersonal(id)).toBe(false);
  });
});

const IDS = 100_000;
const random = xoroshiro128plus(20_261_126);
/** So many digits, each as likely. */
const digits = (count: number) =>
  Array.from({ length: count }, () => (random.next() >>> 0) % 10).join('');
const hex = (count: number) =>
  Array.from({ length: count }, () => ((random.next() >>> 0) % 16).toString(16)).join('');
const between = (from: number, to: number, width: number) =>
  String(from + ((random.next() >>> 0) % (to - from + 1))).padStart(width, '0');
const day = () => [between(2018, 2026, 4), between(1, 12, 2), between(1, 28, 2)] as const;
const clock = () => [between(0, 23, 2), between(0, 59, 2), between(0, 59, 2)] as const;

// by hand: each day counts twice (61 to 91 for coordination numbers), and one check digit of ten is right
const DAYS_OF_1800S = 36_524;
const DAYS_OF_1900S = 36_524;
const DAYS_OF_2000S = 36_525;
const DAYS_OF_2100S = 36_524;
/** Ten digits: a day of a hundred years, as 2000 to 2099 have them. */
const TEN = ((2 * DAYS_OF_2000S) / 10 ** 6) * 0.1;
/** Twelve digits: a day of 1800 to 2199, and of the 1800s any check digit. */
const TWELVE =
  (2 * DAYS_OF_1800S + 0.1 * 2 * (DAYS_OF_1900S + DAYS_OF_2000S + DAYS_OF_2100S)) / 10 ** 8;
/** Twelve digits of the 1900s. */
const OF_THE_1900S = (2 * DAYS_OF_1900S * 0.1) / 10 ** 8;

describe('of ids that are none, so many are refused by chance', () => {
  const schemes: [name: string, rate: number, id: () => string][] = [
    ['year, month, count', 0, () => `ENC-${day().slice(0, 2).join('-')}-${digits(6)}`],
    ['ward, date, count', 0, () => `${digits(4)}-${day().join('')}-${digits(2)}`],
    ['date with hyphens, count', 0, () => `${day().join('-')}-${digits(4)}`],
    ['UUID', 0, () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`],
    ['UUID behind a word', 0, () => `enc:${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`],
    ['SHA-256', 0, () => `a${hex(63)}`],
    ['HL7 component', 0, () => `LAB^${digits(5)}^${digits(3)}`],
    ['OID with a count', 0, () => `1.2.752.129.2.1.3.1.${digits(9)}`],
    ['accession number', 0, () => `${between(18, 26, 2)}-${digits(7)}`],
    ['instant of 14 digits', 0, () => `${day().join('')}${clock().join('')}`],
    ['instant of 17 digits', 0, () => `MSG${day().join('')}${clock().join('')}${digits(3)}`],
    ['line and instant', 0, () => `${digits(3)}-${day().join('-')}T${clock().join(':')}Z`],
    ['FHIR id of 7 digits', 0, () => `Encounter-${digits(7)}.${digits(1)}`],
    // twelve digits in groups: those of the 1900s alone are read across hyphens
    ['three groups of four', OF_THE_1900S, () => `${digits(4)}-${digits(4)}-${digits(4)}`],
    ['13 digits', OF_THE_1900S + TWELVE / 10, () => digits(13)],
    ['12 digits', TWELVE, () => digits(12)],
    ['10 digits', TEN, () => digits(10)],
    ['six and four digits', TEN, () => `${digits(6)}-${digits(4)}`],
    // what people write, with a day that exists: the check digit alone is left
    ['date and count of four', 0.1, () => `${day().join('')}-${digits(4)}`],
    ['date and count together', 0.1, () => `${day().join('').slice(2)}${digits(4)}`],
  ];

  test.each(schemes)('%s: %f', (_, rate, id) => {
    let refused = 0;
    for (let made = 0; made < IDS; made++) if (idLooksPersonal(id())) refused++;
    // binomial: five standard deviations are passed once in a million
    const spread = 5 * Math.sqrt(IDS * rate * (1 - rate));
    expect(refused).toBeGreaterThanOrEqual(IDS * rate - spread);
    expect(refused).toBeLessThanOrEqual(IDS * rate + spread);
  });
});
