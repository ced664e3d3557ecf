import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ScoringStore } from '../../../pipelines/scoring/store.ts';
import { loadModel } from '../../../pipelines/scoring/weights.ts';
import { formatInstant, MICROS_PER_HOUR } from '../../../schemas/instant.ts';
import type { Site } from '../../../schemas/site.ts';
import { batchOf, content, type Row } from '../../property/scored.ts';
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
/** The site whose ward A has data from an instant on. */
const from = (time: string): Site => ({
  ...site,
  wards: site.wards.map((ward) =>
    ward.wardId === 'A' ? { ...ward, dataFrom: formatInstant(at(time)) } : ward,
  ),
});
const story = [
  admit('3'),
  observe('4', 'heart-rate', 80),
  observe('9', 'heart-rate', 80),
  escort('11', 20),
  transfer('14', 'B'),
  discharge('16:30'),
];
const position = { topic: 'test', partition: 0, nextOffset: story.length };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vi-data-from-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = (wanted: Site, name: string) =>
  ScoringStore.open(join(folder, name), wanted, loadModel(wanted.model), { threads: 1 });

async function rowsOf(store: ScoringStore): Promise<Row[]> {
  await store.rescore();
  return (
    await store.connection.rows<Row>('from encounter_hour order by encounter_id, hour, ward_id')
  ).map(content);
}

async function scored(wanted: Site, name: string): Promise<Row[]> {
  const store = await open(wanted, name);
  await store.store([batchOf(story, site)], [], position);
  const rows = await rowsOf(store);
  await store.close();
  return rows;
}

const hourOf = (row: Row) => ((row.hour as number) - at('0')) / MICROS_PER_HOUR;
/** What is left where ward A has data from an hour on: the other rows stay as they were, to the bit. */
const since = (rows: readonly Row[], hour: number) =>
  rows.filter((row) => row.ward_id !== 'A' || hourOf(row) >= hour);

test('hours of a ward before its data are complete have no row; all other rows stay the same', async () => {
  const whole = await scored(site, 'whole');
  expect(whole.map((row) => [row.ward_id, hourOf(row)])).toEqual([
    ...[3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14].map((hour) => ['A', hour]),
    ...[14, 15, 16].map((hour) => ['B', hour]),
  ]);
  expect(await scored(from('9'), 'nine')).toEqual(since(whole, 9));
  // part of the hour is missing
  expect(await scored(from('9:01'), 'later')).toEqual(since(whole, 10));
});

test('a date that is set, moved and taken back scores the history again', async () => {
  const whole = await scored(site, 'whole');
  const store = await open(site, 'state');
  await store.store([batchOf(story, site)], [], position);
  await rowsOf(store);
  await store.close();
  for (const [wanted, hour] of [
    [from('9'), 9],
    [from('6'), 6],
    [site, 0],
  ] as const) {
    const again = await open(wanted, 'state');
    expect(again.changed).toEqual(['the first hour of ward "A"']);
    expect(await rowsOf(again)).toEqual(since(whole, hour));
    await again.close();
  }
});
