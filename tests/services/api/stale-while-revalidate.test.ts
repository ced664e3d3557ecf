import { expect, test } from 'vitest';
import { SwrCache } from '../../../services/api/stale-while-revalidate.ts';

/** A value that counts how often it was made, by hand. */
function counted() {
  const clock = { now: 0 };
  const ends: ((error?: Error) => void)[] = [];
  const remembered = new SwrCache(
    () =>
      new Promise<number>((resolve, reject) => {
        const value = ends.length + 1;
        ends.push((error) => (error === undefined ? resolve(value) : reject(error)));
      }),
    () => clock.now,
  );
  return { clock, ends, remembered };
}

test('concurrent callers share one computation; it stays fresh for some seconds', async () => {
  const { clock, ends, remembered } = counted();
  const both = [remembered.get(), remembered.get()];
  ends[0]!();
  expect(await Promise.all(both)).toEqual([1, 1]);
  clock.now = 4_999;
  expect(await remembered.get()).toBe(1);
  expect(ends).toHaveLength(1);
});

test('the previous value is returned while a new one is computed, for a minute', async () => {
  const { clock, ends, remembered } = counted();
  const first = remembered.get();
  ends[0]!();
  await first;
  clock.now = 5_000;
  expect(await remembered.get()).toBe(1);
  ends[1]!();
  await remembered.idle();
  expect(await remembered.get()).toBe(2);
  clock.now = 65_000;
  const late = remembered.get();
  ends[2]!();
  expect(await late).toBe(3);
});

test('a failed computation is retried', async () => {
  const { clock, ends, remembered } = counted();
  const failed = remembered.get();
  ends[0]!(new Error('busy'));
  await expect(failed).rejects.toThrow('busy');
  const next = remembered.get();
  ends[1]!();
  expect(await next).toBe(2);
  clock.now = 6_000;
  expect(await remembered.get()).toBe(2);
  ends[2]!(new Error('busy'));
  await remembered.idle();
  expect(await remembered.get()).toBe(2);
});
