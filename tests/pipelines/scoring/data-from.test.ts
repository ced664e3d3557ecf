import { expect, test } from 'vitest';
import type { Row } from '../../property/scored.ts';
import { admit, discharge, escort, observe, transfer } from '../../support/scenario.ts';
import { BoundedStores, hourOf, rowsOf, site, siteBounded } from './bounded-ward.ts';

/** The site whose ward A has data from an instant on. */
const from = (time: string) => siteBounded('dataFrom', time);
const story = [
  admit('3'),
  observe('4', 'heart-rate', 80),
  observe('9', 'heart-rate', 80),
  escort('11', 20),
  transfer('14', 'B'),
  discharge('16:30'),
];

const stores = new BoundedStores(story);

/** What is left where ward A has data from an hour on: the other rows stay as they were, to the bit. */
const since = (rows: readonly Row[], hour: number) =>
  rows.filter((row) => row.ward_id !== 'A' || hourOf(row) >= hour);

test('hours of a ward before its data are complete have no row; all other rows stay the same', async () => {
  const whole = (await stores.scored(site)).rows;
  expect(whole.map((row) => [row.ward_id, hourOf(row)])).toEqual([
    ...[3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14].map((hour) => ['A', hour]),
    ...[14, 15, 16].map((hour) => ['B', hour]),
  ]);
  expect((await stores.scored(from('9'))).rows).toEqual(since(whole, 9));
  // part of the hour is missing
  expect((await stores.scored(from('9:01'))).rows).toEqual(since(whole, 10));
});

test('a date that is set, moved and taken back scores the history again', async () => {
  const whole = (await stores.scored(site)).rows;
  const store = await stores.open(site);
  await stores.store(store);
  await rowsOf(store);
  await store.close();
  for (const [wanted, hour] of [
    [from('9'), 9],
    [from('6'), 6],
    [site, 0],
  ] as const) {
    const again = await stores.open(wanted);
    expect(again.changed).toEqual(['the first hour of ward "A"']);
    expect(await rowsOf(again)).toEqual(since(whole, hour));
    await again.close();
  }
});
