import { describe, expect, test } from 'vitest';
import type { Site } from '../../../schemas/site.ts';
import {
  admit,
  back,
  discharge,
  escort,
  event,
  functions,
  leave,
  siteWith,
  start,
  transfer,
  vitals,
} from '../../support/scenario.ts';
import { type Row, rowsOfStory } from './hour-row.ts';

const tick = event('6 9', { type: 'tick' });
/** Millionths of a minute of an exact fraction. */
const minutes = (numerator: number, denominator = 1) =>
  Math.round((numerator * 1_000_000) / denominator);

/** Local time is UTC + 1 in January: day hours begin at 06 to 19 UTC, fourteen of them. */
const vi2 = siteWith({}, 'Europe/Stockholm', { model: 'vi-2' });
const withShifts = (timeZone: string, ...starts: string[]): Site =>
  siteWith({}, timeZone, {
    model: 'vi-2',
    shifts: starts.map((start, i) => ({ id: `s${i}`, start })),
  });

async function row(story: Parameters<typeof rowsOfStory>[0], time: string, site = vi2, ward = 'A') {
  const found = (await rowsOfStory([...story, tick], site)).find(
    (one) => one.at === time && one.ward_id === ward,
  );
  if (found === undefined) throw new Error(`No row at ${time} on ${ward}`);
  return found;
}

/** The patient of index 100: A2/S2, NEWS2 0. */
const ordinary = [
  admit('1'),
  functions('1:30', [2, 2, 1, 1]),
  vitals('1'),
  vitals('9'),
  vitals('19'),
  start('1:30', 'central-line'),
];

describe('the day of vi-2 is that of the shifts', () => {
  test('A2/S2 with 07–21: 164/14 = 11.714286 min, index 100', async () => {
    const hour = await row(ordinary, '11');
    expect(hour).toMatchObject({ a_level: 2, s_level: 2, is_day: true, day_hours: 14 });
    expect(hour).toMatchObject({
      base: minutes(33, 14), // 2.357143
      general_care: minutes(55, 14), // 3.928571
      special_care: minutes(76, 14), // 5.428571
      surveillance: 0,
      minutes: 11_714_285, // of the rounded parts
    });
    expect(hour.index).toBeCloseTo(100, 4);
  });

  test('a full day gives the norms of a day, and night begins with the night shift', async () => {
    const found = await rowsOfStory([...ordinary, tick], vi2);
    const isDay = Object.fromEntries(found.map((one) => [one.at, one.is_day]));
    expect([isDay['5'], isDay['6'], isDay['19'], isDay['20']]).toEqual([false, true, true, false]);
    const day = found.filter((one) => one.is_day && Number(one.at) >= 6 && one.at <= '9');
    expect(day.length).toBeGreaterThan(0);
    const ofDay = found.filter((one) => one.is_day && !one.at.includes(' '));
    expect(ofDay).toHaveLength(14);
    // 14 · (33/14 rounded) is 33 but for half a millionth an hour
    expect(Math.abs(ofDay.reduce((sum, { base }) => sum + Number(base), 0) - 33e6)).toBeLessThan(
      14,
    );
  });

  // hours of the day by UTC; a zone off the full hour has its own
  test.each<[string, Site, string, string, number]>([
    ['two shifts', withShifts('UTC', '07:00', '19:00'), '7', '18', 12],
    // 06:45–21:15 by hours that begin at the full hour: 07 to 21
    ['beside the full hour', withShifts('UTC', '06:45', '13:30', '21:15'), '7', '21', 15],
    // in India UTC hours begin at half past: 07:30 to 20:30
    ['there in India', withShifts('Asia/Kolkata', '06:45', '13:30', '21:15'), '2', '15', 14],
    ['full hours in India', withShifts('Asia/Kolkata', '07:00', '21:00'), '2', '15', 14],
    // one shift alone: 06–22 as in the statute
    ['one shift alone', withShifts('UTC', '07:00'), '6', '21', 16],
  ])('%s', async (_, site, first, last, hours) => {
    const found = (await rowsOfStory([admit('0'), tick], site)).filter(
      (one) => one.is_day && !one.at.includes(' '),
    );
    expect([found[0]!.at, found.at(-1)!.at, found.length]).toEqual([first, last, hours]);
    for (const one of found) expect(one.day_hours).toBe(hours);
  });
});

describe('nights of vi-2 know acuity', () => {
  test('A2/S2 with R 10: 60/10 min: half goes by the norms', async () => {
    expect(await row(ordinary, '21')).toMatchObject({
      is_day: false,
      base: 3_603_659, // 6 · (1/2 + 33/328) = 3.6036585…
      general_care: 1_006_098, // 6 · 55/328 = 1.0060975…
      special_care: 1_390_244, // 6 · 76/328 = 1.3902439…
      surveillance: 0,
      minutes: 6_000_001,
    });
  });

  test('isolation and the levels count, and the bounds go by the low and the high A', async () => {
    const isolated = [...ordinary, start('2', 'isolation'), functions('19:20', [3, 3, 3, 3])];
    expect(await row(isolated, '21')).toMatchObject({
      a_level: 3,
      base: minutes(6 * 287, 328), // 6 · (1/2 + 123/328) = 5.25
      general_care: minutes(6 * 144, 328), // 2.634146
      special_care: minutes(6 * 76, 328),
    });
    const unknown = [admit('19'), vitals('19')];
    const bounds = await row(unknown, '21');
    expect(bounds).toMatchObject({ a_level: 2, a_level_low: 1, a_level_high: 4, s_level: 1 });
    expect(Number(bounds.minutes) - Number(bounds.minutes_low)).toBe(1_006_098);
    // 6 · 276/328 = 5.048780
    expect(Number(bounds.minutes_high) - Number(bounds.minutes)).toBe(5_048_780 - 1_006_098);
  });

  test('surveillance counts in full', async () => {
    const sick = { 'respiratory-rate': 25, 'heart-rate': 111, 'supplemental-oxygen': true };
    // 43/24 · 5.02 = 8.994166…
    expect(await row([...ordinary, vitals('20', sick)], '21')).toMatchObject({
      special_care: 1_390_244,
      surveillance: 8_994_167,
    });
  });
});

describe('a wrong click costs what the right move would have', () => {
  const churn = async (...moves: ReturnType<typeof admit>[]) =>
    Object.fromEntries(
      (await rowsOfStory([admit('6'), ...moves, tick], vi2))
        .filter((one) => Number(one.churn) > 0 && one.at !== '6' && one.at !== '7')
        .map((one: Row) => [
          `${one.ward_id} ${one.at}`,
          [Number(one.churn) / 1e6, one.arrivals, one.departures],
        ]),
    );

  test('back on the same ward: nothing', async () => {
    expect(await churn(transfer('10', 'B'), transfer('10:04', 'A'))).toEqual({});
    expect(await churn(transfer('10:55', 'B'), transfer('11:04', 'A'))).toEqual({});
  });

  test('ten minutes are a stay', async () => {
    expect(await churn(transfer('10', 'B'), transfer('10:10', 'A'))).toEqual({
      // out 15 and in again 11.25, in the next hour the rest
      'A 10': [26.25, 1, 1],
      'A 11': [11.25, 0, 0],
      'B 10': [26.25, 1, 1],
    });
  });

  test('on to a third ward: out where the patient was, in where the patient went', async () => {
    const third = siteWith({}, 'Europe/Stockholm', { model: 'vi-2' });
    third.wards.push({ ...third.wards[0]!, wardId: 'C', name: 'C' });
    const found = await rowsOfStory(
      [admit('6'), transfer('10:58', 'B'), transfer('11:03', 'C'), tick],
      third,
    );
    const costs = found
      .filter((one) => Number(one.at) >= 10 && Number(one.churn) > 0)
      .map((one) => [one.at, one.ward_id, Number(one.churn) / 1e6]);
    expect(costs).toEqual([
      ['10', 'A', 15],
      ['11', 'C', 11.25],
      ['12', 'C', 11.25],
    ]);
    // present on B as the moves say
    expect(found.find((one) => one.at === '10' && one.ward_id === 'B')!.presence_us).toBe(120e6);
  });

  test('several in a row are one slip; a stay that a discharge ends is none', async () => {
    const clicks = [transfer('10', 'B'), transfer('10:09', 'A'), transfer('10:15', 'B')];
    expect(await churn(...clicks, transfer('10:20', 'A'))).toEqual({});
    expect(await churn(...clicks)).toEqual({
      'A 10': [15, 0, 1],
      'B 10': [11.25, 1, 0],
      'B 11': [11.25, 0, 0],
    });
    expect(await churn(transfer('10', 'B'), discharge('10:04'))).toEqual({
      'A 10': [15, 0, 1],
      'B 10': [41.25, 1, 1],
    });
  });

  test('the second half of an arrival stays due around a slip', async () => {
    const found = await rowsOfStory(
      [admit('9:50'), transfer('9:55', 'B'), transfer('10:03', 'A'), tick],
      vi2,
    );
    const second = found.find((one) => one.at === '10' && one.ward_id === 'A');
    expect(second).toMatchObject({ churn: 22_500_000, arrivals: 0 });
  });
});

describe('an escort at the door is of the ward that was left', () => {
  const escorts = async (...story: ReturnType<typeof admit>[]) =>
    Object.fromEntries(
      (await rowsOfStory([admit('8'), ...story, tick], vi2))
        .filter((one) => Number(one.escort) > 0)
        .map((one) => [`${one.ward_id} ${one.at}`, Number(one.escort) / 1e6]),
    );

  test.each<[string, ReturnType<typeof admit>[], Record<string, number>]>([
    ['at the discharge', [discharge('9'), escort('9', 30)], { 'A 9': 30 }],
    ['an hour after it', [discharge('9:50'), escort('10:50', 30)], { 'A 9': 30 }],
    ['later than that', [discharge('9:50'), escort('10:50:00.000001', 30)], {}],
    ['at a transfer', [transfer('9:30', 'B'), escort('9:30', 30)], { 'A 9': 30 }],
    ['after a transfer', [transfer('9:30', 'B'), escort('9:30:00.000001', 30)], { 'B 9': 30 }],
    [
      'before the next stay',
      [discharge('9:50'), admit('10:20', 'B'), escort('10:20', 30)],
      { 'A 9': 30 },
    ],
    [
      'in the next stay',
      [discharge('9:50'), admit('10:20', 'B'), escort('10:21', 30)],
      { 'B 10': 30 },
    ],
    ['while away', [leave('9:20'), escort('9:30', 30), back('9:50')], { 'A 9': 30 }],
  ])('%s', async (_, story, expected) => {
    expect(await escorts(...story)).toEqual(expected);
  });
});
