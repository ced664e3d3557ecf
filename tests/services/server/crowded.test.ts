import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { site as siteSchema } from '../../../schemas/site.ts';
import { MOST_OF_ADDRESS } from '../../../services/server/build-server.ts';
import { TestServer } from '../../support/test-server.ts';

const data = mkdtempSync(join(tmpdir(), 'vi-crowded-'));
const ward = { type: 'medicine', beds: 10, nightPatientsPerStaff: 7.5 };
const site = siteSchema.parse({
  ...{ siteId: 'x', model: 'vi-1', name: 'x', wards: [{ wardId: 'A', name: 'A', ...ward }] },
});
let server: TestServer;
let origin: string;
let authorization: string;
let sockets: Socket[] = [];

beforeAll(async () => {
  server = await TestServer.open({ data, site });
  origin = await server.listen();
  await server.serve.start();
  authorization = `Bearer ${readFileSync(join(data, 'local-key'), 'utf8').trim()}`;
});
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  sockets = [];
});
afterAll(async () => {
  await server.close();
  rmSync(data, { recursive: true, force: true });
});

/** Sends text from this machine, and never closes. */
async function client(text: string): Promise<Socket> {
  const socket = connect({ port: Number(new URL(origin).port), host: '127.0.0.1' });
  sockets.push(socket);
  socket.on('error', () => undefined).resume();
  await Promise.race([once(socket, 'connect'), once(socket, 'close')]);
  socket.write(text);
  // it is read before the next connects
  await sleep(1);
  return socket;
}

const ask = (path: string) =>
  fetch(origin + path, { headers: { authorization, connection: 'close' } });
const status = async (path: string) => (await ask(path)).status;

/** Requests whose body never comes: to sign in, to send events, where none is expected, and where nothing is. */
const LINES = ['POST /v1/session', 'POST /v1/events', 'GET /health/live', 'POST /nowhere'];
const LENGTHS = ['Content-Length: 1000\r\n\r\n{', 'Transfer-Encoding: chunked\r\n\r\n3e8\r\n{'];
test.each(LINES.flatMap((line) => LENGTHS.map((length) => [line, length] as const)))(
  'bodies that never arrive shut out nobody at their address: %s, %j',
  async (line, length) => {
    const type = 'Content-Type: application/json';
    for (let round = 0; round < 5; round++) {
      const text = `${line} HTTP/1.1\r\nHost: a\r\n${type}\r\n${length}`;
      for (let i = 0; i < 50; i++) await client(text);
      expect(await status('/health/live')).toBe(200);
      expect(await status('/v1/site')).toBe(200);
    }
  },
);

test('neither do those of somebody with a key, beside the streams of others', async () => {
  const head = `HTTP/1.1\r\nHost: a\r\nAuthorization: ${authorization}\r\n`;
  const stream = await client(`GET /v1/stream ${head}\r\n`);
  await expect.poll(() => server.access.openStreams.size).toBe(1);
  const type = 'Content-Type: application/json';
  for (let round = 0; round < 5; round++) {
    const text = `POST /v1/events ${head}${type}\r\nContent-Length: 1000\r\n\r\n[`;
    for (let i = 0; i < 50; i++) await client(text);
    expect(await status('/health/live')).toBe(200);
    expect(await status('/v1/site')).toBe(200);
  }
  expect(stream.readableEnded || stream.destroyed).toBe(false);
});

test('where all of an address are at work a newcomer is answered, and health is open', async () => {
  const head = `HTTP/1.1\r\nHost: a\r\nAuthorization: ${authorization}\r\n`;
  const open = () => server.access.openStreams.size;
  await expect.poll(open).toBe(0);
  for (let i = 0; i < MOST_OF_ADDRESS; i++) await client(`GET /v1/stream ${head}\r\n`);
  await expect.poll(open).toBe(MOST_OF_ADDRESS);
  for (let i = 0; i < 30; i++) {
    const answer = await ask('/v1/site');
    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    const type = 'urn:vardintensitet:problem:too-many-connections';
    expect(await answer.json()).toMatchObject({ type });
    expect(await status('/health/live')).toBe(200);
    // nor does it help to hold what is kept for health
    await client('GET /health/live HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n');
  }
  expect(open()).toBe(MOST_OF_ADDRESS);
  sockets[0]!.destroy();
  await expect.poll(() => status('/v1/site')).toBe(200);
});
