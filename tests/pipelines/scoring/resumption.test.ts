import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ScoringStore } from '../../../pipelines/scoring/store.ts';
import { loadModel } from '../../../pipelines/scoring/weights.ts';
import type { WardEvent } from '../../../schemas/ward-event.ts';
import { batchOf } from '../../property/scored.ts';
import { admit, observe, siteWith } from '../../support/scenario.ts';

const site = siteWith();
const position = (nextOffset: number) => ({ topic: 'test', partition: 0, nextOffset });
const first: WardEvent[] = [admit('9'), observe('10', 'heart-rate', 80)];
// a second version of the heart rate, and a value sent again
const amended = {
  ...first[1]!,
  value: 120,
  recordedAt: first[1]!.recordedAt + 60_000_000,
} as WardEvent;
const second: WardEvent[] = [amended, first[0]!, observe('11', 'spo2', 93)];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'resumption-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = (name: string) => ScoringStore.open(join(folder, name), site, loadModel(site.model));

/** What a state holds: events that count, versions, touched and rows, without log positions. */
async function contents(store: ScoringStore) {
  const all = (sql: string) => store.connection.rows<Record<string, unknown>>(sql);
  return {
    event: await all('select * from event order by id'),
    superseded: await all('select * from superseded_event order by id, recorded_at'),
    lasting: await all('select id from lasting_event order by id'),
    stream: await all('select * from stream'),
    hours: await all('select * from encounter_hour order by encounter_id, hour'),
    left: await all(
      'select (select count(*) from touched) + (select count(*) from unsettled) as n',
    ),
  };
}

/** Lets a store's first transactions through and stops it for good at the start of the one after them. */
function stopAfter(store: ScoringStore, transactions: number): void {
  let left = transactions;
  for (const connection of [store.connection, store.slices.connection]) {
    const run = connection.transaction.bind(connection);
    connection.transaction = <T>(work: () => Promise<T>) => {
      if (left-- <= 0) throw new Error('stopped');
      return run(work);
    };
  }
}

// transactions of a commit: the delivery is kept, settled, and its hours replaced
test.each([
  [1, 'kept and not settled'],
  [2, 'settled and not scored'],
])('a commit that stops after transaction %i (%s) is made good', async (transactions) => {
  const undisturbed = await open('undisturbed.duckdb');
  await undisturbed.commit([batchOf(first, site)], [], position(2));
  await undisturbed.commit([batchOf(second, site)], [], position(5));
  const expected = await contents(undisturbed);
  await undisturbed.close();
  expect(expected.superseded).toHaveLength(1);
  expect(expected.hours.length).toBeGreaterThan(1);
  expect(expected.left).toEqual([{ n: 0 }]);

  const stopped = await open('stopped.duckdb');
  await stopped.commit([batchOf(first, site)], [], position(2));
  stopAfter(stopped, transactions);
  await expect(stopped.commit([batchOf(second, site)], [], position(5))).rejects.toThrow('stopped');
  await stopped.close();

  const again = await open('stopped.duckdb');
  expect(await again.nextOffset('test', 0)).toBe(5);
  await again.rescore();
  expect(await contents(again)).toEqual(expected);
  await again.close();
});

test('patients with news first, the others later: the same rows in the end', async () => {
  const other = { ...admit('9'), id: 'other', encounterId: 'other' } as WardEvent;
  const deliveries: WardEvent[][] = [[other], first, second, [observe('11:30', 'heart-rate', 130)]];

  const atOnce = await open('at-once.duckdb');
  await atOnce.commit([batchOf(deliveries.flat(), site)], [], position(7));
  const expected = await contents(atOnce);
  await atOnce.close();

  const later = await open('later.duckdb');
  let offset = 0;
  const behind = () =>
    later.connection.rows<{ n: number }>(
      "select count(*) as n from encounter_hour where encounter_id = 'other'",
    );
  for (const events of deliveries) {
    offset += events.length;
    await later.store([batchOf(events, site)], [], position(offset));
    await later.rescore(false);
  }
  const [before] = await behind();
  await later.rescore();
  const [after] = await behind();
  // the first saw stream time move only in the end
  expect(after!.n).toBeGreaterThan(before!.n);
  const hours = ({ hours: all }: Awaited<ReturnType<typeof contents>>) =>
    all.map(({ revision: _r, offset: _o, computed_at: _c, ...row }) => row);
  const found = await contents(later);
  expect(hours(found)).toEqual(hours(expected));
  expect(found.left).toEqual([{ n: 0 }]);
  await later.close();
});

test('time is said to be followed where it is noted, also where news and time come together', async () => {
  const store = await open('news-and-time.duckdb');
  const isNoted = async () => {
    const [row] = await store.connection.rows<{ noted: boolean }>(
      'select scored_time is not distinct from stream_time as noted from stream',
    );
    return row!.noted;
  };
  for (const [events, offset] of [
    [first, 2],
    [second, 5],
  ] as const) {
    await store.store([batchOf(events, site)], [], position(offset));
    for (const followTime of [false, false, true]) {
      const { followsTime } = await store.rescore(followTime);
      expect(followsTime).toBe(await isNoted());
    }
    expect(await isNoted()).toBe(true);
  }
  await store.close();
});

test('an hour that news came after is not left provisional', async () => {
  const deliveries: WardEvent[][] = [
    [admit('8')],
    [observe('9', 'heart-rate', 120)],
    [observe('10', 'spo2', 91)],
    [{ ...admit('12'), id: 'other', encounterId: 'other' } as WardEvent],
  ];
  const atOnce = await open('whole.duckdb');
  await atOnce.commit([batchOf(deliveries.flat(), site)], [], position(4));
  const store = await open('hour-by-hour.duckdb');
  for (const [index, events] of deliveries.entries()) {
    await store.store([batchOf(events, site)], [], position(index + 1));
    await store.rescore(false);
  }
  await store.rescore();
  const provisional = async ({ connection }: ScoringStore) =>
    connection.rows('select hour, provisional from encounter_hour order by hour');
  expect(await provisional(store)).toEqual(await provisional(atOnce));
  await Promise.all([store.close(), atOnce.close()]);
});
