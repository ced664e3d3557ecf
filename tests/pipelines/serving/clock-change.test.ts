import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { heatmap } from '../../../pipelines/serving/queries.ts';
import { ask, child, nurses, tick } from '../../reference/example.ts';
import { siteWith } from '../../support/scenario.ts';
import { rangeOf, Stores } from './stores.ts';

let stores: Stores;
beforeAll(async () => {
  stores = await Stores.open(siteWith());
  await stores.deliver([
    child('2026-03-28T10:00:00Z'),
    nurses('rn', 'planned', 2, '2026-03-27T00:00:00Z', '2026-04-01T00:00:00Z'),
    tick('2026-03-31T12:00:00Z'),
  ]);
  await stores.deliver([
    child('2026-10-24T10:00:00Z', 'E2'),
    nurses('rn', 'planned', 2, '2026-10-23T00:00:00Z', '2026-10-28T00:00:00Z'),
    tick('2026-10-27T12:00:00Z'),
  ]);
});
afterAll(() => stores.close());

async function rowsOf(...question: Parameters<typeof ask>) {
  const rows = await stores.intensity(rangeOf(ask(...question)), question[0]);
  return rows.map(({ local_from, hours, shift_id }) => [local_from, hours, shift_id]);
}

interface Cell {
  readonly weekday: number;
  readonly hour: number;
  readonly hours: number;
}

/** Hours of the night from Saturday to Sunday by the hour they count under. */
async function night(from: string, to: string) {
  const cells = await stores.ask<Cell>(heatmap(rangeOf(ask('hour', from, to))));
  return cells.map(({ weekday, hour, hours }) => [weekday, hour, hours]);
}

describe('in spring, when 02:00 becomes 03:00', () => {
  test('Sunday has 23 hours', async () => {
    expect(await rowsOf('day', '2026-03-27T23:00:00Z', '2026-03-30T22:00:00Z')).toEqual([
      ['2026-03-28T00:00:00+01:00', 24, null],
      ['2026-03-29T00:00:00+01:00', 23, null],
      ['2026-03-30T00:00:00+02:00', 24, null],
    ]);
  });

  test('no hour is named 02:00', async () => {
    expect(await rowsOf('hour', '2026-03-29T00:00:00Z', '2026-03-29T02:00:00Z')).toEqual([
      ['2026-03-29T01:00:00+01:00', 1, null],
      ['2026-03-29T03:00:00+02:00', 1, null],
    ]);
    expect(await night('2026-03-29T00:00:00Z', '2026-03-29T02:00:00Z')).toEqual([
      [7, 1, 1],
      [7, 3, 1],
    ]);
  });

  test('the night shift has 9 hours, the month one less', async () => {
    expect(await rowsOf('shift', '2026-03-28T20:00:00Z', '2026-03-29T12:00:00Z')).toEqual([
      ['2026-03-28T21:00:00+01:00', 9, 'night'],
      ['2026-03-29T07:00:00+02:00', 7, 'day'],
    ]);
    expect(await rowsOf('month', '2026-02-28T23:00:00Z', '2026-03-31T22:00:00Z')).toEqual([
      ['2026-03-01T00:00:00+01:00', 743, null],
    ]);
  });
});

describe('in autumn, when 03:00 becomes 02:00', () => {
  test('Sunday has 25 hours', async () => {
    expect(await rowsOf('day', '2026-10-23T22:00:00Z', '2026-10-26T23:00:00Z')).toEqual([
      ['2026-10-24T00:00:00+02:00', 24, null],
      ['2026-10-25T00:00:00+02:00', 25, null],
      ['2026-10-26T00:00:00+01:00', 24, null],
    ]);
  });

  test('two hours are named 02:00, and their offset distinguishes them', async () => {
    expect(await rowsOf('hour', '2026-10-24T23:00:00Z', '2026-10-25T03:00:00Z')).toEqual([
      ['2026-10-25T01:00:00+02:00', 1, null],
      ['2026-10-25T02:00:00+02:00', 1, null],
      ['2026-10-25T02:00:00+01:00', 1, null],
      ['2026-10-25T03:00:00+01:00', 1, null],
    ]);
    expect(await night('2026-10-24T23:00:00Z', '2026-10-25T03:00:00Z')).toEqual([
      [7, 1, 1],
      [7, 2, 2],
      [7, 3, 1],
    ]);
  });

  test('the night shift has 11 hours, the week one more', async () => {
    expect(await rowsOf('shift', '2026-10-24T19:00:00Z', '2026-10-25T13:00:00Z')).toEqual([
      ['2026-10-24T21:00:00+02:00', 11, 'night'],
      ['2026-10-25T07:00:00+01:00', 7, 'day'],
    ]);
    expect(await rowsOf('week', '2026-10-18T22:00:00Z', '2026-10-25T23:00:00Z')).toEqual([
      ['2026-10-19T00:00:00+02:00', 169, null],
    ]);
  });
});
