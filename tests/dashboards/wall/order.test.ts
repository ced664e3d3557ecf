import { expect, test } from 'vitest';
import type { State } from '../../../dashboards/src/status.ts';
import {
  byDeviation,
  type Places,
  settle,
  standingOf,
} from '../../../dashboards/src/wall/order.ts';
import type { WardMark } from '../../../schemas/ward-now.ts';

const MINUTE = 60_000;
const A = { wardId: 'A' };
const B = { wardId: 'B' };
const C = { wardId: 'C' };

/** Settles ward A minute by minute through the states it is in. */
function through(states: readonly State[]) {
  let places: Places = new Map();
  return states.map((state, minute) => {
    places = settle(places, new Map([['A', state]]), minute * MINUTE);
    return places.get('A')?.state;
  });
}

test('a ward seen first is placed at once', () => {
  expect(through(['short'])).toEqual(['short']);
});

test('a ward moves at once between states that the server has held for ten minutes', () => {
  expect(through(['balanced', 'short', 'tight', 'room', 'balanced'])).toEqual([
    ...['balanced', 'short', 'tight', 'room', 'balanced'],
  ]);
});

test('a ward moves to another state when it has been out of its own for ten minutes, not before', () => {
  const placed = through(['balanced', ...Array<State>(11).fill('old')]);
  expect(placed.indexOf('old')).toBe(11);
  expect(placed.slice(0, 11)).toEqual(Array(11).fill('balanced'));
});

test('a ward that comes back in time has not moved, and waits ten minutes again', () => {
  const away = Array<State>(9).fill('incomplete');
  expect(through(['balanced', ...away, 'balanced', ...away])).not.toContain('incomplete');
});

test('a ward that is lost and comes back short stands where it is short at once', () => {
  expect(through(['balanced', 'old', 'old', 'short'])).toEqual([
    ...['balanced', 'balanced', 'balanced', 'short'],
  ]);
});

test('a ward that flickers between two other states does leave its own', () => {
  const flicker = Array.from({ length: 12 }, (_, i): State => (i % 2 ? 'old' : 'incomplete'));
  expect(through(['balanced', ...flicker]).at(-1)).not.toBe('balanced');
});

test('a ward that is gone is forgotten', () => {
  const places = settle(new Map(), new Map([['A', 'tight' as const]]), 0);
  expect(settle(places, new Map(), 1)).toEqual(new Map());
});

test('deviating wards come first; in a group the site’s order stays', () => {
  const places: Places = new Map([
    ['A', { state: 'balanced', leftAt: null }],
    ['B', { state: 'short', leftAt: null }],
    ['C', { state: 'balanced', leftAt: null }],
  ]);
  expect(byDeviation([A, B, C], places)).toEqual([B, A, C]);
  expect(byDeviation([C, A, B], places)).toEqual([B, C, A]);
});

test('a ward without level is placed by its load: after those that are short, before those that have enough', () => {
  const marked = (state: State, ...marks: WardMark[]) => standingOf({ marks }, state);
  const found = {
    A: marked('balanced', 'higher-than-usual'),
    B: marked('no-level', 'higher-than-usual'),
    C: marked('no-level', 'load-higher-than-usual'),
    D: marked('no-level', 'load-much-higher-than-usual', 'higher-than-usual'),
    E: marked('tight'),
    F: marked('room', 'lower-than-usual'),
    // the mark was of earlier
    G: marked('old', 'load-much-higher-than-usual'),
  };
  const places = settle(new Map(), new Map(Object.entries(found)), 0);
  const wards = Object.keys(found).map((wardId) => ({ wardId }));
  const ids = byDeviation(wards, places).map(({ wardId }) => wardId);
  expect(ids).toEqual(['E', 'D', 'C', 'G', 'F', 'A', 'B']);
});
