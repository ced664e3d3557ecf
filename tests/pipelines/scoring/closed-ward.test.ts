import { expect, test } from 'vitest';
import { findSuspectRows } from '../../../pipelines/events/arrow-prefilter.ts';
import { decode, decodeValues } from '../../../pipelines/events/decode.ts';
import { eventRules } from '../../../pipelines/events/event-rules.ts';
import { toArrow } from '../../../pipelines/events/to-arrow.ts';
import { MICROS_PER_HOUR } from '../../../schemas/instant.ts';
import type { Site } from '../../../schemas/site.ts';
import type { Row } from '../../property/scored.ts';
import { toWire } from '../../property/wire.ts';
import { admit, at, discharge, escort, observe, transfer } from '../../support/scenario.ts';
import { BoundedStores, hourOf, rowsOf, site, siteBounded } from './bounded-ward.ts';

const closedAt = (time: string, wardId = 'A') => siteBounded('closedFrom', time, wardId);
/** A stay on A until 14, with what would count there after 10:30. */
const story = [
  admit('3'),
  observe('9', 'heart-rate', 80),
  escort('11', 20),
  observe('12', 'heart-rate', 80),
  transfer('14', 'B'),
  discharge('16:30'),
];

const stores = new BoundedStores(story);

const of = (rows: readonly Row[], wardId: string) =>
  rows
    .filter((row) => row.ward_id === wardId)
    .map((row) => [hourOf(row), (row.presence_us as number) / MICROS_PER_HOUR, row.departures]);

test('a stay ends where its ward closes, and nothing counts there from then on', async () => {
  const { rows, unplaced } = await stores.scored(closedAt('10:30'));
  // hours 3 to 9 whole, half of hour 10; who was moved at 14 left a ward that was no more
  expect(of(rows, 'A')).toEqual([
    ...[3, 4, 5, 6, 7, 8, 9].map((hour) => [hour, 1, 0]),
    [10, 0.5, 0],
  ]);
  expect(of(rows, 'B')).toEqual([
    [14, 1, 0],
    [15, 1, 0],
    [16, 0.5, 1],
  ]);
  // what was observed and done on the closed ward
  expect(unplaced['orphan-events']).toBe(2);
});

test('before it closes every hour is as if it did not', async () => {
  const whole = await stores.scored(site);
  const { rows } = await stores.scored(closedAt('10:30'));
  const until = (some: readonly Row[]) => some.filter((row) => (row.hour as number) < at('10'));
  expect(until(rows)).toEqual(until(whole.rows));
  expect(until(rows)).toHaveLength(7);
});

test('who is moved or discharged in the instant of the closing needs nothing there then', async () => {
  const { rows } = await stores.scored(closedAt('14'));
  expect(of(rows, 'A').at(-1)).toEqual([13, 1, 0]);
  // an arrival in the last hour has its other half in none
  const late = await stores.scored(closedAt('4'));
  expect(of(late.rows, 'A')).toEqual([[3, 1, 0]]);
});

test('a ward that closed before anybody came has nobody', async () => {
  const { rows } = await stores.scored(closedAt('3'));
  expect(of(rows, 'A')).toEqual([]);
  expect(of(rows, 'B')).toHaveLength(3);
});

test('a closing that comes, moves or goes scores the history again', async () => {
  const store = await stores.open(site);
  await stores.store(store);
  await rowsOf(store);
  await store.close();
  for (const wanted of [closedAt('10:30'), closedAt('8'), site]) {
    const again = await stores.open(wanted);
    expect(again.changed).toEqual(['the closing of ward "A"']);
    expect(await rowsOf(again)).toEqual((await stores.scored(wanted)).rows);
    await again.close();
  }
  const left = { ...closedAt('8'), wards: closedAt('8').wards };
  await (await stores.open(left)).close();
  const without = await stores.open({
    ...site,
    wards: site.wards.filter(({ wardId }) => wardId !== 'A'),
  });
  // a ward that is left out stays closed
  expect(of(await rowsOf(without), 'A').at(-1)).toEqual([7, 1, 0]);
  await without.close();
});

const verdictOf = (event: (typeof story)[number], wanted: Site) => {
  const rules = eventRules(wanted);
  const bytes = Buffer.from(JSON.stringify(toWire(event)));
  const { rejected } = decode([{ offset: 0, bytes }], rules);
  // every way to judge says the same
  expect(decodeValues([toWire(event)], rules).rejected.map(({ reason }) => reason)).toEqual(
    rejected.map(({ reason }) => reason),
  );
  expect(findSuspectRows(toArrow([event]), rules).length).toBeGreaterThanOrEqual(rejected.length);
  return rejected[0];
};

test('an event at the ward once it is closed is rejected for that', () => {
  const rejected = verdictOf(admit('10:30'), closedAt('10:30'));
  expect(rejected).toMatchObject({ reason: 'closed-ward', pointer: '/wardId' });
  expect(rejected!.detail).toMatch(/closedFrom in the site file/);
  expect(verdictOf(admit('10:29'), closedAt('10:30'))).toBeUndefined();
  expect(verdictOf(transfer('11', 'B'), closedAt('10:30'))).toBeUndefined();
  // what is of no ward stays of the encounter, and what takes back an event is taken
  expect(verdictOf(observe('11', 'heart-rate', 80), closedAt('10:30'))).toBeUndefined();
  const gone = { ...admit('11'), status: 'entered-in-error' as const };
  expect(verdictOf(gone, closedAt('10:30'))).toBeUndefined();
});

test('staffing is of the ward that is open when it begins', () => {
  const staffing = (from: string) => ({
    ...{ id: from, source: 's', type: 'staffing' as const, status: 'final' as const },
    ...{ occurredAt: at('2'), recordedAt: at('2'), wardId: 'A', role: 'rn' as const },
    ...{ basis: 'planned' as const, from: at(from), to: at('20'), headcount: 2 },
  });
  expect(verdictOf(staffing('7'), closedAt('10:30'))).toBeUndefined();
  expect(verdictOf(staffing('10:30'), closedAt('10:30'))!.reason).toBe('closed-ward');
});
