import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FairQueue } from '../../../pipelines/serving/fair-queue.ts';
import { until } from '../../process/live-server.ts';
import { JudgingHouse } from '../security/judging-house.ts';

const RANGE = 'from=2025-01-05T00:00:00Z&to=2026-01-05T00:00:00Z';
const house = new JudgingHouse();
let port: number;
beforeAll(async () => {
  await house.allow('planner', 'sender:*', 'engineer');
  await house.open();
  port = Number(new URL(await house.app.listen({ port: 0, host: '127.0.0.1' })).port);
});
afterAll(async () => {
  await house.close();
  house.end();
});

/** A client that sends the head of a request, and what is given of its body. */
function client(caller: string, request: string, more = ''): Socket {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  const authorization = `Authorization: Bearer ${house.keyOf(caller)}`;
  socket.write(`${request} HTTP/1.1\r\nHost: x\r\n${authorization}\r\n${more || '\r\n'}`);
  return socket;
}

const body = (type: string) => `Content-Type: ${type}\r\nContent-Length: 999\r\n\r\n`;
const waiting = () => {
  const { queryPool } = house.serve.serving;
  return (queryPool as unknown as { queue: FairQueue<unknown> }).queue.size;
};

async function left(of: 'request' | 'stream'): Promise<number> {
  const { values } = await house.server.metrics.clientsLeft.get();
  return values.find(({ labels }) => labels.of === of)?.value ?? 0;
}

/** The lines of the log, by level: 20 is debug, 30 info, 40 a warning, 50 an error. */
const logged = () =>
  house.logged
    .trimEnd()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { level: number; msg: string; route?: string });

test.each([
  ['JSON', 'application/json', '[{"id":'],
  ['NDJSON', 'application/x-ndjson', '{"id":"a"}\n{"id":'],
])('half a body of %s whose client leaves is counted, and no error', async (_, type, text) => {
  const before = await left('request');
  const socket = client('sender:*', 'POST /v1/events', `${body(type)}${text}`);
  await until('it is there', async () => house.app.server.connections !== 0);
  await new Promise((resolve) => setTimeout(resolve, 50));
  socket.destroy();
  await until('it is counted', async () => (await left('request')) === before + 1);
});

test('a question and a file whose client leaves are cut off, counted, and no error', async () => {
  const before = await left('request');
  const { queryPool } = house.serve.serving;
  const held = [0, 1].map(() =>
    queryPool.stream('from range(1_000_000)', {}, { name: 'held', isShort: false }),
  );
  await Promise.all(held.map((question) => question.next()));
  const question = client('planner', `GET /v1/heatmap?${RANGE}`);
  const file = client('planner', `GET /v1/export/ward-hours?${RANGE}&format=csv`);
  await until('they wait', () => waiting() === 2);
  question.destroy();
  file.destroy();
  await until('they are counted', async () => (await left('request')) === before + 2);
  expect(waiting()).toBe(0);
  await Promise.all(held.map((each) => each.return(undefined)));
});

test('a file that is read in part is counted, and no error', async () => {
  const before = await left('request');
  const socket = client('planner', `GET /v1/export/ward-hours?${RANGE}&format=json`);
  // of some megabytes it takes the first bytes alone
  socket.once('data', () => socket.pause());
  await until('it begins', () => socket.bytesRead > 0);
  socket.destroy();
  await until('it is counted', async () => (await left('request')) === before + 1);
});

test('a stream that is closed is counted by itself', async () => {
  const [requests, streams] = [await left('request'), await left('stream')];
  const socket = client('planner', 'GET /v1/stream');
  await until('it is sent', () => socket.bytesRead > 0);
  socket.destroy();
  await until('it is counted', async () => (await left('stream')) === streams + 1);
  expect(await left('request')).toBe(requests);
});

test('the log has each as a matter of debugging, and an answer that is whole is none', async () => {
  const count = (await left('request')) + (await left('stream'));
  const headers = { authorization: `Bearer ${house.keyOf('engineer')}` };
  const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`, { headers })).text();
  expect(metrics).toContain('vardintensitet_clients_left_total{of="stream"} 1');
  expect((await left('request')) + (await left('stream'))).toBe(count);
  const lines = logged();
  expect(lines.filter(({ level }) => level > 30)).toEqual([]);
  const noted = lines.filter(({ msg }) => msg === 'the client left');
  expect(noted.map(({ level }) => level)).toEqual(Array(count).fill(20));
  expect(new Set(noted.map(({ route }) => route))).toEqual(
    new Set(['/v1/events', '/v1/heatmap', '/v1/export/:dataset', '/v1/stream']),
  );
});
