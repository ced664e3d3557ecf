import { afterEach, expect, test } from 'vitest';
import { type QueryLimits, QueryOverloadError } from '../../../pipelines/serving/query-pool.ts';
import { ServingStore } from '../../../pipelines/serving/store.ts';
import { siteWith } from '../../support/scenario.ts';

const HEAVY = 'select count(*) as n from range(100000000000)';
const LIGHT = 'select 1 as n';

let serving: ServingStore | null = null;

afterEach(async () => {
  await serving?.close();
  serving = null;
});

async function readersWith(limits: Partial<QueryLimits>) {
  const few = { maxConcurrent: 1, reserved: 0, waiting: 1, queueTimeoutMs: 30_000, timeoutMs: 200 };
  const readers = { ...few, waitingEach: { long: 4, short: 16 }, ...limits };
  serving = await ServingStore.open(':memory:', siteWith(), { threads: 1, readers });
  return serving.queryPool;
}

const reason = (question: Promise<unknown>) =>
  question.then(
    () => null,
    (error) => (error instanceof QueryOverloadError ? error.what : error),
  );

test('a question that takes too long is cut off, and the connection answers the next', async () => {
  const readers = await readersWith({});
  expect(await reason(readers.rows(HEAVY, {}))).toBe('time');
  expect(await readers.rows(LIGHT, {})).toEqual([{ n: 1 }]);
  expect(await reason(readers.batches(HEAVY, {}, () => {}))).toBe('time');
  expect(await readers.rows(LIGHT, {})).toEqual([{ n: 1 }]);
});

test('a query that waits too long fails, and its place is free for the next', async () => {
  const readers = await readersWith({ timeoutMs: 2_000, queueTimeoutMs: 50 });
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
  const query = (name: string, sql: string) =>
    reason(readers.rows(sql, {})).finally(() => settled.push(name));
  const first = query('heavy', HEAVY);
  const second = query('waiting', LIGHT);
  const third = query('refused', LIGHT);
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
  const readers = await readersWith({ timeoutMs: 60_000 });
  const gone = new AbortController();
  const caller = { name: 'a', isShort: true, signal: gone.signal };
  const heavy = reason(readers.rows(HEAVY, {}, caller));
  const waiting = reason(readers.rows(LIGHT, {}, caller));
  gone.abort();
  expect(await heavy).toMatchObject({ name: 'AbortError' });
  expect(await waiting).toMatchObject({ name: 'AbortError' });
  expect(await readers.rows(LIGHT, {})).toEqual([{ n: 1 }]);
});

test('a question that fails says why, and gives its connection back', async () => {
  const readers = await readersWith({ waiting: 0 });
  expect(await reason(readers.rows('from nowhere', {}))).toMatchObject({ name: 'WarehouseError' });
  expect(await readers.rows(LIGHT, {})).toEqual([{ n: 1 }]);
});

/** Takes a while, and ends. */
const LONG = 'select sum(hash(range)) as n from range(3000000)';
const of = (name: string, isShort: boolean) => ({ name, isShort });

test('a short question is answered beside long ones, however many of those wait', async () => {
  const readers = await readersWith({
    maxConcurrent: 2,
    reserved: 1,
    waiting: 64,
    timeoutMs: 60_000,
  });
  const gone = new AbortController();
  const heavy = [1, 2, 3].map(() =>
    reason(readers.rows(HEAVY, {}, { ...of('planner', false), signal: gone.signal })),
  );
  // none of the long ones ever ends
  expect(await readers.rows(LIGHT, {}, of('nurse', true))).toEqual([{ n: 1 }]);
  expect(await readers.rows(LIGHT, {}, of('planner', true))).toEqual([{ n: 1 }]);
  gone.abort();
  for (const each of await Promise.all(heavy)) expect(each).toMatchObject({ name: 'AbortError' });
});

test('long questions of one who asks much are served in turn with those of others', async () => {
  const readers = await readersWith({ maxConcurrent: 1, waiting: 64, timeoutMs: 60_000 });
  const served: string[] = [];
  const ask = (name: string) =>
    readers.rows(LONG, {}, of(name, false)).then(() => served.push(name));
  await Promise.all([...Array(5).fill('a').map(ask), ...['b', 'b', 'c'].map(ask)]);
  expect(served.join('')).toBe('aabcabaa');
});

test('a reader with four long queries waiting gets an overload error; others do not', async () => {
  const readers = await readersWith({ maxConcurrent: 1, waiting: 64, timeoutMs: 60_000 });
  const gone = new AbortController();
  const ask = (name: string, isShort = false) =>
    reason(readers.rows(HEAVY, {}, { ...of(name, isShort), signal: gone.signal }));
  const four = [1, 2, 3, 4, 5].map(() => ask('a'));
  expect(await ask('a')).toBe('queue');
  const others = [ask('b'), ask('a', true)];
  gone.abort();
  for (const each of await Promise.all([...four, ...others])) {
    expect(each).toMatchObject({ name: 'AbortError' });
  }
  expect(await readers.rows(LIGHT, {})).toEqual([{ n: 1 }]);
});

test('a query whose reader leaves while it waits is not run', async () => {
  const readers = await readersWith({ maxConcurrent: 1, waiting: 64, timeoutMs: 60_000 });
  const [running, waiting] = [new AbortController(), new AbortController()];
  const first = reason(readers.rows(HEAVY, {}, { ...of('a', false), signal: running.signal }));
  const second = reason(readers.rows(HEAVY, {}, { ...of('b', false), signal: waiting.signal }));
  const third = readers.rows(LIGHT, {}, of('c', false));
  waiting.abort();
  expect(await second).toMatchObject({ name: 'AbortError' });
  running.abort();
  await first;
  expect(await third).toEqual([{ n: 1 }]);
});

test('what streams gives its connection back where it is left half-way', async () => {
  const readers = await readersWith({ maxConcurrent: 1, timeoutMs: 60_000 });
  for await (const batch of readers.stream('from range(10000)', {}, of('a', false))) {
    expect(batch.numRows).toBeGreaterThan(0);
    break;
  }
  expect(await readers.rows(LIGHT, {})).toEqual([{ n: 1 }]);
});
