import { expect, test } from 'vitest';
import type { State } from '../../../dashboards/src/status.ts';
import { EVERYTHING, filtered, typesOf } from '../../../dashboards/src/wall/filter.ts';

const wards = [
  { wardId: 'A', type: 'surgery', division: 'Norr' },
  { wardId: 'B', type: 'medicine', division: 'Norr' },
  { wardId: 'C', type: 'surgery', division: null },
];
const states: Record<string, State> = { A: 'tight', B: 'tight', C: 'balanced' };
const shown = (filter: Parameters<typeof filtered>[1]) =>
  filtered(wards, filter, ({ wardId }) => states[wardId]!).map(({ wardId }) => wardId);

test('wards are chosen by type, division and state, and keep their order', () => {
  expect(shown(EVERYTHING)).toEqual(['A', 'B', 'C']);
  expect(shown({ ...EVERYTHING, type: 'surgery' })).toEqual(['A', 'C']);
  expect(shown({ ...EVERYTHING, division: 'Norr' })).toEqual(['A', 'B']);
  expect(shown({ ...EVERYTHING, division: 'Norr', type: 'surgery' })).toEqual(['A']);
  expect(shown({ ...EVERYTHING, state: 'tight' })).toEqual(['A', 'B']);
  expect(shown({ ...EVERYTHING, type: 'surgery', state: 'tight' })).toEqual(['A']);
  expect(shown({ ...EVERYTHING, type: 'medicine', state: 'old' })).toEqual([]);
});

test('each kind of ward is offered once, as the site has them', () => {
  expect(typesOf(wards)).toEqual(['surgery', 'medicine']);
});
