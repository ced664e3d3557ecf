import { describe, expect, test } from 'vitest';
import {
  EARLIEST,
  formatInstant,
  instantProblem,
  LATEST,
  parseInstant,
  parsePlanned,
} from '../../schemas/instant.ts';

const EIGHT_TEN = Date.UTC(2026, 0, 5, 8, 10) * 1000;

describe('RFC 3339', () => {
  test.each([
    ['2026-01-05t08:10:00z', EIGHT_TEN],
    ['2026-01-05T08:10:00-00:00', EIGHT_TEN],
    ['2026-01-05T08:10:00+00:00', EIGHT_TEN],
    ['2026-01-06T08:09:00+23:59', EIGHT_TEN],
    ['2026-01-04T08:11:00-23:59', EIGHT_TEN],
    ['2026-01-05T08:10:00.5Z', EIGHT_TEN + 500_000],
    [`2026-01-05T08:10:00.${'123456789'.repeat(100)}Z`, EIGHT_TEN + 123_456],
    // a leap second is the second after it, whatever the clock shows there
    ['2016-12-31T23:59:60Z', Date.UTC(2017, 0, 1) * 1000],
    ['2016-12-31T23:59:60.25Z', Date.UTC(2017, 0, 1) * 1000 + 250_000],
    ['2017-01-01T00:59:60+01:00', Date.UTC(2017, 0, 1) * 1000],
    ['2012-06-30T18:59:60-05:00', Date.UTC(2012, 6, 1) * 1000],
    // the range is of the instant, not of the year as it is written
    ['1899-12-31T23:30:00-01:00', Date.UTC(1900, 0, 1, 0, 30) * 1000],
    ['2250-01-01T00:30:00+01:00', Date.UTC(2249, 11, 31, 23, 30) * 1000],
    ['1900-01-01T00:00:00Z', EARLIEST],
    ['2249-12-31T23:59:59.999999Z', LATEST],
  ])('%s', (text, micros) => {
    expect(parseInstant(text)).toBe(micros);
    expect(parsePlanned(text)).toBe(micros);
  });
});

describe('a planned instant of a year of six digits counts as not given, if there is such a day', () => {
  test.each([
    ['+275760-09-13T00:00:00Z', undefined],
    ['-000882-01-05T08:10:00.5+01:00', undefined],
    ['+010000-02-29T00:00:00Z', undefined],
    ['+010001-02-29T00:00:00Z', Number.NaN],
    ['+275760-13-13T00:00:00Z', Number.NaN],
    ['+275760-09-13T00:00:00', Number.NaN],
    ['+002026-01-05T08:10:00Z', Number.NaN],
  ])('%s', (text, micros) => {
    expect(parsePlanned(text)).toBe(micros);
    expect(parseInstant(text)).toBeNaN();
  });
});

const RANGE = 'Expected an instant within the years 1900 to 2249 (UTC)';
const FORM = 'Expected an RFC 3339 instant with offset, such as 2026-01-05T08:10:00Z';
const OFFSET = 'Expected an offset after the time, such as Z or +01:00';
const NO_SUCH = 'Expected a date and a time of day that exist';

describe('what is wrong is said', () => {
  test.each([
    ['9999-12-31T00:00:00Z', RANGE],
    ['9999-12-31t23:59:59.999+01:00', RANGE],
    ['0000-01-01T00:00:00Z', RANGE],
    ['0001-01-01T00:00:00+23:59', RANGE],
    ['1899-12-31T23:59:59.999999Z', RANGE],
    ['2250-01-01T00:00:00Z', RANGE],
    ['1900-01-01T00:00:00+00:01', RANGE],
    ['2249-12-31T23:59:59-00:01', RANGE],
    [formatInstant(8e18), RANGE],
    [formatInstant(-9.2e18), RANGE],
    ['2026-01-05T09:10:00', OFFSET],
    ['2026-01-05T09:10:00.5', OFFSET],
    ['2026-02-29T09:10:00Z', NO_SUCH],
    ['2026-13-01T09:10:00Z', NO_SUCH],
    ['2026-01-00T09:10:00Z', NO_SUCH],
    ['2026-01-05T24:00:00Z', NO_SUCH],
    ['2026-01-05T23:60:00Z', NO_SUCH],
    ['2026-01-05T08:10:61Z', NO_SUCH],
    // no leap second: in the middle of a day, and of a month
    ['2026-01-05T08:10:60Z', NO_SUCH],
    ['2026-01-05T23:59:60Z', NO_SUCH],
    ['2016-12-31T23:59:60+01:00', NO_SUCH],
    ['2026-01-05T08:10:00+24:00', NO_SUCH],
    ['2026-01-05 08:10:00Z', FORM],
    ['2026-01-05', FORM],
    ['2026-01-05T08:10Z', FORM],
    ['2026-01-05T08:10:00.Z', FORM],
    ['2026-01-05T08:10:00,5Z', FORM],
    ['2026-01-05T08:10:00+0100', FORM],
    ['2026-01-05T08:10:00Z ', FORM],
    ['２０２６-01-05T08:10:00Z', FORM],
    ['', FORM],
  ])('%j', (text, problem) => {
    expect(parseInstant(text)).toBeNaN();
    expect(instantProblem(text)).toBe(problem);
    const asPlanned = parsePlanned(text);
    if (problem !== RANGE) expect(asPlanned).toBeNaN();
    else if (/^\d{4}-/.test(text)) expect(asPlanned).toBeUndefined();
  });
});

describe('an instant is written', () => {
  test('as `Date` writes it, for more days than are kept, before 1970 and on leap days', () => {
    const days = Array.from(
      { length: 2_500 },
      (_, index) => Date.UTC(1968, 1, 28) + index * 86_400_000,
    );
    for (const milliseconds of [...days, ...days].map(
      (day, index) => day + (index % 1440) * 60_001,
    )) {
      const expected = new Date(milliseconds).toISOString();
      const written = formatInstant(milliseconds * 1000);
      expect(new Date(written).toISOString()).toBe(expected);
      expect(written.slice(0, 19)).toBe(expected.slice(0, 19));
    }
  });

  test.each([
    [0, '1970-01-01T00:00:00Z'],
    [-1, '1969-12-31T23:59:59.999999Z'],
    [EIGHT_TEN + 500_000, '2026-01-05T08:10:00.5Z'],
    [Date.UTC(2024, 1, 29, 23, 59, 59) * 1000, '2024-02-29T23:59:59Z'],
    [Date.UTC(9999, 11, 31) * 1000, '9999-12-31T00:00:00Z'],
    [Date.UTC(10_000, 0, 1) * 1000, '+010000-01-01T00:00:00Z'],
    [Number.POSITIVE_INFINITY, '+275760-09-13T00:00:00Z'],
  ])('%d as %s', (micros, text) => {
    expect(formatInstant(micros)).toBe(text);
  });
});
