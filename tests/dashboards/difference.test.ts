import { expect, test } from 'vitest';
import { differenceOf, isNonZero, worseNow } from '../../dashboards/src/difference.ts';
import { restOf, ward } from './ward.ts';

const hour = (value: number) => ({ of: 'persons', value, until: null });
const rest = (value: number) => ({ of: 'persons', value, until: '2026-01-05T20:00:00Z' });

test.each([
  // of a ward that is short the worse of both
  ['short', -2, -1, hour(-2)],
  ['short', -0.2, -1.4, rest(-1.4)],
  ['short', 0.5, -1.1, rest(-1.1)],
  // what the hour now comes to is another state: the figure is of what the state follows from
  ['tight', -0.4, -0.7, rest(-0.7)],
  ['tight', -1.1, -0.7, rest(-0.7)],
  ['room', 0.8, 1.2, rest(1.2)],
  ['balanced', -0.6, -0.3, rest(-0.3)],
  ['balanced', 1.1, 0.9, rest(0.9)],
  ['tight', -0.7, -0.6, hour(-0.7)],
  // a state that is held for some minutes yet is neither's
  ['tight', -0.3, -0.2, hour(-0.3)],
  // −0,2 and −0,7 are half a person apart, as they are read
  ['tight', -0.24, -0.66, rest(-0.66)],
  ['balanced', -0.16, -0.69, rest(-0.69)],
  ['balanced', -0.26, -0.74, hour(-0.26)],
  // and what reads the same does not lead
  ['short', -1.02, -1.04, hour(-1.02)],
  // an hour alone makes no ward short: the figure is of what the state follows from
  ['tight', -1.8, -0.7, rest(-0.7)],
  ['balanced', 0.2, 0.1, hour(0.2)],
  ['balanced', -0.3, 0.1, hour(-0.3)],
  ['balanced', -1.8, -0.3, rest(-0.3)],
  ['room', 3, 1.2, rest(1.2)],
  ['room', 0.2, 1.2, rest(1.2)],
  ['room', 1.1, 1.5, hour(1.1)],
] as const)(
  'of a ward that is %s, %d now and %d in the rest of the shift',
  (state, gap, ahead, all) => {
    expect(differenceOf(ward({ gap, restOfShift: restOf(ahead) }), state)).toEqual(all);
  },
);

test('it is of the one that is known', () => {
  expect(differenceOf(ward({ gap: -2 }), 'short')).toEqual(hour(-2));
  expect(differenceOf(ward({ gap: null, restOfShift: restOf(-2) }), 'short')).toEqual(rest(-2));
  expect(differenceOf(ward({ gap: null }), 'no-level')).toBeNull();
});

test('one RN of two and three assistants, 3,2 persons required: an RN is missing, though there are 0,8 more', () => {
  const alone = ward({ gap: 4 - 3.2, missingRn: 1, marks: ['rn-missing'] });
  expect(differenceOf(alone, 'short')).toEqual({ of: 'rn', value: -1, until: null });
});

test('where more persons are missing than registered nurses, the persons are named', () => {
  const lacking = (gap: number, missingRn: number) =>
    differenceOf(ward({ gap, missingRn, marks: ['rn-missing'] }), 'short')?.of;
  expect(lacking(-1.7, 1)).toBe('persons');
  expect(lacking(-0.3, 1)).toBe('rn');
  expect(lacking(-1.2, 2)).toBe('rn');
  // 0,96 reads 1,0
  expect(lacking(-0.96, 1)).toBe('persons');
  expect(lacking(-0.94, 1)).toBe('rn');
  // half a nurse under the least number is no reason to call it by 0,7 persons
  expect(lacking(-0.7, 0.5)).toBe('rn');
});

test('a shift that lacks registered nurses by its flag names how many, of what is required of them', () => {
  const change = { gap: 0.4, requiredRn: 3.5, supply: { rn: 2, na: 4 } };
  const flagged = ward({ ...change, marks: ['rn-shortfall'] });
  expect(differenceOf(flagged, 'short')).toEqual({ of: 'rn', value: -1.5, until: null });
  expect(differenceOf(ward(change), 'balanced')).toEqual(hour(0.4));
});

test.each([
  [0.04, false],
  [-0.04, false],
  [0.05, true],
  [-0.06, true],
])('%d is not 0 as it is shown: %s', (value, isShown) => {
  expect(isNonZero(value)).toBe(isShown);
});

test.each([
  // the state follows the rest of the shift, and more are missing now
  ['balanced', -0.7, -0.4, 'tight'],
  ['balanced', -1.8, -0.3, 'short'],
  ['tight', -1.1, -0.7, 'short'],
  ['room', -0.6, 1.2, 'tight'],
  // the headline is of now, and says it
  ['tight', -0.7, -0.6, null],
  ['short', -2, -1, null],
  // the rest is worse, or now is no worse than the state
  ['short', 0.5, -1.1, null],
  ['tight', -0.4, -0.7, null],
  ['balanced', 0.2, -0.4, null],
  // of a ward whose figures are not to be relied on nothing is added
  ['old', -1.8, -0.3, null],
] as const)(
  'a ward that is %s, %d now and %d later: worse now is %s',
  (state, gap, ahead, step) => {
    expect(worseNow(ward({ gap, restOfShift: restOf(ahead) }), state)).toBe(step);
  },
);
