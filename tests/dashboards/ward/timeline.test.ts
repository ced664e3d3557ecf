import { expect, test } from 'vitest';
import { messages as swedish } from '../../../dashboards/src/i18n/sv/messages.ts';
import {
  loadHours,
  measureOf,
  needHours,
  requiredOf,
  roleHours,
} from '../../../dashboards/src/ward/timeline.ts';
import { ahead, hoursFrom, point, usual } from './point.ts';

const sv = swedish.ward;
test('hours that have been have their values by the level, and what was usual', () => {
  const known = point({ usualNeed: usual(1, [3, 4, 4.5]) });
  expect(needHours([known], 'level', sv)).toEqual([
    {
      from: Date.UTC(2026, 0, 5, 9),
      to: Date.UTC(2026, 0, 5, 10),
      localFrom: '2026-01-05T10:00:00+01:00',
      ...{ required: 5, low: 4, high: 6, present: 4, missing: null },
      usual: { p10: 3, p50: 4, p90: 4.5 },
    },
  ]);
  expect(needHours([point()], 'level', sv)[0]!.usual).toBeNull();
});

test('ahead is what is usual, and what is planned', () => {
  const [known] = needHours([ahead({ usualNeed: usual(1, [3, 4, 4.5]) })], 'level', sv);
  expect(known).toMatchObject({ required: null, present: 4, missing: 'ännu inte' });
  expect(known!.usual).toEqual({ p10: 3, p50: 4, p90: 4.5 });
});

test('without a level need is by the norm, and what is usual too', () => {
  const none = { level: null, required: null, requiredLow: null, requiredHigh: null };
  // 300 min are 5 norm persons: 60 min each
  const hours = [
    point({ ...none, normNeed: 5, normNeedLow: 4.5, normNeedHigh: 5.5 }),
    ahead({ usualNeed: usual(1, [2, 3, 4], { required: null, levelledHours: 0 }) }),
  ];
  expect(measureOf(hours)).toBe('norm');
  const [known, coming] = needHours(hours, 'norm', sv);
  expect(known).toMatchObject({ required: 5, low: 4.5, high: 5.5 });
  expect(coming!.usual).toEqual({ p10: 2, p50: 3, p90: 4 });
  // of a ward that has one in part, hours without it are not known
  const part = [point(), point(none)];
  expect(measureOf(part)).toBe('level');
  expect(needHours(part, 'level', sv)[1]!.required).toBeNull();
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
    'level',
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
  expect(needHours([hidden], 'level', sv)[0]).toMatchObject({
    required: null,
    missing: 'för få patienter för att visas',
  });
});

test('a role is required by its part in the level', () => {
  // 0.6 of five; the flags are not needed for it
  expect(requiredOf(point({ flags: null }), 'rn')).toBe(3);
  expect(requiredOf(point(), 'na')).toBe(2);
  expect(requiredOf(point({ level: null }), 'rn')).toBeNull();
  expect(requiredOf(point({ required: null }), 'na')).toBeNull();
  const [hour] = roleHours([point({ supply: { rn: 2, na: null } })], 'na', sv);
  expect(hour).toMatchObject({ required: 2, present: null, low: null });
});

test('load is against balance, and without a level against what is usual', () => {
  const usualLoad = { load: 0.5, p90: 0.6, hours: 60, days: 12 };
  const points = [point({ usualLoad }), point({ load: null })];
  expect(loadHours(points, 'level').map(({ value }) => value)).toEqual([1.25, null]);
  // 1.25 / 0.5
  expect(loadHours(points, 'norm').map(({ value }) => value)).toEqual([2.5, null]);
  expect(loadHours([point({ usualLoad: { ...usualLoad, load: 0 } })], 'norm')[0]!.value).toBeNull();
});
