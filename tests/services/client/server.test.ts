import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { sendEvents } from '../../../services/client/send-events.ts';
import { Server } from '../../../services/client/server.ts';
import { InputError } from '../../../services/platform/input-error.ts';
import { PATIENCE } from '../../support/patience.ts';

let close = () => {};
afterEach(() => close());

/** A server that answers each request by the next of these; the last stays. */
async function serverOf(...answers: RequestListener[]): Promise<URL> {
  let requests = 0;
  const server = createServer((request, response) =>
    answers[Math.min(requests++, answers.length - 1)]!(request, response),
  );
  close = () => {
    server.closeAllConnections();
    server.close();
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/ward/`);
}

const status =
  (code: number, body = '', headers: Record<string, string> = {}): RequestListener =>
  (request, response) => {
    request.resume();
    response.writeHead(code, headers).end(body);
  };
const cut: RequestListener = (request) => request.socket.destroy();
const fine = status(200, '{"n":1}');
const answer = z.object({ n: z.int() });
const call = { method: 'GET', path: '/v1/x?y=1' } as const;
const serverAt = (to: URL, patience = 5, signal?: AbortSignal) =>
  new Server({ to, patience, signal });

test.each([
  ['too busy', status(429, '', { 'retry-after': '1' })],
  ['stopping', status(503)],
  ['failing', status(500)],
  ['cut off', cut],
])('a request to a server that was %s is repeated', async (_, first) => {
  const to = await serverOf(first, first, fine);
  expect(await serverAt(to).call(call, answer)).toEqual({ n: 1 });
});

test('a retry waits as long as the server says, and no more than is left of the patience', async () => {
  const to = await serverOf(status(429, '', { 'retry-after': '1' }), fine);
  const began = performance.now();
  await serverAt(to).call(call, answer);
  expect(performance.now() - began).toBeGreaterThan(950);
  close();
  const never = await serverOf(status(429, '', { 'retry-after': '86400' }));
  const start = performance.now();
  await expect(serverAt(never, 1).call(call, answer)).rejects.toThrow(
    /it answered 429, tried for 1 s/,
  );
  expect(performance.now() - start).toBeLessThan(PATIENCE);
});

test.each([
  [404, '<html>', 'it answered 404. Is --to'],
  [301, '', 'it answered 301'],
  [413, '{"title":"too much","detail":"at most\\u001b[2J 5"}', 'it answered 413, at most·[2J 5'],
])('%i is refused at once, with what it says', async (code, body, message) => {
  const to = await serverOf(status(code, body));
  const error = await serverAt(to)
    .call(call, answer)
    .catch((thrown: Error) => thrown);
  expect(error).toBeInstanceOf(InputError);
  expect((error as Error).message).toContain(message);
});

test('an answer that is not ours is no answer', async () => {
  const to = await serverOf(status(200, '<html>hello'));
  await expect(serverAt(to).call(call, answer)).rejects.toThrow('not as a server of this program');
});

test('a wait and a request end when they are interrupted', async () => {
  for (const first of [status(503), () => undefined] as RequestListener[]) {
    const stop = new AbortController();
    const to = await serverOf(first);
    const called = serverAt(to, 60, stop.signal).call(call, answer);
    setTimeout(() => stop.abort(), 300);
    await expect(called).rejects.toMatchObject({ name: 'AbortError' });
    close();
  }
});

test('lines go below the path of the address as they are, the same at every try', async () => {
  const bodies: string[] = [];
  const taking =
    (reply: RequestListener): RequestListener =>
    (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const type = request.headers['content-type'];
        bodies.push(
          `${request.method} ${request.url} ${type} ${Buffer.concat(chunks).toString('hex')}`,
        );
        reply(request, response);
      });
    };
  const taken = JSON.stringify({
    accepted: 0,
    duplicates: 1,
    rejected: 2,
    results: [
      { index: 0, status: 'rejected', reason: 'invalid-utf8', pointer: '', detail: '' },
      { index: 1, status: 'duplicate' },
      { index: 2, status: 'rejected', reason: 'invalid-utf8', pointer: '', detail: '' },
    ],
  });
  const to = await serverOf(taking(status(429)), taking(cut), taking(status(200, taken)));
  const lines = [[0xff], [0x61, 0x0d], [0xfe]].map((bytes) => Buffer.from(bytes));
  expect(await sendEvents(serverAt(to), lines)).toEqual({
    sent: 3,
    accepted: 0,
    duplicates: 1,
    rejected: 2,
    byReason: { 'invalid-utf8': 2 },
  });
  expect(bodies).toEqual(Array(3).fill('POST /ward/v1/events application/x-ndjson ff0a610d0afe0a'));
});
