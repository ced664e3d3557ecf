import { once } from 'node:events';
import { connect } from 'node:net';
import Fastify from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FairQueue } from '../../../pipelines/serving/fair-queue.ts';
import { callerOf } from '../../../services/api/send-rows.ts';
import { until } from '../../process/live-server.ts';
import { deliveries, END, site } from './hospital.ts';
import { Served } from './served.ts';

let served: Served;
beforeAll(async () => {
  const keys = { planner: ['planner'], nurse: ['ward_viewer:31A'], other: ['planner'] };
  served = await Served.of({ site, deliveries: deliveries(), now: END, keys });
});
afterAll(() => served.stop());

const DAY = 86_400_000;
const heatmap = (n: number) => {
  const to = Date.parse(END) - n * DAY;
  const text = (time: number) => new Date(time).toISOString();
  return `/v1/heatmap?from=${text(to - 399 * DAY)}&to=${text(to)}`;
};

/** Asks in order, and notes in which order the answers come. */
function asking() {
  const answered: string[] = [];
  const ask = async (key: string, url: string) => {
    const authorization = `Bearer ${served.keys.get(key)}`;
    const { statusCode, headers } = await served.inject(url, { authorization });
    answered.push(`${key} ${statusCode}`);
    return { statusCode, retryAfter: headers['retry-after'] };
  };
  return { answered, ask };
}

/** Two long questions, as many as are answered at a time, that do not end until the test says so. */
async function holding(): Promise<(() => Promise<unknown>)[]> {
  const held = [0, 1].map(async () => {
    const { queryPool } = served.serve.serving;
    const question = queryPool.stream(
      'from range(1_000_000)',
      {},
      { name: 'held', isShort: false },
    );
    await question.next();
    return () => question.return(undefined);
  });
  return Promise.all(held);
}

/** How many questions of callers wait; months that are over are written by the server itself. */
function waiting(): number {
  const { queryPool } = served.serve.serving;
  const { queue } = queryPool as unknown as { queue: FairQueue<unknown> };
  return queue.size - queue.of('snapshots').length;
}

test('seventy long questions of a planner hold up no patient list', async () => {
  const ends = await holding();
  const { answered, ask } = asking();
  const heavy = Array.from({ length: 70 }, (_, n) => ask('planner', heatmap(n)));
  const list = await ask('nurse', '/v1/wards/31A/encounters');
  expect(list.statusCode).toBe(200);
  // nothing long is over before it
  expect(answered).not.toContain('planner 200');
  // four wait; the others may come again
  await until('the others are refused', () => answered.length === 67);
  expect(waiting()).toBe(4);
  for (const end of ends) await end();
  const answers = await Promise.all(heavy);
  const [taken, refused] = [200, 503].map((status) => {
    return answers.filter(({ statusCode }) => statusCode === status);
  });
  expect([taken!.length, refused!.length]).toEqual([4, 66]);
  for (const { retryAfter } of refused!) expect(Number(retryAfter)).toBeGreaterThan(0);
});

test('another planner is answered in turn', async () => {
  const ends = await holding();
  const { answered, ask } = asking();
  const all = [70, 71, 72, 73].map((n) => ask('planner', heatmap(n)));
  await until('the first wait', () => waiting() === 4);
  all.push(ask('other', heatmap(80)));
  await until('the other waits', () => waiting() === 5);
  // one at a time from now on: of those that wait the other is the second
  await ends[0]!();
  await Promise.all(all);
  await ends[1]!();
  expect(answered.toSorted()).toEqual(['other 200', ...Array(4).fill('planner 200')]);
  expect(answered.indexOf('other 200')).toBeLessThanOrEqual(2);
});

test('a client that leaves asks no more', async () => {
  const app = Fastify();
  let aborted: Promise<unknown> | undefined;
  let seen = false;
  app.get('/', async (request, reply) => {
    request.access = { principal: { kind: 'key', subject: 'x' } } as typeof request.access;
    const { signal, name, isShort } = callerOf(request, reply, { from: 0, to: 1 });
    expect([name, isShort]).toEqual(['key x', true]);
    aborted = once(signal!, 'abort');
    seen = true;
    await aborted;
    return 'late';
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as { port: number };
  const socket = connect(port, '127.0.0.1');
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  while (!seen) await new Promise((resolve) => setTimeout(resolve, 5));
  socket.destroy();
  await aborted;
  await app.close();
});
