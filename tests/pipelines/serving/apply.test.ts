import { afterEach, beforeEach, expect, test } from 'vitest';
import { intensity } from '../../../pipelines/serving/queries.ts';
import {
  type Applied,
  NOTHING_APPLIED,
  type PublishedHours,
  ServingStore,
} from '../../../pipelines/serving/store.ts';
import { formatInstant } from '../../../schemas/instant.ts';
import type { WardEvent } from '../../../schemas/ward-event.ts';
import { Scorer } from '../../../services/scorer/scorer.ts';
import { LocalHourLog } from '../../../services/transport/local/hour-log.ts';
import { admit, at, event, observe, siteWith, transfer } from '../../support/scenario.ts';
import { changesAfter, textsAfter } from './publication.ts';

const site = siteWith();
let scorer: Scorer;
let serving: ServingStore;

beforeEach(async () => {
  scorer = await Scorer.open(':memory:', site);
  serving = await ServingStore.open(':memory:', site);
});
afterEach(async () => {
  await scorer.close();
  await serving.close();
});

const admission = { ...admit('9'), id: 'admission' };
const tick = (time: string) => event(time, { type: 'tick' });

/** Stores and scores events; gives what changed after what is applied. */
async function publication(events: readonly WardEvent[], after: Applied): Promise<PublishedHours> {
  await scorer.publish(events);
  await scorer.score();
  const published = await changesAfter(scorer, after);
  if (published === null) throw new Error('nothing changed');
  return published;
}

/** Everything the serving side has, to the letter. */
async function served() {
  const connection = await serving.warehouse.connect();
  const rows = (sql: string) => connection.rows<Record<string, unknown>>(sql);
  const state = {
    hours: await rows('from encounter_hour order by encounter_id, hour, ward_id'),
    // when it was known is of how it came
    wards: await rows('select * exclude (known_at) from ward_hour order by ward_id, hour'),
    applied: await rows('from applied'),
  };
  connection.close();
  return state;
}

const wardHours = async () => {
  const readers = [{ wardId: 'A', treating: true }];
  const query = intensity({ readers, from: at('0'), to: at('23'), knownAt: null }, 'hour');
  const hours = await serving.queryPool.rows<{
    from: number;
    arrivals: number;
    patient_hours: number;
  }>(query.sql, query.parameters);
  return hours
    .filter(({ patient_hours }) => patient_hours > 0)
    .map(({ from, arrivals }) => [formatInstant(from).slice(11, 13), arrivals]);
};

test('a publication that comes twice changes nothing, and touches no ward', async () => {
  const first = await publication(
    [admission, observe('10', 'spo2', 93), tick('12')],
    NOTHING_APPLIED,
  );
  expect(await serving.apply(first)).toEqual(['A']);
  const once = await served();
  expect(once.hours).toHaveLength(4);
  expect(await serving.apply(first)).toEqual([]);
  expect(await served()).toEqual(once);
});

test('an older publication after a newer one is ignored', async () => {
  const older = await publication([admission, tick('12')], NOTHING_APPLIED);
  const newer = await publication([observe('10', 'heart-rate', 140), tick('13')], NOTHING_APPLIED);
  expect(newer.position).toBeGreaterThan(older.position);
  await serving.apply(newer);
  const state = await served();
  expect(await serving.apply(older)).toEqual([]);
  expect(await served()).toEqual(state);
});

test('in parts or at once: the same ward-hours', async () => {
  const first = await publication([admission, tick('12')], NOTHING_APPLIED);
  await serving.apply(first);
  const second = await publication([observe('10', 'heart-rate', 140), tick('13')], first);
  await serving.apply(second);
  const inParts = await served();
  const other = await ServingStore.open(':memory:', site);
  await serving.close();
  serving = other;
  await serving.apply((await changesAfter(scorer, NOTHING_APPLIED))!);
  expect(await served()).toEqual(inParts);
});

test('an hour that a correction withdraws leaves the sum of the ward', async () => {
  const neighbour = { ...admit('10'), id: 'neighbour', encounterId: 'E2' } as WardEvent;
  const first = await publication([admission, neighbour, tick('12')], NOTHING_APPLIED);
  await serving.apply(first);
  expect(await wardHours()).toEqual([
    ['09', 1],
    ['10', 1],
    ['11', 0],
    ['12', 0],
  ]);

  const corrected = {
    ...admit('11'),
    id: 'admission',
    status: 'amended',
    recordedAt: at('12:30'),
  } as WardEvent;
  const second = await publication([corrected], first);
  expect(second.withdrawn.reduce((rows, batch) => rows + batch.numRows, 0)).toBe(2);
  await serving.apply(second);
  expect(await wardHours()).toEqual([
    ['10', 1],
    ['11', 1],
    ['12', 0],
  ]);
  const corrections = await served();
  await serving.apply(first);
  await serving.apply(second);
  expect(await served()).toEqual(corrections);
});

test('a bed that is moved or corrected is served from its hour on, and no ward-hour is another', async () => {
  const beds = async () => (await served()).hours.map(({ bed }) => bed);
  const sums = async () =>
    (await served()).wards.map(({ computed_at: _, newest_input_at: __, ...sum }) => sum);
  const inBed = { ...admit('9', 'A', { bed: '3' }), id: 'admission' };
  const first = await publication([inBed, tick('12:30')], NOTHING_APPLIED);
  await serving.apply(first);
  expect(await beds()).toEqual(['3', '3', '3', '3']);
  const before = await sums();

  const move = { ...transfer('11:10', 'A', { bed: '4' }), id: 'move', recordedAt: at('12:10') };
  const second = await publication([move], first);
  await serving.apply(second);
  expect(await beds()).toEqual(['3', '3', '4', '4']);

  const amended = {
    ...transfer('11:10', 'A'),
    id: 'move',
    status: 'amended',
    recordedAt: at('12:15'),
  } as WardEvent;
  const third = await publication([amended], second);
  expect(third.hours.reduce((rows, batch) => rows + batch.numRows, 0)).toBe(2);
  await serving.apply(third);
  expect(await beds()).toEqual(['3', '3', null, null]);

  const other = { ...inBed, bed: '5', status: 'amended', recordedAt: at('12:20') } as WardEvent;
  await serving.apply(await publication([other], third));
  expect(await beds()).toEqual(['5', '5', null, null]);
  expect(await sums()).toEqual(before);
});

test('stream time that is served is that of what is scored, not of what is stored since', async () => {
  await scorer.publish([admission, tick('12')]);
  await scorer.score();
  await scorer.publish([tick('14')]);
  const published = await changesAfter(scorer, NOTHING_APPLIED);
  expect(published!.streamTime).toBe(at('12'));
});

test('stream time that moves without an encounter is served too', async () => {
  const first = await publication([tick('12')], NOTHING_APPLIED);
  await serving.apply(first);
  await serving.apply(await publication([tick('14')], await serving.applied(0)));
  expect(await serving.wardsNow()).toMatchObject({ streamTime: '2026-01-05T14:00:00Z' });
  expect(await changesAfter(scorer, await serving.applied(0))).toBeNull();
});

test('much is published in parts, and it is not the time of the whole before the last', async () => {
  for (const time of ['10', '11', '12']) {
    await scorer.publish([admission, observe(time, 'heart-rate', 100), tick(`${time}:30`)]);
    await scorer.score();
  }
  const whole = (await changesAfter(scorer, NOTHING_APPLIED))!;
  expect(whole.more).toBe(false);
  await serving.apply(whole);
  const atOnce = await served();

  const other = await ServingStore.open(':memory:', site);
  await serving.close();
  serving = other;
  const parts = [];
  for (;;) {
    const applied = await serving.applied(0);
    const part = await changesAfter(scorer, applied, 1);
    if (part === null) break;
    parts.push([part.more, part.streamTime === null]);
    await serving.apply(part);
  }
  expect(parts.length).toBeGreaterThan(1);
  expect(parts.slice(0, -1)).toEqual(parts.slice(0, -1).map(() => [true, true]));
  expect(parts.at(-1)).toEqual([false, false]);
  expect(await served()).toEqual(atOnce);
});

/** A history of several slices, with an hour that a correction withdrew, and one that came again after that. */
async function historyWithCorrections() {
  const amended = (time: string, recorded: string) =>
    ({ ...admit(time), id: 'admission', status: 'amended', recordedAt: at(recorded) }) as WardEvent;
  const neighbour = { ...admit('8', 'B'), id: 'neighbour', encounterId: 'E2' } as WardEvent;
  await scorer.publish([admission, neighbour, tick('12')]);
  await scorer.score();
  await scorer.publish([amended('11', '12:30')]);
  await scorer.score();
  await scorer.publish([amended('10', '12:40'), observe('11:30', 'heart-rate', 140), tick('13')]);
  await scorer.score();
}

test('a whole history at once: the same as in parts, and later changes go on from there', async () => {
  await historyWithCorrections();
  const withdrawn = async () => {
    const connection = await serving.warehouse.connect();
    const rows = await connection.rows('from withdrawn_hour order by all');
    connection.close();
    return rows;
  };
  for (;;) {
    const part = await changesAfter(scorer, await serving.applied(0), 1);
    if (part === null) break;
    await serving.apply(part);
  }
  const inParts = { ...(await served()), withdrawn: await withdrawn() };
  expect(inParts.withdrawn).toHaveLength(1);
  expect(inParts.hours).toHaveLength(10);
  await serving.close();

  serving = await ServingStore.open(':memory:', site);
  expect(serving.hasNothing).toBe(true);
  const log = await LocalHourLog.open({ scorer, serving });
  expect(await log.publish()).toEqual({ hours: 10, streamTime: at('13') });
  expect({ ...(await served()), withdrawn: await withdrawn() }).toEqual(inParts);
  expect(serving.hasNothing).toBe(false);
  await expect(log.publish()).resolves.toEqual({ hours: 0, streamTime: null });

  await scorer.publish([observe('12:30', 'spo2', 90), tick('14')]);
  await scorer.score();
  await log.publish();
  const live = await served();
  await serving.close();
  serving = await ServingStore.open(':memory:', site);
  await (await LocalHourLog.open({ scorer, serving })).publish();
  expect(await served()).toEqual(live);
});

test('a whole history that is stopped midway leaves nothing, and comes with the next publication', async () => {
  await historyWithCorrections();
  const log = await LocalHourLog.open({ scorer, serving });
  let looked = 0;
  // once to begin, and then at the first rows
  expect(await log.publish(() => ++looked > 1)).toEqual({ hours: 0, streamTime: null });
  expect(await served()).toEqual({ hours: [], wards: [], applied: [] });
  expect(serving.hasNothing).toBe(true);
  expect(await log.publish()).toEqual({ hours: 10, streamTime: at('13') });
});

test('through messages or in one process: the same to the bit, withdrawals too', async () => {
  const inOne = await ServingStore.open(':memory:', site);
  const both = async (events: readonly WardEvent[]) => {
    await scorer.publish(events);
    await scorer.score();
    await inOne.apply((await changesAfter(scorer, await inOne.applied(0)))!);
    await serving.applyTexts((await textsAfter(scorer, await serving.applied(0)))!);
  };
  await both([
    admission,
    observe('9:10:00.123457', 'temperature', 38.1),
    event('9:20', { type: 'medication', form: 'infusion', volumeMl: 333.333333 }),
    tick('12'),
  ]);
  await both([
    { ...admit('11'), id: 'admission', status: 'amended', recordedAt: at('12:30') } as WardEvent,
  ]);
  const throughMessages = await served();
  expect(throughMessages.hours).toHaveLength(2);
  await serving.close();
  serving = inOne;
  expect(throughMessages).toEqual(await served());
});

test('a text that is no encounter-hour is refused, and nothing of its publication applied', async () => {
  const first = (await (async () => {
    await scorer.publish([admission, tick('12')]);
    await scorer.score();
    return textsAfter(scorer, NOTHING_APPLIED);
  })())!;
  const hours = [...first.hours, Buffer.from('{"encounter_id":"E"}')];
  await expect(serving.applyTexts({ ...first, hours })).rejects.toThrow();
  expect((await served()).hours).toEqual([]);
  await serving.applyTexts(first);
  expect((await served()).hours).toHaveLength(4);
});

test('with several partitions the wards stand at the time of the one furthest behind', async () => {
  await serving.expectPartitions(2);
  const first = await publication([admission, tick('14')], NOTHING_APPLIED);
  await serving.apply(first);
  expect((await serving.wardsNow()).streamTime).toBeNull();
  const nothing = { position: 1, hours: [], withdrawn: [] };
  await serving.apply({ ...nothing, partition: 1, streamTime: at('12:30') });
  expect((await serving.wardsNow()).streamTime).toBe('2026-01-05T12:30:00Z');
  await serving.apply({ ...nothing, partition: 1, position: 2, streamTime: at('15') });
  expect((await serving.wardsNow()).streamTime).toBe('2026-01-05T14:00:00Z');
});
