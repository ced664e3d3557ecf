import { expect, test } from 'vitest';
import { countStates, stateOf, UNCALIBRATED } from '../../dashboards/src/status.ts';
import { usualOf, ward } from './ward.ts';

test.each([
  [0, 'under'],
  [0.849, 'under'],
  [0.85, 'within'],
  [1, 'within'],
  [1.15, 'within'],
  [1.151, 'over'],
  [1.3, 'over'],
  [1.301, 'farOver'],
] as const)('a load of %d is %s', (load, state) => {
  expect(stateOf(ward({ load }))).toBe(state);
});

test('a load that is not known is quiet, not under', () => {
  expect(stateOf(ward({ load: null, supply: null }))).toBe('noStaffing');
});

test('a load is judged against what the ward is used to', () => {
  expect(stateOf(ward({ load: 0.6, usualLoad: usualOf(0.6) }))).toBe('within');
  expect(stateOf(ward({ load: 0.6, usualLoad: usualOf(0.5) }))).toBe('over');
  expect(stateOf(ward({ load: 0.6, usualLoad: usualOf(0.75) }))).toBe('under');
});

test('patients and nobody to care for them is far over', () => {
  expect(stateOf(ward({ load: null, supply: { rn: 0, na: 0 } }))).toBe('farOver');
});

test('an empty ward has nothing to cover', () => {
  const empty = { minutes: 0, census: 0, coverage: null };
  expect(stateOf(ward({ ...empty, load: 0 }))).toBe('under');
  expect(stateOf(ward({ ...empty, load: null, supply: { rn: 0, na: 0 } }))).toBe('noStaffing');
});

test.each([
  ['no value', { minutes: null, load: null }],
  ['no coverage', { coverage: null }],
  ['thin coverage', { coverage: 0.699, load: 2 }],
  ['thin coverage without staffing', { coverage: 0.1, load: null }],
])('%s is stale whatever the load', (_, change) => {
  expect(stateOf(ward(change))).toBe('stale');
});

test('coverage at the limit is trusted', () => {
  expect(stateOf(ward({ coverage: 0.7 }))).toBe('within');
});

test('a site may set its own limits', () => {
  expect(stateOf(ward({ load: 1.3 }), { ...UNCALIBRATED, farOver: 1.2 })).toBe('farOver');
});

test('states are counted, those without a ward as 0', () => {
  expect(countStates(['over', 'within', 'over'])).toEqual({
    farOver: 0,
    over: 2,
    stale: 0,
    under: 0,
    within: 1,
    noStaffing: 0,
  });
});
