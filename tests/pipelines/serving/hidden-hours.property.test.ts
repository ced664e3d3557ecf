import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  changes,
  comparison,
  GRAINS,
  heatmap,
  intensity,
  type SourceAge,
  sourceAges,
  sources,
  type WardHourRange,
} from '../../../pipelines/serving/queries.ts';
import { MICROS_PER_HOUR, MICROS_PER_MINUTE, type Micros } from '../../../schemas/instant.ts';
import type { WardEvent } from '../../../schemas/ward-event.ts';
import { child, leaves, nurses } from '../../reference/example.ts';
import { escort, event, siteWith } from '../../support/scenario.ts';
import { eventsOf, FILLED, fewPatients, START } from './few-patients.ts';
import { Stores } from './stores.ts';

const HALFWAY = FILLED - 3 * MICROS_PER_HOUR;
const END = FILLED + 12 * MICROS_PER_HOUR;

/** Six come at once when the others are gone; two of them leave, and the last hours are hidden again. */
const six = ['a', 'b', 'c', 'd', 'e', 'f'];
const everybody: WardEvent[] = [
  ...six.map((id, i) => on(child('4', id), FILLED + i * MICROS_PER_MINUTE)),
  ...['a', 'b'].map((id) => on(leaves('4', id), FILLED + 7 * MICROS_PER_HOUR)),
  // another ward, with many all the time
  ...six.map((id) => ({ ...on(child('4', `${id}2`), START), wardId: 'B' }) as WardEvent),
  nurses('rn', 'planned', 2, '4', '6 12'),
  nurses('na', 'actual', 1, '4', '6 12', { wardId: 'B' }),
];

test('who is not of the unit learns nothing of hours with few patients, or whether there are any', async () => {
  await fc.assert(
    fc.asyncProperty(fewPatients, fewPatients, async (patients, others) => {
      const one = await answersOf(eventsOf(patients));
      // one minute more at the least
      const another = await answersOf([...eventsOf(others), ...oneMore]);
      expect(one.outside).toBe(another.outside);
      expect(one.treating).not.toBe(another.treating);
      expect(one.hiddenHours).toBeGreaterThanOrEqual(10);
      expect(one.seenHours).toBeGreaterThanOrEqual(7);
    }),
    { numRuns: Number(process.env.RUNS ?? 3) },
  );
});

/** Who is there nearly all the time, with more than all that random notes may add up to. */
const oneMore: WardEvent[] = [
  on(child('4', 'more'), START),
  { ...on(escort('4', 1440), START + 30 * MICROS_PER_MINUTE), id: 'long', encounterId: 'more' },
  on(leaves('4', 'more'), FILLED - MICROS_PER_MINUTE),
] as WardEvent[];

async function answersOf(few: readonly WardEvent[]) {
  const log = [...few, ...everybody];
  const ticks = [HALFWAY, END].map((instant) => on(event('4', { type: 'tick' }), instant));
  return Stores.with(siteWith(), async (stores) => {
    await stores.deliver([...log.filter(({ recordedAt }) => recordedAt <= HALFWAY), ticks[0]!]);
    const halfway = await everythingFor(stores, false);
    await stores.deliver([...log.filter(({ recordedAt }) => recordedAt > HALFWAY), ticks[1]!]);
    const hours = await stores.intensity(rangeFor(false, null), 'hour');
    return {
      outside: halfway + (await everythingFor(stores, false)),
      treating: await everythingFor(stores, true),
      hiddenHours: hours.filter(({ hidden_hours }) => hidden_hours === 1).length,
      seenHours: hours.filter(({ patient_hours }) => Number(patient_hours) > 4).length,
    };
  });
}

/** Every answer to a reader of both wards, to the letter. */
async function everythingFor(stores: Stores, treating: boolean): Promise<string> {
  const { wards, ...standing } = await stores.serving.wardsNow();
  const answers: object[] = [
    standing,
    wards.map(({ inside, outside }) => (treating ? inside : outside)),
    ...(treating ? [] : await stores.ask<object>(sources())),
    ...(await stores.ask<SourceAge>(sourceAges())).filter((age) => age.treating === treating),
    ...(treating ? [] : await stores.ask<object>({ sql: VISIBLY_USUAL, parameters: {} })),
  ];
  for (const knownAt of [null, HALFWAY]) {
    const range = rangeFor(treating, knownAt);
    const tables = [heatmap(range), changes(range)];
    for (const grain of GRAINS) tables.push(intensity(range, grain), comparison(range, grain));
    for (const table of tables) answers.push(await stores.ask<object>(table));
  }
  return JSON.stringify(answers);
}

/** What is usual, as others see it. */
const VISIBLY_USUAL = `
  select ward_id, day, shift_id as "of", visible_load as value, visible_p90 as p90, visible_hours as hours
  from usual_load where visible_hours > 0
  union all
  select ward_id, day, local_hour::varchar, visible_minutes, visible_p90, visible_hours
  from usual_need_of_day where visible_hours > 0
  order by all`;

function rangeFor(treating: boolean, knownAt: Micros | null): WardHourRange {
  const readers = ['A', 'B'].map((wardId) => ({ wardId, treating }));
  return { readers, from: START - 2 * MICROS_PER_HOUR, to: END + 3 * MICROS_PER_HOUR, knownAt };
}

function on(event: WardEvent, instant: Micros): WardEvent {
  return { ...event, occurredAt: instant, recordedAt: instant };
}
