import { expect, test } from 'vitest';
import { Turns } from '../../../dashboards/src/planner/turns.ts';

const never = new AbortController().signal;

test('so many run at a time, the others in the order they came', async () => {
  const turns = new Turns(2);
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const all = [0, 1, 2, 3].map((i) =>
    turns.take(never, () => {
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

test('what was given up while it waited does not run, and lets the next', async () => {
  const turns = new Turns(1);
  let end = () => {};
  const first = turns.take(never, () => new Promise<void>((resolve) => (end = resolve)));
  const given = new AbortController();
  const second = turns.take(given.signal, () => Promise.reject(new Error('ran')));
  const third = turns.take(never, async () => 'third');
  given.abort();
  end();
  await first;
  await expect(second).rejects.toThrow(/abort/i);
  expect(await third).toBe('third');
});

test('one that fails makes room', async () => {
  const turns = new Turns(1);
  await expect(turns.take(never, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await turns.take(never, async () => 1)).toBe(1);
});
