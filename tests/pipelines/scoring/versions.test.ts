import { describe, expect, test } from 'vitest';
import type { WardEvent } from '../../../schemas/ward-event.ts';
import { batchOf, openStore } from '../../property/scored.ts';
import { admit, event, observe, siteWith } from '../../support/scenario.ts';

const site = siteWith();
const position = { topic: 'test', partition: 0, nextOffset: 0 };

/** Stores deliveries in order; gives the receipts, what counts of each id, and what was superseded. */
async function deliver(...deliveries: WardEvent[][]) {
  const store = await openStore(site);
  try {
    const receipts = [];
    for (const events of deliveries) {
      receipts.push(await store.store([batchOf(events, site)], [], position));
    }
    const stored = await store.connection.rows<{ id: string; value: number }>(
      'select id, value from event order by id, value',
    );
    const superseded = await store.connection.rows<{ id: string; value: number }>(
      'select id, value from superseded_event order by id, value',
    );
    return { receipts, stored, superseded };
  } finally {
    await store.close();
  }
}

const version = (value: number, recordedAt: number, id = 'x'): WardEvent => {
  const observed = observe('9', 'heart-rate', value);
  return { ...observed, id, recordedAt: observed.recordedAt + recordedAt * 1_000_000 };
};

test('an exact duplicate is counted and leaves no trace, within a delivery and across', async () => {
  const { receipts, stored, superseded } = await deliver(
    [version(80, 0), version(80, 0)],
    [version(80, 0), version(70, 0, 'y')],
  );
  expect(receipts.map(({ stored: n, duplicates }) => [n, duplicates])).toEqual([
    [1, [1]],
    [1, [0]],
  ]);
  expect(stored).toEqual([
    { id: 'x', value: 80 },
    { id: 'y', value: 70 },
  ]);
  expect(superseded).toEqual([]);
});

test('the latest recorded counts, whatever comes first; the others are kept', async () => {
  const orders = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ];
  for (const order of orders) {
    const { receipts, stored, superseded } = await deliver(...order.map((n) => [version(n, n)]));
    expect(stored).toEqual([{ id: 'x', value: 2 }]);
    expect(superseded.map(({ value }) => value)).toEqual([0, 1]);
    expect(receipts.every(({ duplicates }) => duplicates.length === 0)).toBe(true);
  }
});

test('a superseded version that comes again is a duplicate', async () => {
  const { receipts, superseded } = await deliver([version(1, 1)], [version(2, 2)], [version(1, 1)]);
  expect(receipts[2]).toMatchObject({ stored: 0, duplicates: [0] });
  expect(superseded).toEqual([{ id: 'x', value: 1 }]);
});

test('equal recordedAt with different content: the same one counts in any order', async () => {
  const first = await deliver([version(80, 0)], [version(90, 0)]);
  const second = await deliver([version(90, 0)], [version(80, 0)]);
  const together = await deliver([version(80, 0), version(90, 0)]);
  expect(second.stored).toEqual(first.stored);
  expect(together.stored).toEqual(first.stored);
  expect(second.superseded).toEqual(first.superseded);
});

describe('recorded in the same second', () => {
  const word = (status: WardEvent['status'], value: number): WardEvent => ({
    ...version(value, 0),
    status,
  });
  const [original, amended, removal] = [
    word('final', 90),
    word('amended', 70),
    word('entered-in-error', 80),
  ];

  test.each([
    ['a removal goes before the original', [original, removal], 80],
    ['an amendment goes before the original', [original, amended], 70],
    ['a removal goes before an amendment', [amended, removal], 80],
    ['a removal goes before both', [original, amended, removal], 80],
  ])('%s, in any order', async (_, versions, value) => {
    for (const order of [versions, versions.toReversed()]) {
      const { stored } = await deliver(...order.map((one) => [one]));
      expect(stored).toEqual([{ id: 'x', value }]);
      const together = await deliver(order);
      expect(together.stored).toEqual([{ id: 'x', value }]);
    }
  });
});

test('identity is source and id: the same id from another source is another event', async () => {
  const other = { ...version(90, 0), source: 'monitor' };
  const { stored } = await deliver([version(80, 0)], [other]);
  expect(stored).toHaveLength(2);
});

test('a correction moves an event to another encounter, and both are rescored', async () => {
  const store = await openStore(site);
  const wrong = { ...observe('9', 'function.mobility', 4), id: 'm' };
  const right = {
    ...wrong,
    encounterId: 'E2',
    status: 'amended',
    recordedAt: wrong.recordedAt + 3_600_000_000,
  } as WardEvent;
  const start = [admit('8'), { ...admit('8'), id: 'a2', encounterId: 'E2' } as WardEvent];
  const tick = event('12', { type: 'tick' });
  const clean = [...start, wrong, tick].map((one, i) => ({ ...one, id: i === 2 ? 'm' : `e${i}` }));
  await store.commit([batchOf(clean as WardEvent[], site)], [], position);
  const mobility = () =>
    store.connection.rows<{ encounter_id: string; mobility: number | null }>(
      `select encounter_id, mobility from encounter_hour
        where hour = timestamp '2026-01-05 10:00:00' order by encounter_id`,
    );
  expect(await mobility()).toEqual([
    { encounter_id: 'E1', mobility: 4 },
    { encounter_id: 'E2', mobility: null },
  ]);
  await store.commit([batchOf([right], site)], [], position);
  expect(await mobility()).toEqual([
    { encounter_id: 'E1', mobility: null },
    { encounter_id: 'E2', mobility: 4 },
  ]);
  await store.close();
});
