import { expect, test } from 'vitest';
import { trustOf } from '../../../dashboards/src/lending/trust.ts';
import { ward } from '../ward.ts';

test.each([
  ['an unknown ward', undefined, 'stale'],
  ['one without a state', ward({ state: null }), 'stale'],
  ['an old one', ward({ state: 'old' }), 'stale'],
  ['one of too few inputs', ward({ state: 'incomplete' }), 'thin'],
  ['a ward as it should be', ward({ state: 'balanced' }), 'sound'],
  ['an empty one', ward({ state: 'no-patients' }), 'sound'],
])('%s', (_, each, trust) => {
  expect(trustOf(each)).toBe(trust);
});
