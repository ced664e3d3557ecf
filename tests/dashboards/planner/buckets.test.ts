import { describe, expect, test } from 'vitest';
import { spaced } from '../../../dashboards/src/charts/balance-chart.ts';
import { formatOf } from '../../../dashboards/src/format.ts';
import { messages as swedish } from '../../../dashboards/src/i18n/sv/messages.ts';
import { balanceSentence, grainsWord } from '../../../dashboards/src/planner/balance-text.ts';
import { axisLabel, bucketLabel } from '../../../dashboards/src/planner/bucket-label.ts';
import { bucketsOf } from '../../../dashboards/src/planner/buckets.ts';
import type { Grain } from '../../../dashboards/src/planner/choice.ts';
import { point } from './points.ts';

const sv = swedish.planner;
const format = formatOf('sv', 'Europe/Stockholm');
const known = (hours: number) => ({ hours, knownHours: hours, balancedHours: hours });

describe('a bucket is in nurses, mean per hour', () => {
  test.each([
    // 4 required and 6 there in each hour
    ['2026-03-29', 23, 92],
    ['2026-10-25', 25, 100],
    ['2026-10-26', 24, 96],
  ])('also %s, which has %d hours', (_, hours, required) => {
    const [bucket] = bucketsOf([
      point({ ...known(hours), required, requiredLow: required, gapPerHour: 2 }),
    ]);
    expect(bucket).toMatchObject({ required: 4, low: 4, high: null, present: 6, gap: 2 });
  });

  test('what is withheld is left out of the mean, and not 0', () => {
    const hidden = { hours: 24, knownHours: 20, balancedHours: 20, hiddenHours: 4 };
    const supply = { rn: 72, na: 72 };
    const [bucket] = bucketsOf([point({ ...hidden, required: 80, gapPerHour: 1, supply })]);
    expect(bucket).toMatchObject({ required: 4, present: 5, hiddenHours: 4 });
  });

  test('staffing of some hours does not stand for all', () => {
    const partly = { hours: 24, knownHours: 24, balancedHours: 16 };
    const supply = { rn: 64, na: null };
    const whole = point({ ...partly, required: 96, gapPerHour: -1, supply, staffedHours: 16 });
    // 64 nurse-hours in the 16 hours with a roster
    expect(bucketsOf([whole])[0]).toMatchObject({ required: 4, present: 4, gap: -1 });
    const ahead = { hours: 24, knownHours: 10, balancedHours: 8, supply, staffedHours: 16 };
    expect(bucketsOf([point({ ...ahead, required: 40, gapPerHour: 0 })])[0]!.present).toBeNull();
  });

  test('without level there is need by the norm, and who was present', () => {
    // 96 norm hours and 120 nurse-hours in 24 hours, all staffed: 4 and 5
    const uncalibrated = { hours: 24, knownHours: 24, normNeed: 96, supply: { rn: 72, na: 48 } };
    expect(bucketsOf([point(uncalibrated)])[0]).toMatchObject({
      ...{ required: null, norm: 4, present: 5, gap: null },
    });
    expect(bucketsOf([point({ ...uncalibrated, staffedHours: 12 })])[0]!.present).toBeNull();
    expect(bucketsOf([point({ ...known(24), required: 96, normNeed: 48 })])[0]!.norm).toBeNull();
  });

  test('an hour to come has its plan and no need', () => {
    const [bucket] = bucketsOf([point({ reason: 'not-yet', supply: { rn: 3, na: null } })]);
    expect(bucket).toMatchObject({ required: null, present: 3, gap: null, reason: 'not-yet' });
  });

  test('a bucket is marked if the value of an hour in it has changed', () => {
    const hours = ['2026-10-25T00:00:00Z', '2026-10-25T01:00:00Z'].map((from) =>
      point({ from, to: new Date(Date.parse(from) + 3_600_000).toISOString() }),
    );
    const buckets = bucketsOf(hours, [Date.parse('2026-10-25T01:00:00Z')]);
    expect(buckets.map(({ isChanged }) => isChanged)).toEqual([false, true]);
  });
});

test('over the turn of a year the axis has the year, of weeks that of their Thursday', () => {
  const year = bucketsOf([
    point({ from: '2025-12-28T23:00:00Z', localFrom: '2025-12-29T00:00:00+01:00' }),
    point({ from: '2026-01-04T23:00:00Z', localFrom: '2026-01-05T00:00:00+01:00' }),
  ]);
  const labels = (grain: Grain) => year.map((_, i) => axisLabel(year, i, grain, sv, format));
  expect(labels('day')).toEqual(['2025-12-29', '2026-01-05']);
  expect(labels('week')).toEqual(['v. 1 2026', 'v. 2 2026']);
});

test('one bucket is written in the singular', () => {
  expect(grainsWord(1, 'hour', sv)).toBe('timme');
  expect(grainsWord(2, 'hour', sv)).toBe('timmar');
});

describe('a bucket is called', () => {
  const buckets = bucketsOf([
    point({ shiftId: 'night' }),
    point({ from: '2026-10-25T01:00:00Z', localFrom: '2026-10-25T02:00:00+01:00' }),
    point({ from: '2026-11-15T23:00:00Z', localFrom: '2026-11-16T00:00:00+01:00' }),
  ]);
  test.each<[Grain, number, string]>([
    ['hour', 0, 'sön 25 okt. 02 (sommartid)'],
    ['hour', 1, 'sön 25 okt. 02 (normaltid)'],
    ['shift', 0, 'sön 25 okt. natt'],
    ['day', 0, 'sön 2026-10-25'],
    ['week', 2, 'v. 47 (2026-11-16)'],
    ['month', 2, 'nov. 2026'],
  ])('by %s', (grain, index, label) => {
    expect(bucketLabel(buckets, index, grain, sv, format)).toBe(label);
  });

  test('on the axis by its day, once a day', () => {
    const labels = buckets.map((_, i) => axisLabel(buckets, i, 'shift', sv, format));
    expect(labels).toEqual(['sön 25 okt.', null, 'mån 16 nov.']);
    expect(axisLabel(buckets, 2, 'week', sv, format)).toBe('v. 47');
  });
});

test('labels of the axis do not touch, and none is cut', () => {
  const places = [0, 40, 90, 130, 200, 290].map((x) => [x, `${x}`] as const);
  expect(spaced(places, 300).map(([x]) => x)).toEqual([0, 90, 200]);
  expect(spaced([[0, null]], 300)).toEqual([]);
});

test('the sentence gives the spans, and the days on which more is required', () => {
  const days = [
    point({ ...known(24), required: 96, gapPerHour: 2 }),
    point({ ...known(24), required: 144, gapPerHour: -1.5 }),
    point({ reason: 'no-events' }),
  ];
  expect(balanceSentence('31A', bucketsOf(days), 'day', sv, format)).toBe(
    '31A: behov 4,0–6,0 per timme. På plats 4,5–6,0. Behovet är större än bemanningen i 1 av 3 dygn, som mest med 1,5.',
  );
  expect(balanceSentence('31A', bucketsOf([point({})]), 'day', sv, format)).toBe(
    '31A: behovet är okänt. Bemanning saknas.',
  );
});
