import { expect, test } from 'vitest';
import { countStates, isCurrent, isSound, STATES, stateOf } from '../../dashboards/src/status.ts';
import { WARD_STATES } from '../../schemas/ward-now.ts';

test('every state of the server has its place, the most urgent first', () => {
  expect([...STATES].sort()).toEqual([...WARD_STATES, 'unknown'].sort());
  expect(STATES.slice(0, 2)).toEqual(['short', 'tight']);
});

test('the state is the server’s', () => {
  for (const state of WARD_STATES) expect(stateOf({ state })).toBe(state);
  expect(stateOf({ state: null })).toBe('unknown');
});

test('where the connection is lost every ward is old', () => {
  for (const state of [...WARD_STATES, null]) expect(stateOf({ state }, true)).toBe('old');
});

test('figures that are old or of too few inputs are not sound', () => {
  expect(STATES.filter((state) => !isSound(state)).sort()).toEqual(['incomplete', 'old']);
});

test('a ward is current unless it is old or never sent anything; few inputs are recent ones', () => {
  expect(isCurrent({ reason: null }, 'balanced')).toBe(true);
  expect(isCurrent({ reason: null }, 'incomplete')).toBe(true);
  expect(isCurrent({ reason: 'few-patients' }, 'unknown')).toBe(true);
  expect(isCurrent({ reason: null }, 'old')).toBe(false);
  expect(isCurrent({ reason: 'no-events' }, 'unknown')).toBe(false);
});

test('states are counted, those without a ward as 0', () => {
  const counts = countStates(['tight', 'balanced', 'tight']);
  expect(counts).toMatchObject({ tight: 2, balanced: 1, short: 0, unknown: 0 });
  expect(Object.keys(counts)).toHaveLength(STATES.length);
});
