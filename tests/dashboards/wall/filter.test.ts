import { expect, test } from 'vitest';
import type { State } from '../../../dashboards/src/status.ts';
import { EVERYTHING, filtered, typesOf } from '../../../dashboards/src/wall/filter.ts';

const wards = [
  { wardId: 'A', type: 'surgery' },
  { wardId: 'B', type: 'medicine' },
  { wardId: 'C', type: 'surgery' },
];
const states: Record<string, State> = { A: 'over', B: 'over', C: 'within' };
const shown = (filter: Parameters<typeof filtered>[1]) =>
  filtered(wards, filter, ({ wardId }) => states[wardId]!).map(({ wardId }) => wardId);

test('wards are chosen by kind, by state, and by both, and keep their order', () => {
  expect(shown(EVERYTHING)).toEqual(['A', 'B', 'C']);
  expect(shown({ type: 'surgery', state: null })).toEqual(['A', 'C']);
  expect(shown({ type: null, state: 'over' })).toEqual(['A', 'B']);
  expect(shown({ type: 'surgery', state: 'over' })).toEqual(['A']);
  expect(shown({ type: 'medicine', state: 'stale' })).toEqual([]);
});

test('each kind of ward is offered once, as the site has them', () => {
  expect(typesOf(wards)).toEqual(['surgery', 'medicine']);
});
