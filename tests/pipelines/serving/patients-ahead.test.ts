import { describe, expect, test } from 'vitest';
import { patientsAhead } from '../../../pipelines/serving/queries.ts';
import type { PatientAhead } from '../../../schemas/read-api.ts';
import type { Site } from '../../../schemas/site.ts';
import type { WardEvent } from '../../../schemas/ward-event.ts';
import {
  admit,
  at,
  discharge,
  event,
  functions,
  rows,
  siteWith,
  start,
  vitals,
} from '../../support/scenario.ts';
import { Stores } from './stores.ts';

type Row = Omit<PatientAhead, 'from' | 'to' | 'minutesPerHour'> & {
  readonly from: number;
  readonly to: number;
  readonly minutes_per_hour: number | null;
  readonly shift_id: string;
  readonly encounter_id: string;
};

const HOUR = 3_600_000_000;
/** Day hours 07–21 by the clock of Stockholm, 06–20 UTC: the norms of a day are spread over 14 hours. */
const site = siteWith({}, 'Europe/Stockholm', { model: 'vi-2' });
const of = (encounterId: string, events: readonly WardEvent[]) =>
  events.map((each) => ({ ...each, encounterId, id: `${encounterId} ${each.id}` }) as WardEvent);

/** A2/S2: help in two areas, a central line. */
const ordinary = of('ordinary', [
  admit('8', 'A', { bed: '2' }),
  ...functions('8:30', [2, 2, 1, 1]),
  ...vitals('8:30'),
  start('8:30', 'central-line'),
]);
/** A1/S1, isolated, watched one to one, NEWS2 8: respiratory rate 26 (3), saturation 90 (3), oxygen (2). */
const ill = of('ill', [
  admit('8', 'A', { bed: '10' }),
  ...functions('8:30', [1, 1, 1, 1]),
  ...vitals('8:30', { 'respiratory-rate': 26, spo2: 90, 'supplemental-oxygen': true }),
  start('8:30', 'isolation'),
  start('8:30', 'one-to-one'),
]);
const gone = of('gone', [admit('8'), discharge('10:10')]);

async function aheadOf(
  events: readonly WardEvent[],
  now: string,
  of: Site = site,
  treating = true,
) {
  return Stores.with(of, async (stores) => {
    await stores.deliver([...events, event(now, { type: 'tick' })]);
    const from = Math.floor(at(now) / HOUR) * HOUR;
    const about = { readers: [{ wardId: 'A', treating }], from, to: from + HOUR };
    const found = await stores.ask<Row>(patientsAhead(about));
    return found.map(({ encounter_id, shift_id, hours, minutes_per_hour }) => ({
      ...{ encounter: encounter_id, shift: shift_id, hours, minutes: minutes_per_hour },
    }));
  });
}

describe('hours ahead of a patient', () => {
  test('are the rest of the shift and the two after it, by the norms of day and night', async () => {
    const found = await aheadOf([...ordinary, ...ill, ...gone], '10:30');
    // 11:30 by the clock: day to 14, evening to 21, night to 07
    expect(found.map(({ encounter, shift, hours }) => [encounter, shift, hours])).toEqual([
      ['ill', 'day', 2],
      ['ill', 'evening', 7],
      ['ill', 'night', 10],
      ['ordinary', 'day', 2],
      ['ordinary', 'evening', 7],
      ['ordinary', 'night', 10],
    ]);
    const surveillance = ((48 - 5) * 5.02) / 24;
    const [day, night] = [
      (123 + 59) / 14 + surveillance + 60,
      (60 / 10) * (0.5 + (0.5 * (123 + 59)) / 164) + surveillance + 60,
    ];
    const expected = [day, day, night, 164 / 14, 164 / 14, 60 / 10];
    for (const [i, { minutes }] of found.entries()) expect(minutes).toBeCloseTo(expected[i]!, 5);
  });

  test('are what an independent count gives them when they have come, and nothing has changed', async () => {
    const story = [...ordinary, ...ill];
    const found = await aheadOf(story, '12:20');
    expect(found).toHaveLength(4);
    // the evening begins with the next hour, 14 by the clock
    const later = rows(story, '6 6', site);
    for (const { encounter, shift, hours, minutes } of found) {
      const [from, to] = shift === 'evening' ? [at('13'), at('20')] : [at('20'), at('6 6')];
      const own = later.filter(
        ({ encounterId, hour }) => encounterId === encounter && hour >= from && hour < to,
      );
      expect(own).toHaveLength(hours);
      const sum = own.reduce((total, row) => total + row.minutes / 1e6, 0);
      expect(minutes).toBeCloseTo(sum / hours, 5);
    }
  });

  test('of one-to-one care go by the part of the stay that has it', async () => {
    const watched = of('watched', [admit('10:30'), start('10:45', 'one-to-one')]);
    const [row] = await aheadOf(watched, '10:50');
    // half of the half hour; A2 without function levels, S1
    expect(row!.minutes).toBeCloseTo((33 + 55 + 59) / 14 + 30, 5);
  });

  test('are none after the ward has closed, and none for readers of other units', async () => {
    const [ward, other] = site.wards;
    const closing = { ...site, wards: [{ ...ward!, closedFrom: '2026-01-05T19:00:00Z' }, other!] };
    const hours = (await aheadOf(ordinary, '10:30', closing)).map((row) => [row.shift, row.hours]);
    expect(hours).toEqual([
      ['day', 2],
      ['evening', 6],
    ]);
    expect(await aheadOf(ordinary, '10:30', site, false)).toEqual([]);
  });
});
