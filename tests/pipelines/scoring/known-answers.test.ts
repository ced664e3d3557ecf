import { describe, expect, test } from 'vitest';
import type { WardEvent } from '../../../schemas/ward-event.ts';
import {
  admit,
  discharge,
  doses,
  event,
  functions,
  observe,
  siteWith,
  start,
  tasks,
  transfer,
  vitals,
} from '../../support/scenario.ts';
import { hourRow } from './hour-row.ts';

const tick = event('6 2', { type: 'tick' });
/** Millionths of a minute of an exact fraction. */
const minutes = (numerator: number, denominator = 1) =>
  Math.round((numerator * 1_000_000) / denominator);

describe('vi-1 by day', () => {
  test('A2/S2, NEWS2 0, present all of the hour: (33+59+55)/16 + 17/16 = 10.25 min, index 100', async () => {
    const story = [
      admit('5'),
      functions('6', [2, 2, 1, 1]),
      vitals('9'),
      tasks('9:30', 'dressing.complex'),
      tick,
    ];
    const row = await hourRow(story, '11');
    expect(row).toMatchObject({ a_level: 2, s_level: 2, news2: 0, presence_us: 3_600_000_000 });
    expect(row.minutes).toBe(10_250_000);
    expect(row.index).toBe(100);
    expect(row).toMatchObject({
      base: minutes(33, 16),
      general_care: minutes(55, 16),
      special_care: minutes(76, 16),
      surveillance: 0,
    });
  });

  test('A1/S1, NEWS2 7: 92/16 + 43/24·5.02 = 14.7442 min', async () => {
    const sick = { 'respiratory-rate': 25, 'heart-rate': 111, 'supplemental-oxygen': true };
    const story = [admit('5'), functions('6', [1, 1, 1, 1]), vitals('9', sick), tick];
    const row = await hourRow(story, '11');
    expect(row).toMatchObject({ a_level: 1, s_level: 1, news2: 7 });
    // 5.75 + 8.994166… = 14.744167
    expect(row.minutes).toBe(5_750_000 + 8_994_167);
  });

  test('special care already holds observation: S4 surplus 92/16 leaves 8.994166… − 5.75 for surveillance', async () => {
    const sick = { 'respiratory-rate': 25, 'heart-rate': 111, 'supplemental-oxygen': true };
    const story = [
      admit('5'),
      functions('6', [1, 1, 1, 1]),
      vitals('9', sick),
      doses('9', 'vasoactive'),
      tasks('9', 'tracheal-suction', 5),
      tick,
    ];
    const row = await hourRow(story, '11');
    expect(row).toMatchObject({
      s_level: 4,
      special_care: minutes(151, 16),
      surveillance: 3_244_167,
    });
  });

  test('isolation raises the base to 123 a day', async () => {
    const story = [admit('5'), functions('6', [1, 1, 1, 1]), start('9', 'isolation'), tick];
    expect((await hourRow(story, '11')).base).toBe(minutes(123, 16));
    expect((await hourRow(story, '8')).base).toBe(minutes(33, 16));
  });
});

describe('vi-1 by night', () => {
  test('one nurse for R patients: 60/10 on ward A, 60/7 on ward B, general and special care 0', async () => {
    const story = [admit('5'), functions('6', [4, 4, 4, 4]), transfer('22:30', 'B'), tick];
    // local 22:00 is 21:00 UTC in January
    const onA = await hourRow(story, '21', 'A');
    expect(onA).toMatchObject({ base: 6_000_000, general_care: 0, special_care: 0 });
    expect((await hourRow(story, '6 0', 'B')).base).toBe(minutes(60, 7));
    // half of the hour on each ward
    expect((await hourRow(story, '22', 'A')).base).toBe(3_000_000);
    expect((await hourRow(story, '22', 'B')).base).toBe(minutes(30, 7));
  });
});

describe('churn', () => {
  test('admission 22.5 in its hour and the next; transfer 11.25 twice and 15 for the sender; discharge 30', async () => {
    const story = [admit('8:10'), transfer('12:20', 'B'), discharge('15:40'), tick];
    expect((await hourRow(story, '8', 'A')).churn).toBe(22_500_000);
    expect((await hourRow(story, '9', 'A')).churn).toBe(22_500_000);
    expect((await hourRow(story, '10', 'A')).churn).toBe(0);
    expect((await hourRow(story, '12', 'A')).churn).toBe(15_000_000);
    expect((await hourRow(story, '12', 'B')).churn).toBe(11_250_000);
    expect((await hourRow(story, '13', 'B')).churn).toBe(11_250_000);
    expect((await hourRow(story, '15', 'B')).churn).toBe(30_000_000);
  });

  test('the second half falls away when the patient has left before that hour', async () => {
    const story = [admit('8:10'), transfer('8:50', 'B'), tick];
    expect((await hourRow(story, '8', 'A')).churn).toBe(22_500_000 + 15_000_000);
    await expect(hourRow(story, '9', 'A')).rejects.toThrow('No row');
  });
});

describe('general care, PPBV §10', () => {
  const cases: [string, (number | null)[], Record<string, number>, [number, number, number]][] = [
    ['one area at 3 and the rest at 1 is A1', [3, 1, 1, 1], {}, [1, 1, 1]],
    ['two at 2', [2, 2, 1, 1], {}, [2, 2, 2]],
    ['two at 3', [3, 3, 1, 1], {}, [3, 3, 3]],
    ['two at 4 without a score: A3, A4 at most', [4, 4, 1, 1], {}, [3, 3, 4]],
    ['two at 4 and Barthel 35', [4, 4, 1, 1], { barthel: 35 }, [4, 4, 4]],
    [
      'two at 4 and Barthel 36',
      [4, 4, 1, 1],
      { barthel: 36, 'barthel-extended': 16, mmse: 17 },
      [3, 3, 3],
    ],
    ['extended Barthel 15', [4, 4, 1, 1], { 'barthel-extended': 15 }, [4, 4, 4]],
    ['MMSE 16', [4, 4, 1, 1], { mmse: 16 }, [4, 4, 4]],
    ['nothing known: A1, default A2, A4', [null, null, null, null], {}, [1, 2, 4]],
  ];
  test.each(cases)('%s', async (_, levels, scores, [low, point, high]) => {
    const observed = Object.entries(scores).map(([code, value]) => observe('6', code, value));
    const row = await hourRow([admit('5'), functions('6', levels), observed, tick], '11');
    expect([row.a_level_low, row.a_level, row.a_level_high]).toEqual([low, point, high]);
  });
});

test('site switches: assumed values score and are not fresh', async () => {
  const story = [
    admit('5'),
    vitals('9', { consciousness: null, 'supplemental-oxygen': null }),
    tick,
  ];
  const site = siteWith({ assumeAlertWhenNotRecorded: true, assumeAirWhenNotRecorded: true });
  const row = await hourRow(story, '11', 'A', site);
  expect(row).toMatchObject({ news2: 0, fresh_inputs: 5, consciousness_freshness: 'assumed' });
  expect((await hourRow(story, '11')).news2).toBeNull();
});

test('a patient under 16 has no NEWS2, with the reason, and no surveillance', async () => {
  const story = [admit('5', 'A', { age: 15.9 }), vitals('9', { 'respiratory-rate': 40 }), tick];
  const row = await hourRow(story, '11');
  expect(row).toMatchObject({
    news2: null,
    news2_high: null,
    news2_reason: 'under-16',
    surveillance: 0,
  });
});

describe('moves that make no sense have a defined result', () => {
  test('an encounter that is never admitted has no rows, and its events are kept', async () => {
    const story = [vitals('9'), tasks('9:30', 'suction'), tick];
    await expect(hourRow(story, '10')).rejects.toThrow('No row');
  });

  test('a discharge before the admission has no effect', async () => {
    const row = await hourRow([discharge('7:30'), admit('8:10'), tick], '8');
    expect(row).toMatchObject({ arrivals: 1, departures: 0, presence_us: 50 * 60_000_000 });
    await expect(hourRow([discharge('7:30'), admit('8:10'), tick], '7')).rejects.toThrow('No row');
  });

  test('on two wards at once: the second admission is a transfer, presence sums to the hour', async () => {
    const story = [admit('8'), { ...admit('9:15'), wardId: 'B' } as WardEvent, tick];
    const onA = await hourRow(story, '9', 'A');
    const onB = await hourRow(story, '9', 'B');
    expect([onA.presence_us, onB.presence_us]).toEqual([15 * 60_000_000, 45 * 60_000_000]);
    expect([onA.churn, onB.churn]).toEqual([22_500_000 + 15_000_000, 11_250_000]);
  });

  test('a transfer with no stay open opens one, with a transfer’s work', async () => {
    expect((await hourRow([transfer('8:10', 'B'), tick], '8', 'B')).churn).toBe(11_250_000);
  });
});
