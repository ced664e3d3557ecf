import { afterEach, beforeEach, expect, test } from 'vitest';
import { NOTHING_APPLIED } from '../../../pipelines/serving/store.ts';
import { ask, child, tick } from '../../reference/example.ts';
import { at, siteWith } from '../../support/scenario.ts';
import { changesAfter } from './publication.ts';
import { rangeOf, Stores } from './stores.ts';

let stores: Stores;
const nothing = { partition: 1, hours: [], withdrawn: [] };

beforeEach(async () => {
  stores = await Stores.open(siteWith());
  await stores.serving.expectPartitions(2);
  await stores.scorer.publish([child('10'), tick('14')]);
  await stores.scorer.score();
  await stores.serving.apply((await changesAfter(stores.scorer, NOTHING_APPLIED))!);
  await stores.serving.apply({ ...nothing, position: 1, streamTime: at('12:30') });
});
afterEach(() => stores.close());

async function rowsAt(knownAt?: string) {
  const range = rangeOf(ask('hour', '11', '14'), knownAt === undefined ? undefined : at(knownAt));
  const rows = await stores.intensity(range, 'hour');
  return rows.map(({ minutes, provisional, reason }) => [minutes !== null, provisional, reason]);
}

test('the hour of the partition furthest behind is provisional, scored by another or not', async () => {
  expect(await rowsAt()).toEqual([
    [true, false, null],
    [true, true, null],
    [false, null, 'not-yet'],
  ]);
});

test('what was known then is what every partition had published by then', async () => {
  expect(await rowsAt('13')).toEqual([
    [false, null, 'not-published-then'],
    [false, null, 'not-published-then'],
    [false, null, 'not-yet'],
  ]);
  await stores.serving.apply({ ...nothing, position: 2, streamTime: at('14:10') });
  expect(await rowsAt('14')).toEqual([
    [true, false, null],
    [true, true, null],
    [false, null, 'not-published-then'],
  ]);
});
