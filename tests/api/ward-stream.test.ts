import { expect, test } from 'vitest';
import type { WardNow } from '../../schemas/ward-now.ts';
import { WardStream } from '../../services/api/ward-stream.ts';

const ward = (wardId: string, minutes: number) => ({ wardId, minutes }) as WardNow;

test('a tick does not pass a change that is still to be told', async () => {
  const stream = new WardStream();
  stream.update(null, [ward('A', 1)]);
  const gone = new AbortController();
  const messages = stream.messages(null, gone.signal);
  await messages.next();
  // both wait for a client that is slow
  stream.update(null, [ward('A', 2)]);
  stream.tick();
  const tick = (await messages.next()).value!;
  expect(tick.event).toBe('tick');
  gone.abort();

  const again = stream.messages(tick.id, new AbortController().signal);
  expect((await again.next()).value).toMatchObject({ event: 'ward', data: { minutes: 2 } });
});

test('a client that is gone is counted out, though nobody asks for its next message', async () => {
  const stream = new WardStream();
  const gone = new AbortController();
  await stream.messages(null, gone.signal).next();
  expect(stream.size).toBe(1);
  gone.abort();
  expect(stream.size).toBe(0);
});
