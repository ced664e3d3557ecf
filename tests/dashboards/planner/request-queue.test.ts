import { expect, test } from 'vitest';
import { RequestQueue } from '../../../dashboards/src/planner/request-queue.ts';

const never = new AbortController().signal;

test('runs at most so many at a time, the others in order', async () => {
  const queue = new RequestQueue(2);
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const all = [0, 1, 2, 3].map((i) =>
    queue.run(never, () => {
      begun.push(i);
      return new Promise<void>((end) => ends.push(end));
    }),
  );
  await Promise.resolve();
  expect(begun).toEqual([0, 1]);
  ends[1]!();
  await all[1];
  await new Promise(setImmediate);
  expect(begun).toEqual([0, 1, 2]);
  ends[0]!();
  await all[0];
  await new Promise(setImmediate);
  expect(begun).toEqual([0, 1, 2, 3]);
});

test('a task aborted while it waits does not run, and the next one does', async () => {
  const queue = new RequestQueue(1);
  let end = () => {};
  const first = queue.run(never, () => new Promise<void>((resolve) => (end = resolve)));
  const given = new AbortController();
  const second = queue.run(given.signal, () => Promise.reject(new Error('ran')));
  const third = queue.run(never, async () => 'third');
  given.abort();
  end();
  await first;
  await expect(second).rejects.toThrow(/abort/i);
  expect(await third).toBe('third');
});

test('a task that fails makes room', async () => {
  const queue = new RequestQueue(1);
  await expect(queue.run(never, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await queue.run(never, async () => 1)).toBe(1);
});
