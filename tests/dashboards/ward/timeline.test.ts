import { expect, test } from 'vitest';
import { messages as swedish } from '../../../dashboards/src/i18n/sv/messages.ts';
import {
  clockHour,
  loadHours,
  needHours,
  nurses,
  requiredOf,
  roleHours,
} from '../../../dashboards/src/ward/timeline.ts';
import type { HeatmapCell } from '../../../schemas/read-api.ts';
import { ahead, hoursFrom, point } from './point.ts';

const sv = swedish.ward;
const NONE = { n: 0, mean: null, p10: null, p50: null, p90: null };
const cell = (weekday: number, hour: number, n: number, p50: number): HeatmapCell => ({
  ...{ weekday, hour, hours: 8, knownHours: n, balancedHours: n, hiddenHours: 0 },
  normNeed: { n, mean: p50, p10: p50 - 1, p50, p90: p50 + 1 },
  required: { n, mean: p50, p10: p50 - 1, p50, p90: p50 + 1 },
  ...{ nurses: NONE, gap: NONE, coverage: 1, model: 'vi-1', computedAt: null },
});

test.each([
  [{ rn: 3, na: 1.5 }, 4.5],
  [{ rn: 3, na: null }, 3],
  [{ rn: 0, na: null }, 0],
  [{ rn: null, na: null }, null],
  [null, null],
])('the nurses of %j are %j', (supply, all) => {
  expect(nurses(supply)).toBe(all);
});

test.each([
  ['2026-01-05T10:00:00+01:00', '1 10'],
  ['2026-10-25T02:00:00+02:00', '7 02'],
  ['2026-10-25T02:00:00+01:00', '7 02'],
  ['2026-10-24T23:00:00+02:00', '6 23'],
])('the clock of %s is "%s"', (localFrom, clock) => {
  expect(clockHour(localFrom)).toBe(clock);
});

test('past hours have their values, and no usual ones', () => {
  expect(needHours([point()], [cell(1, 10, 8, 4)], sv)).toEqual([
    {
      from: Date.UTC(2026, 0, 5, 9),
      to: Date.UTC(2026, 0, 5, 10),
      localFrom: '2026-01-05T10:00:00+01:00',
      ...{ required: 5, low: 4, high: 6, present: 4, missing: null, usual: null },
    },
  ]);
});

test('ahead is what is usual at the hour and weekday, where two weeks are known', () => {
  const [known] = needHours([ahead()], [cell(1, 10, 2, 4)], sv);
  expect(known).toMatchObject({ required: null, present: 4, missing: 'ännu inte' });
  expect(known!.usual).toEqual({ p10: 3, p50: 4, p90: 5, n: 2 });
  expect(needHours([ahead()], [cell(1, 10, 1, 4)], sv)[0]!.usual).toBeNull();
  expect(needHours([ahead()], [cell(2, 10, 8, 4)], sv)[0]!.usual).toBeNull();
});

test('an hour that came twice in one night is one week of it', () => {
  const twice = (n: number) => [{ ...cell(7, 2, n, 4), hours: 9 }];
  const night = ahead({ localFrom: '2026-11-01T02:00:00+01:00' });
  expect(needHours([night], twice(2), sv)[0]!.usual).toBeNull();
  expect(needHours([night], twice(9), sv)[0]!.usual).toMatchObject({ p50: 4, n: 8 });
});

test('a night of 25 hours has both hours at two, each with its own need', () => {
  const night = hoursFrom('2026-10-24T23:00:00Z', [
    '2026-10-25T01+02',
    '2026-10-25T02+02',
    '2026-10-25T02+01',
    '2026-10-25T03+01',
  ]);
  const hours = needHours(
    night.map((span, i) => point({ ...span, required: i })),
    [],
    sv,
  );
  expect(hours.map(({ required }) => required)).toEqual([0, 1, 2, 3]);
  expect(hours.map(({ from }) => from - hours[0]!.from)).toEqual([
    0, 3_600_000, 7_200_000, 10_800_000,
  ]);
});

test('need that may not be seen is missing, with the reason, and not 0', () => {
  const hidden = point({
    required: null,
    requiredLow: null,
    requiredHigh: null,
    reason: 'few-patients',
  });
  expect(needHours([hidden], [], sv)[0]).toMatchObject({
    required: null,
    missing: 'för få patienter för att visas',
  });
});

test('a role is required by its part in the level, and only if there are flags', () => {
  expect(requiredOf(point(), 'rn')).toBe(3);
  expect(requiredOf(point(), 'na')).toBe(2);
  expect(requiredOf(point({ flags: null }), 'rn')).toBeNull();
  const [hour] = roleHours([point({ supply: { rn: 2, na: null } })], 'na', sv);
  expect(hour).toMatchObject({ required: 2, present: null, low: null });
});

test('load in balance is within 15 % of what is required; unknown load has no band', () => {
  const [known, unknown] = loadHours([point(), point({ load: null })]);
  expect(known).toMatchObject({ value: 1.25, low: 0.85, high: 1.15 });
  expect(unknown).toMatchObject({ value: null, low: null, high: null });
});
