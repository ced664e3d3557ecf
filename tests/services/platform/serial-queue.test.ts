import { expect, test } from 'vitest';
import { SerialQueue } from '../../../services/platform/serial-queue.ts';

/** Work that ends when the test says so, and notes when it began. */
function gated(began: string[]) {
  const gates = new Map<string, { open(): void; fail(): void }>();
  const work = (name: string) => () => {
    began.push(name);
    return new Promise<string>((resolve, reject) => {
      gates.set(name, { open: () => resolve(name), fail: () => reject(new Error(name)) });
    });
  };
  return { work, gate: (name: string) => gates.get(name)! };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('one after another, and what is urgent before what waits', async () => {
  const began: string[] = [];
  const { work, gate } = gated(began);
  const queue = new SerialQueue();
  const first = queue.run(work('slice 1'));
  queue.run(work('slice 2')).catch(() => undefined);
  queue.run(work('store 1'), { urgent: true }).catch(() => undefined);
  queue.run(work('store 2'), { urgent: true }).catch(() => undefined);
  expect(began).toEqual(['slice 1']);
  for (const name of ['slice 1', 'store 1', 'store 2', 'slice 2']) {
    expect(began.at(-1)).toBe(name);
    gate(name).open();
    await settled();
  }
  expect(await first).toBe('slice 1');
  expect(began).toEqual(['slice 1', 'store 1', 'store 2', 'slice 2']);
});

test('what fails rejects, and the next has its turn', async () => {
  const began: string[] = [];
  const { work, gate } = gated(began);
  const queue = new SerialQueue();
  const first = queue.run(work('first'));
  const second = queue.run(work('second'));
  gate('first').fail();
  await expect(first).rejects.toThrow('first');
  gate('second').open();
  expect(await second).toBe('second');
  await queue.idle();
});

test('a turn is over with the piece at hand; idle is when all are', async () => {
  const began: string[] = [];
  const { work, gate } = gated(began);
  const queue = new SerialQueue();
  await queue.turn();
  queue.run(work('first')).catch(() => undefined);
  queue.run(work('second')).catch(() => undefined);
  const over: string[] = [];
  void queue.turn().then(() => over.push('turn'));
  void queue.idle().then(() => over.push('idle'));
  gate('first').open();
  await settled();
  expect(over).toEqual(['turn']);
  gate('second').open();
  await settled();
  expect(over).toEqual(['turn', 'idle']);
});
