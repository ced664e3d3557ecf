import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findSuspectRows } from '../../../pipelines/events/arrow-prefilter.ts';
import { decode, decodeValues } from '../../../pipelines/events/decode.ts';
import { eventRules } from '../../../pipelines/events/event-rules.ts';
import { toArrow } from '../../../pipelines/events/to-arrow.ts';
import { ScoringStore } from '../../../pipelines/scoring/store.ts';
import { loadModel } from '../../../pipelines/scoring/weights.ts';
import { formatInstant, MICROS_PER_HOUR } from '../../../schemas/instant.ts';
import type { Site } from '../../../schemas/site.ts';
import { batchOf, content, type Row } from '../../property/scored.ts';
import { toWire } from '../../property/wire.ts';
import {
  admit,
  at,
  discharge,
  escort,
  observe,
  siteWith,
  transfer,
} from '../../support/scenario.ts';

const site = siteWith();
const closedAt = (time: string, wardId = 'A'): Site => ({
  ...site,
  wards: site.wards.map((ward) =>
    ward.wardId === wardId ? { ...ward, closedFrom: formatInstant(at(time)) } : ward,
  ),
});
/** A stay on A until 14, with what would count there after 10:30. */
const story = [
  admit('3'),
  observe('9', 'heart-rate', 80),
  escort('11', 20),
  observe('12', 'heart-rate', 80),
  transfer('14', 'B'),
  discharge('16:30'),
];
const position = { topic: 'test', partition: 0, nextOffset: story.length };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vi-closed-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = (wanted: Site, name = 'state') =>
  ScoringStore.open(join(folder, name), wanted, loadModel(wanted.model), { threads: 1 });

async function rowsOf(store: ScoringStore): Promise<Row[]> {
  await store.rescore();
  return (
    await store.connection.rows<Row>('from encounter_hour order by encounter_id, hour, ward_id')
  ).map(content);
}

/** The rows of the story under a site, and encounters without a place. */
async function scored(wanted: Site) {
  const store = await open(wanted, `fresh-${Math.random()}`);
  await store.store([batchOf(story, site)], [], position);
  const rows = await rowsOf(store);
  const unplaced = await store.countUnplaced();
  await store.close();
  return { rows, unplaced };
}

const of = (rows: readonly Row[], wardId: string) =>
  rows
    .filter((row) => row.ward_id === wardId)
    .map((row) => [
      ((row.hour as number) - at('0')) / MICROS_PER_HOUR,
      (row.presence_us as number) / MICROS_PER_HOUR,
      row.departures,
    ]);

test('a stay ends where its ward closes, and nothing counts there from then on', async () => {
  const { rows, unplaced } = await scored(closedAt('10:30'));
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
  const whole = await scored(site);
  const { rows } = await scored(closedAt('10:30'));
  const until = (some: readonly Row[]) => some.filter((row) => (row.hour as number) < at('10'));
  expect(until(rows)).toEqual(until(whole.rows));
  expect(until(rows)).toHaveLength(7);
});

test('who is moved or discharged in the instant of the closing needs nothing there then', async () => {
  const { rows } = await scored(closedAt('14'));
  expect(of(rows, 'A').at(-1)).toEqual([13, 1, 0]);
  // an arrival in the last hour has its other half in none
  const late = await scored(closedAt('4'));
  expect(of(late.rows, 'A')).toEqual([[3, 1, 0]]);
});

test('a ward that closed before anybody came has nobody', async () => {
  const { rows } = await scored(closedAt('3'));
  expect(of(rows, 'A')).toEqual([]);
  expect(of(rows, 'B')).toHaveLength(3);
});

test('a closing that comes, moves or goes scores the history again', async () => {
  const store = await open(site);
  await store.store([batchOf(story, site)], [], position);
  await rowsOf(store);
  await store.close();
  for (const wanted of [closedAt('10:30'), closedAt('8'), site]) {
    const again = await open(wanted);
    expect(again.changed).toEqual(['the closing of ward "A"']);
    expect(await rowsOf(again)).toEqual((await scored(wanted)).rows);
    await again.close();
  }
  const left = { ...closedAt('8'), wards: closedAt('8').wards };
  await (await open(left)).close();
  const without = await open({ ...site, wards: site.wards.filter(({ wardId }) => wardId !== 'A') });
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
