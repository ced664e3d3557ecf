import { expect, test } from 'vitest';
import type { StaffingEvent } from '../../../pipelines/serving/staffing.ts';
import { NOTHING_APPLIED, ServingStore } from '../../../pipelines/serving/store.ts';
import type { WardEvent } from '../../../schemas/ward-event.ts';
import { admit, at, discharge, event, observe, siteWith } from '../../support/scenario.ts';
import { changesAfter } from './publication.ts';
import { storesOfEachTest } from './stores.ts';

const site = siteWith();
const stores = storesOfEachTest(site);

/** As those who treat see them. */
async function wardsNow() {
  return (await stores.serving.wardsNow()).wards.map(({ inside }) => inside);
}

async function wardA(events: readonly WardEvent[]) {
  await stores.scorer.publish(events);
  await stores.scorer.score();
  const published = await changesAfter(stores.scorer, NOTHING_APPLIED);
  await stores.serving.apply(published!);
  const wards = await wardsNow();
  return wards.find(({ wardId }) => wardId === 'A')!;
}

const tick = (time: string) => event(time, { type: 'tick' });

let ids = 0;
const nurses = (
  role: 'rn' | 'na',
  basis: 'planned' | 'actual',
  headcount: number,
  from: string,
  to: string,
): StaffingEvent => ({
  type: 'staffing',
  id: `staffing-${ids++}`,
  source: 'test',
  status: 'final',
  occurredAt: at(from),
  recordedAt: at(from),
  wardId: 'A',
  role,
  basis,
  headcount,
  from: at(from),
  to: at(to),
});

test('a ward that no event came from is not known; one that is empty needs nothing', async () => {
  const wards = await wardsNow();
  expect(wards.map(({ minutes, census }) => [minutes, census])).toEqual(
    wards.map(() => [null, null]),
  );

  const empty = await wardA([admit('9'), discharge('10'), tick('12:30')]);
  expect(empty).toMatchObject({
    minutes: 0,
    minutesHigh: 0,
    census: 0,
    coverage: null,
    load: null,
  });
  const others = (await wardsNow()).filter(({ wardId }) => wardId !== 'A');
  expect(others.length).toBeGreaterThan(0);
  expect(others.every(({ minutes }) => minutes === null)).toBe(true);
});

test('nurses are counted by their overlap with the hour, actual before planned for each role', async () => {
  await stores.serving.publish([
    nurses('rn', 'planned', 3, '7', '14'),
    // half of 12–13 with one nurse, all of it with another
    nurses('rn', 'actual', 1, '7', '12:30'),
    nurses('rn', 'actual', 1, '7', '14'),
    nurses('na', 'planned', 2, '12:15', '14'),
    nurses('na', 'planned', 5, '13', '14'),
  ]);
  const ward = await wardA([admit('9'), observe('12', 'heart-rate', 80), tick('12:40')]);
  // rn 0.5 + 1; na, none of the ward's roles, 2 · 3/4
  expect(ward.supply).toEqual({ rn: 1.5, na: 1.5 });
  expect(ward.requiredNurses).toBeCloseTo(ward.minutes! / 60, 12);
  expect(ward.load).toBeCloseTo(ward.minutes! / 180, 12);
  expect(ward.newestInputAt).toBe(new Date(at('12') / 1000).toISOString().replace('.000', ''));
  expect(ward.usualLoad).toBeNull();
});

test('a corrected staffing replaces, an erroneous one is gone', async () => {
  const first = nurses('rn', 'actual', 4, '7', '20');
  await stores.serving.publish([first]);
  await wardA([admit('9'), tick('12:40')]);
  const supply = async () => (await wardsNow()).find((w) => w.wardId === 'A')!.supply;
  expect(await supply()).toEqual({ rn: 4, na: null });
  const amended = { ...first, headcount: 2, status: 'amended', recordedAt: first.recordedAt + 1 };
  expect([...(await stores.serving.publish([amended as StaffingEvent, first]))]).toEqual([1]);
  expect(await supply()).toEqual({ rn: 2, na: null });
  const erroneous = { ...first, status: 'entered-in-error', recordedAt: first.recordedAt + 2 };
  await stores.serving.publish([erroneous as StaffingEvent]);
  expect(await supply()).toBeNull();
});

test('plans that are kept show what plans made at each run show, as rows come and hours pass', async () => {
  const kept = await ServingStore.open(':memory:', site, { threads: 1, keepsPlans: true });
  const planned = await ServingStore.open(':memory:', site, { threads: 1, keepsPlans: false });
  const deliveries = [
    [tick('11:50')],
    [admit('11:55'), tick('12:10')],
    [observe('12:15', 'heart-rate', 150), admit('12:16', 'B')],
    [observe('11:58', 'respiratory-rate', 30), tick('12:40')],
    [discharge('12:45'), tick('13:20')],
  ];
  const states = new Set<string>();
  for (const events of deliveries) {
    await stores.scorer.publish(events);
    await stores.scorer.score();
    const published = await changesAfter(stores.scorer, NOTHING_APPLIED);
    for (const serving of [kept, planned]) await serving.apply(published!);
    const shown = await kept.wardsNow();
    expect(shown).toEqual(await planned.wardsNow());
    states.add(JSON.stringify(shown));
  }
  expect(states.size).toBe(deliveries.length);
  await kept.close();
  await planned.close();
});
