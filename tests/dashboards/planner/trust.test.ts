import { expect, test } from 'vitest';
import { trustOf } from '../../../dashboards/src/planner/trust.ts';
import { ward } from '../ward.ts';

test.each([
  ['an unknown ward', undefined, 'stale'],
  ['a ward as it should be', ward(), 'sound'],
  ['one that is just covered', ward({ coverage: 0.7 }), 'sound'],
  ['one that is thinly covered', ward({ coverage: 0.69 }), 'thin'],
  ['one without a value', ward({ minutes: null, coverage: 0.69 }), 'stale'],
  ['a ward without coverage', ward({ coverage: null }), 'stale'],
  ['an empty one', ward({ minutes: 0, census: 0, coverage: null, load: 0 }), 'sound'],
])('%s', (_, each, trust) => {
  expect(trustOf(each)).toBe(trust);
});
