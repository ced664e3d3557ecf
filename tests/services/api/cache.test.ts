import { expect, test } from 'vitest';
import { Cache } from '../../../services/api/cache.ts';

/** Work that ends when the test says so or when it is aborted. */
function making() {
  const begun: { resolve: (value: string) => void; signal: AbortSignal }[] = [];
  const make = (signal: AbortSignal) =>
    new Promise<string>((resolve, reject) => {
      begun.push({ resolve, signal });
      signal.addEventListener('abort', () => reject(signal.reason));
    });
  return { begun, make };
}
const cache = () => new Cache<string>(1_000, ({ length }) => length);
const gone = { name: 'AbortError' };

test('one who leaves does not take the answer from others who wait for it', async () => {
  const { begun, make } = making();
  const kept = cache();
  const [one, two] = [new AbortController(), new AbortController()];
  const first = kept.get('k', make, one.signal);
  const second = kept.get('k', make, two.signal);
  one.abort();
  await expect(first).rejects.toMatchObject(gone);
  expect(begun[0]!.signal.aborted).toBe(false);
  begun[0]!.resolve('made');
  expect(await second).toBe('made');
  expect(await kept.get('k', make, two.signal)).toBe('made');
  expect(begun).toHaveLength(1);
});

test('once all have left, the work stops, and the next caller starts it again', async () => {
  const { begun, make } = making();
  const kept = cache();
  const [one, two, three] = [1, 2, 3].map(() => new AbortController());
  const both = [kept.get('k', make, one!.signal), kept.get('k', make, two!.signal)];
  one!.abort();
  two!.abort();
  for (const each of both) await expect(each).rejects.toMatchObject(gone);
  expect(begun[0]!.signal.aborted).toBe(true);
  const again = kept.get('k', make, three!.signal);
  begun[1]!.resolve('again');
  expect(await again).toBe('again');
});

test('what fails is not kept; who has left before is refused', async () => {
  const kept = cache();
  const fail = async () => Promise.reject(new Error('no'));
  await expect(kept.get('k', fail, new AbortController().signal)).rejects.toThrow('no');
  expect(await kept.get('k', async () => 'yes')).toBe('yes');
  await expect(kept.get('k', fail, AbortSignal.abort())).rejects.toMatchObject(gone);
});
