import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { killServers, LiveServer, until } from './live-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'vi-half-open-'));
const HALF = 'GET / HTTP/1.1\r\nHost: a\r\nX-a: ';
/** As many as the server takes of all, from addresses that have as many as one may. */
const ADDRESSES = 20;
const EACH = 200;
let server: LiveServer;
const sockets: Socket[] = [];

beforeAll(async () => {
  const ward = { type: 'medicine', beds: 10, nightPatientsPerStaff: 7.5 };
  const site = {
    siteId: 'x',
    model: 'vi-1',
    name: 'x',
    wards: [{ wardId: 'A', name: 'A', ...ward }],
  };
  writeFileSync(join(folder, 'site.json'), JSON.stringify(site));
  server = await LiveServer.start(join(folder, 'site.json'), join(folder, 'data'));
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await killServers();
  rmSync(folder, { recursive: true, force: true });
});

const descriptors = () => readdirSync(`/proc/${server.process.pid}/fd`).length;

/** Sends half a head, and never closes: not when the server does, either. */
async function half(localAddress: string): Promise<void> {
  const { hostname: host, port } = new URL(server.origin);
  const socket = connect({ host, port: Number(port), localAddress, allowHalfOpen: true });
  sockets.push(socket);
  // what the server says is read and ignored; it may also just close
  socket.on('error', () => undefined).resume();
  await new Promise<void>((resolve) => {
    socket.once('connect', resolve).once('close', () => resolve());
  });
  socket.write(HALF);
}

test('four thousand half requests shut out nobody, and are let go though no client closes', async () => {
  await server.json('/health/live');
  const before = descriptors();
  const addresses = Array.from({ length: ADDRESSES }, (_, index) => `127.0.1.${index + 1}`);
  for (const address of addresses) {
    await Promise.all(Array.from({ length: EACH }, () => half(address)));
    // each answers: the time of a request is that of its deadline at most
    expect(await server.json('/health/live')).toEqual({ status: 'live' });
  }
  // full, and there is a place all the same
  for (let i = 0; i < 20; i++) {
    expect(await server.json('/health/live')).toEqual({ status: 'live' });
    await half(addresses[i]!);
  }
  await until('they are let go', () => descriptors() <= before + 20);
  expect(sockets.filter(({ destroyed }) => destroyed).length).toBeLessThan(sockets.length);
  expect(await server.json('/health/live')).toEqual({ status: 'live' });
});
