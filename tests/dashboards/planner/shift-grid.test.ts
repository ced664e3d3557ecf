import { expect, test } from 'vitest';
import { type GridSite, shiftGrid, sumOf } from '../../../dashboards/src/planner/shift-grid.ts';
import type { IntensityPoint } from '../../../schemas/read-api.ts';
import { LIMITS, point } from './points.ts';

const SITE: GridSite = {
  shifts: [
    { id: 'day', start: '07:00' },
    { id: 'night', start: '21:00' },
  ],
  wards: ['31A', '36A'].map((wardId) => ({
    ...{ wardId, name: `Kirurgi ${wardId}`, type: 'surgery', division: 'Kirurgi', beds: 20 },
  })),
  thresholds: LIMITS,
  productiveShare: 0.8,
};
/** A day shift of ten hours: 6.6 required each hour, 5 there. */
const DAY = {
  ...{ from: '2026-11-27T06:00:00Z', to: '2026-11-27T16:00:00Z' },
  ...{ localFrom: '2026-11-27T07:00:00+01:00', shiftId: 'day', hours: 10 },
  supply: { rn: 30, na: 20 },
  usualNeed: {
    ...{ hours: 10, minutes: 2400, minutesP10: 1920, minutesP90: 2880, levelledHours: 10 },
    ...{ required: 66, requiredP10: 59, requiredP90: 74, staffedHours: 10, gap: -16 },
  },
} satisfies Partial<IntensityPoint>;
const cellOf = (said: Partial<IntensityPoint>) =>
  shiftGrid([point({ ...DAY, ...said })], SITE).rows[0]!.cells[0];
const usual = (said: Partial<NonNullable<IntensityPoint['usualNeed']>>) => ({
  usualNeed: { ...DAY.usualNeed, ...said },
});

test('a cell is staffing less what is usually required, mean over the hours of the shift', () => {
  // −16 / 10, 66 / 10 and 50 / 10
  expect(cellOf({})).toEqual({
    ...{ kind: 'difference', value: -1.6, plan: 5, need: 6.6, low: 5.9, high: 7.4 },
    ...{ step: 'short', fewRn: null },
    roles: { na: 2, rnOver: null, rnOverMinimum: null },
  });
});

test('registered nurses stand beside those required and the minimum, assistants as they are', () => {
  const level = { k: 1, basis: 'agreed' as const, rnShare: 0.5, validFrom: null };
  const rnMinimum = { minimum: 2, fewest: 2.5, missing: null, hours: 10 };
  // 30 and 20 in ten hours, 0.5 · 6.6 required, and 2.5 less 2
  expect(cellOf({ level, rnMinimum })).toMatchObject({
    roles: { na: 2, rnOver: expect.closeTo(-0.3, 9), rnOverMinimum: 0.5 },
  });
  expect(cellOf({ supply: { rn: 50, na: null }, level })).toMatchObject({
    roles: { na: null, rnOver: expect.closeTo(1.7, 9) },
  });
});

test('half a roster is neither a shortage nor room', () => {
  expect(cellOf(usual({ staffedHours: 4, gap: 12 }))).toEqual({
    ...{
      kind: 'no-roster',
      staffedHours: 4,
      hours: 10,
      missing: null,
      fewRn: null,
      need: 6.6,
      low: 5.9,
      high: 7.4,
    },
  });
  expect(cellOf(usual({ staffedHours: 0, gap: null }))).toMatchObject({ kind: 'no-roster' });
});

test('a role of the ward without a roster is named, and is not nobody', () => {
  // 30 of 66 nurse-hours would read −3.6
  const lacking = { staffedHours: 0, present: null, hoursWithout: { rn: 0, na: 10 } };
  const half = { supply: { rn: 30, na: null }, ...lacking };
  expect(cellOf({ ...half, ...usual({ staffedHours: 0, gap: null }) })).toMatchObject({
    ...{ kind: 'no-roster', missing: 'na', need: 6.6 },
  });
  expect(cellOf({ ...half, usualNeed: null })).toEqual({ kind: 'no-usual', plan: null });
  // a ward that has no assistants has a difference
  expect(cellOf({ supply: { rn: 50, na: null } })).toMatchObject({ kind: 'difference' });
});

test('registered nurses below the minimum make a shift short, whatever the persons are', () => {
  const rnMinimum = { minimum: 2, fewest: 1, missing: 1, hours: 10 };
  const fewRn = { minimum: 2, fewest: 1 };
  // 66 required and 74 there: +0.8 persons, and a registered nurse is missing
  const thin = { supply: { rn: 10, na: 64 }, ...usual({ gap: 8 }) };
  expect(cellOf({ ...thin, rnMinimum })).toMatchObject({ value: 0.8, step: 'short', fewRn });
  const enough = { ...rnMinimum, fewest: 2, missing: null };
  expect(cellOf({ ...thin, rnMinimum: enough })).toMatchObject({ step: 'balanced', fewRn: null });
  const half = { ...usual({ staffedHours: 0, gap: null }), hoursWithout: { rn: 0, na: 10 } };
  expect(cellOf({ ...half, rnMinimum })).toMatchObject({ kind: 'no-roster', missing: 'na', fewRn });
});

test('without level there is the norm need that is usual, and no difference', () => {
  const none = { required: null, requiredP10: null, requiredP90: null };
  // 2400 min / 60 / 0.8 / 10 h = 5 persons, 1920 are 4 and 2880 are 6
  expect(cellOf(usual({ levelledHours: 0, staffedHours: 0, gap: null, ...none }))).toEqual({
    ...{ kind: 'no-level', plan: 5, need: 5, low: 4, high: 6 },
  });
});

test('what is usual must be known of every hour of the shift', () => {
  expect(cellOf({ usualNeed: null })).toEqual({ kind: 'no-usual', plan: 5 });
  expect(cellOf(usual({ hours: 9, levelledHours: 9, staffedHours: 9 }))).toMatchObject({
    kind: 'no-usual',
  });
  expect(cellOf({ usualNeed: null, supply: null })).toEqual({ kind: 'no-usual', plan: null });
  expect(cellOf({ reason: 'closed', usualNeed: null })).toEqual({ kind: 'closed' });
});

test('wards stand in the order of the site, shifts in that of time', () => {
  const night = {
    ...{ from: '2026-11-27T20:00:00Z', to: '2026-11-28T06:00:00Z' },
    ...{ localFrom: '2026-11-27T21:00:00+01:00', shiftId: 'night', hours: 10 },
  };
  const { columns, rows } = shiftGrid(
    [point({ ...DAY, ...night, wardId: '36A' }), point({ ...DAY, wardId: '36A' }), point(DAY)],
    SITE,
  );
  expect(columns.map(({ date, shiftId }) => `${date} ${shiftId}`)).toEqual([
    ...['2026-11-27 day', '2026-11-27 night'],
  ]);
  expect(rows.map(({ wardId, cells }) => [wardId, cells.map(({ kind }) => kind)])).toEqual([
    ['31A', ['difference', 'no-usual']],
    ['36A', ['difference', 'difference']],
  ]);
});

test('a shift whose first whole hour is after midnight is of the day on which it begins', () => {
  const late = {
    ...{ from: '2026-11-27T23:00:00Z', to: '2026-11-28T06:00:00Z' },
    ...{ localFrom: '2026-11-28T00:00:00+01:00', shiftId: 'night', hours: 7 },
  };
  const shifts = [
    { id: 'day', start: '07:00' },
    { id: 'night', start: '23:30' },
  ];
  const { columns } = shiftGrid([point({ ...DAY, ...late })], { ...SITE, shifts });
  expect(columns[0]!.date).toBe('2026-11-27');
});

test('a sum is over wards whose difference is known, and says how many are not', () => {
  const short = cellOf({})!;
  const room = cellOf(usual({ gap: 20 }))!;
  const none = cellOf(usual({ staffedHours: 0, gap: null }))!;
  const closed = cellOf({ reason: 'closed' })!;
  // −1.6 + 2
  const sum = sumOf([short, room, none, closed]);
  expect(sum).toEqual({ value: expect.closeTo(0.4, 9), known: 2, unknown: 1, short: 1 });
  expect(sumOf([none])).toEqual({ value: null, known: 0, unknown: 1, short: 0 });
});
