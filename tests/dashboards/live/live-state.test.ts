import { expect, test } from 'vitest';
import {
  dataTime,
  EMPTY_STATE,
  withSnapshot,
  withTick,
  withWard,
} from '../../../dashboards/src/live/live-state.ts';
import { ward } from '../ward.ts';

const NINE = '2026-01-05T09:00:00Z';
const nine = Date.parse(NINE);
const A = ward({ wardId: 'A' });
const B = ward({ wardId: 'B' });

test('a ward is replaced where it stands', () => {
  const state = withSnapshot(
    EMPTY_STATE,
    { streamTime: NINE, silentSources: [], wards: [B, A] },
    0,
  );
  const heavier = { ...B, minutes: 400 };
  expect([...withWard(state, heavier).wards.values()]).toEqual([heavier, A]);
});

test('a snapshot leaves out wards that are gone', () => {
  const state = withSnapshot(
    EMPTY_STATE,
    { streamTime: NINE, silentSources: [], wards: [A, B] },
    0,
  );
  expect([
    ...withSnapshot(state, { streamTime: NINE, silentSources: [], wards: [A] }, 0).wards.keys(),
  ]).toEqual(['A']);
});

test('the time in the data goes on while stream time stands still', () => {
  const tick = { streamTime: NINE, silentSources: [], now: '2027-01-01T00:00:00Z' };
  let state = withSnapshot(EMPTY_STATE, { streamTime: NINE, silentSources: [], wards: [] }, 1_000);
  state = withTick(state, tick, 16_000);
  expect(dataTime(state, 61_000)).toBe(nine + 60_000);
  state = withTick(state, { ...tick, streamTime: '2026-01-05T09:05:00Z' }, 70_000);
  expect(dataTime(state, 70_000)).toBe(nine + 300_000);
});

test('there is no time in the data before any', () => {
  expect(
    dataTime(withSnapshot(EMPTY_STATE, { streamTime: null, silentSources: [], wards: [] }, 5), 9),
  ).toBeNull();
});

test('a tick gives the distance of this device’s clock from the server’s', () => {
  const state = withTick(
    EMPTY_STATE,
    { streamTime: null, silentSources: [], now: NINE },
    nine - 90_000,
  );
  expect(state.offset).toBe(90_000);
});
