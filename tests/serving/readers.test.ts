import { afterEach, expect, test } from 'vitest';
import { type ReaderLimits, TooMuch } from '../../pipelines/serving/readers.ts';
import { ServingStore } from '../../pipelines/serving/store.ts';
import { siteWith } from '../reference/scenario.ts';

const HEAVY = 'select count(*) as n from range(100000000000)';
const LIGHT = 'select 1 as n';

let serving: ServingStore | null = null;

afterEach(async () => {
  await serving?.close();
  serving = null;
});

async function readersWith(limits: Partial<ReaderLimits>) {
  const readers = { atOnce: 1, waiting: 1, patience: 30_000, time: 200, ...limits };
  serving = await ServingStore.open(':memory:', siteWith(), { threads: 1, readers });
  return serving.readers;
}

const reason = (question: Promise<unknown>) =>
  question.then(
    () => null,
    (error) => (error instanceof TooMuch ? error.what : error),
  );

test('a question that takes too long is cut off, and the connection answers the next', async () => {
  const readers = await readersWith({});
  expect(await reason(readers.rows(HEAVY, {}))).toBe('time');
  expect(await readers.rows(LIGHT, {})).toEqual([{ n: 1 }]);
  expect(await reason(readers.batches(HEAVY, {}, () => {}))).toBe('time');
  expect(await readers.rows(LIGHT, {})).toEqual([{ n: 1 }]);
});

test('whoever waits too long is told so, and the place is free for the next', async () => {
  const readers = await readersWith({ time: 2_000, patience: 50 });
  const first = reason(readers.rows(HEAVY, {}));
  expect(await reason(readers.rows(LIGHT, {}))).toBe('queue');
  expect(await reason(readers.rows(LIGHT, {}))).toBe('queue');
  expect(await first).toBe('time');
  expect(await readers.rows(LIGHT, {})).toEqual([{ n: 1 }]);
});

test('so is one that is taken as it comes', async () => {
  const readers = await readersWith({});
  const taken = async () => {
    for await (const batch of readers.stream(HEAVY, {})) expect(batch).toBeUndefined();
  };
  expect(await reason(taken())).toBe('time');
  expect(await readers.rows(LIGHT, {})).toEqual([{ n: 1 }]);
});

test('one waits while another is answered; a third is refused at once', async () => {
  const readers = await readersWith({});
  const settled: string[] = [];
  const asked = (name: string, sql: string) =>
    reason(readers.rows(sql, {})).finally(() => settled.push(name));
  const first = asked('heavy', HEAVY);
  const second = asked('waiting', LIGHT);
  const third = asked('refused', LIGHT);
  expect(await Promise.all([first, second, third])).toEqual(['time', null, 'queue']);
  expect(settled).toEqual(['refused', 'heavy', 'waiting']);
  // nothing waits any more
  expect(await readers.rows(LIGHT, {})).toEqual([{ n: 1 }]);
});

test('the wait does not count as time of the question', async () => {
  const readers = await readersWith({ waiting: 3 });
  const heavy = [1, 2, 3].map(() => reason(readers.rows(HEAVY, {})));
  const light = readers.rows(LIGHT, {});
  expect(await Promise.all(heavy)).toEqual(['time', 'time', 'time']);
  expect(await light).toEqual([{ n: 1 }]);
});

test('who asks may go: the question is cut off, and it was not too much', async () => {
  const readers = await readersWith({ time: 60_000 });
  const gone = new AbortController();
  const heavy = reason(readers.rows(HEAVY, {}, gone.signal));
  const waiting = reason(readers.rows(LIGHT, {}, gone.signal));
  gone.abort();
  expect(await heavy).toBeInstanceOf(Error);
  expect(await heavy).not.toBeInstanceOf(TooMuch);
  expect(await waiting).toMatchObject({ name: 'AbortError' });
  expect(await readers.rows(LIGHT, {})).toEqual([{ n: 1 }]);
});

test('a question that fails says why, and gives its connection back', async () => {
  const readers = await readersWith({ waiting: 0 });
  expect(await reason(readers.rows('from nowhere', {}))).toMatchObject({ name: 'WarehouseError' });
  expect(await readers.rows(LIGHT, {})).toEqual([{ n: 1 }]);
});
