import { describe, expect, test } from 'vitest';
import {
  fitting,
  grainsOf,
  plannerQueryOf,
  readChoice,
  writeChoice,
} from '../../../dashboards/src/planner/choice.ts';

const site = {
  wards: ['31A', '36A', '10A', '12A'].map((wardId) => ({
    wardId,
    name: wardId,
    type: 'medicine',
    division: null,
    beds: 20,
  })),
};
const read = (search: string) => readChoice(search, site, '2026-11-22');

describe('an address', () => {
  test('without anything is the four weeks up to today, of the first wards, by day', () => {
    expect(read('')).toEqual({
      choice: {
        wards: ['31A', '36A', '10A'],
        from: '2026-10-26',
        to: '2026-11-22',
        grain: 'day',
        measure: 'gap',
        compared: 'load',
        ahead: 'all',
        known: null,
      },
      invalid: [],
    });
  });

  const whole =
    '?lang=en&wards=36A,12A&from=2026-08-01&to=2026-10-31&grain=shift&measure=need&compared=minutes&ahead=chosen&known=2026-10-25T07:00';

  test('holds everything that is chosen, and comes back as it was', () => {
    const { choice, invalid } = read(whole);
    expect(invalid).toEqual([]);
    expect(choice).toEqual({
      wards: ['36A', '12A'],
      from: '2026-08-01',
      to: '2026-10-31',
      grain: 'shift',
      measure: 'need',
      compared: 'minutes',
      ahead: 'chosen',
      known: '2026-10-25T07:00',
    });
    expect(writeChoice(choice, '?lang=en')).toBe(whole);
    expect(writeChoice({ ...choice, known: null }, whole)).not.toContain('known');
  });

  test('may name a ward twice, or none', () => {
    expect(read('?wards=31A,31A')).toMatchObject({ invalid: [], choice: { wards: ['31A'] } });
    expect(read('?wards=').invalid).toEqual([]);
  });

  test.each([
    ['?wards=31A,nowhere', ['wards'], { wards: ['31A'] }],
    ['?wards=nowhere', ['wards'], { wards: ['31A', '36A', '10A'] }],
    ['?from=2026-02-30', ['from'], { from: '2026-10-26' }],
    ['?from=0001-01-01&to=9999-12-31', ['to', 'from'], { from: '2026-10-26', to: '2026-11-22' }],
    ['?known=9999-12-31T23:59', ['known'], { known: null }],
    ['?grain=year', ['grain'], { grain: 'day' }],
    ['?known=yesterday', ['known'], { known: null }],
    ['?known=2026-10-25T25:00', ['known'], { known: null }],
    ['?from=2026-11-20&to=2026-11-01', ['range'], { from: '2026-11-20', to: '2026-11-20' }],
    // 401 days
    ['?from=2025-10-18', ['range'], { from: '2025-10-19', to: '2026-11-22' }],
    // 32 days by the hour
    ['?from=2026-10-22&grain=hour', ['grain'], { from: '2026-10-22', grain: 'shift' }],
  ])('%s: %j is invalid and gets the default', (search, invalid, part) => {
    const result = read(search);
    expect(result.invalid).toEqual(invalid);
    expect(result.choice).toMatchObject(part);
  });
});

test('a range is shown in grains that can be read', () => {
  expect(grainsOf({ from: '2026-10-01', to: '2026-10-31' })[0]).toBe('hour');
  expect(grainsOf({ from: '2026-10-01', to: '2026-11-01' })[0]).toBe('shift');
  expect(grainsOf({ from: '2026-08-01', to: '2026-11-02' })).toEqual(['day', 'week', 'month']);
});

test('what fits is left as it is', () => {
  const { choice } = read('');
  expect(fitting(choice)).toEqual(choice);
});

test('a query covers whole days of the site, also when the clock is changed', () => {
  const { choice } = read('?wards=31A&from=2026-10-25&to=2026-10-25&known=2026-10-25T07:00');
  expect(plannerQueryOf(choice, 'Europe/Stockholm')).toEqual({
    wards: ['31A'],
    from: '2026-10-24T22:00:00.000Z',
    to: '2026-10-25T23:00:00.000Z',
    grain: 'day',
    knownAt: '2026-10-25T06:00:00.000Z',
  });
});

test('without wards in the address the user’s own are shown, as far as they are there', () => {
  const wardsOf = (search: string, mine: readonly string[]) =>
    readChoice(search, site, '2026-11-22', mine).choice.wards;
  expect(wardsOf('', ['12A', '36A', '99Z'])).toEqual(['36A', '12A']);
  expect(wardsOf('?wards=10A', ['12A'])).toEqual(['10A']);
  expect(wardsOf('', ['99Z'])).toEqual(['31A', '36A', '10A']);
});
