import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Connections, limitConnections } from '../../../services/server/connections.ts';
import { until } from '../../process/live-server.ts';

const HALF = 'GET / HTTP/1.1\r\nHost: a\r\nX-a: ';
const PROXY = '127.0.0.9';
let server: Server;
let connections: Connections;
let dropped: number;
let sockets: Socket[];
/** Answers that are held back. */
let held: (() => void)[];

beforeEach(async () => {
  [dropped, sockets, held] = [0, [], []];
  server = createServer((request, response) => {
    if (request.url?.startsWith('/known')) connections.vouchFor(request);
    if (connections.isBeyond(request)) response.end('beyond');
    else if (request.url?.endsWith('/held')) held.push(() => response.end('held'));
    else response.end('here');
  });
  connections = limitConnections(server, {
    ...{ total: 6, perAddress: 3, isProxy: (address) => address === PROXY },
    onDropped: () => dropped++,
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

type Client = Socket & { said: string };

/** A client that never closes by itself, at an address of this machine. */
async function client(localAddress: string, text = HALF): Promise<Client> {
  const { port } = server.address() as AddressInfo;
  const socket = connect({ port, host: '127.0.0.1', localAddress, allowHalfOpen: true });
  sockets.push(socket);
  const heard = Object.assign(socket, { said: '' });
  socket.setEncoding('utf8').on('data', (said: string) => {
    heard.said += said;
  });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(text);
  return heard;
}

/** A request whose body does not arrive whole. */
const body = (path: string) => `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n{`;
const request = (path = '/', more = '') => `GET ${path} HTTP/1.1\r\nHost: a\r\n${more}\r\n`;
const answered = async (localAddress: string) => {
  const asking = await client(localAddress, request());
  await until('an answer', () => asking.said.includes('here'));
  asking.destroy();
};
const open = () =>
  new Promise<number>((resolve) => server.getConnections((_, count) => resolve(count)));
const isClosed = (socket: Socket) => socket.readableEnded || socket.destroyed;

describe('an address at its limit', () => {
  test('gives the place of what has waited longest to a newcomer', async () => {
    const first = await client('127.0.0.1');
    for (let i = 0; i < 2; i++) await client('127.0.0.1');
    await until('three', async () => (await open()) === 3);
    await answered('127.0.0.1');
    expect(isClosed(first)).toBe(true);
    expect(dropped).toBe(1);
  });

  test('lets a newcomer know where all come whole from somebody known, until one is done', async () => {
    for (let i = 0; i < 3; i++) await client('127.0.0.1', request('/known/held'));
    await until('three at work', () => held.length === 3);
    const beyond = await client('127.0.0.1', request());
    await until('it is answered', () => beyond.said.includes('beyond'));
    expect(dropped).toBe(0);
    // others have their own
    await answered('127.0.0.2');
    beyond.destroy();
    held[0]!();
    await until('one waits again', () => sockets[0]!.bytesRead > 0);
    await answered('127.0.0.1');
    expect(held).toHaveLength(3);
    expect(sockets.slice(1, 3).some(isClosed)).toBe(false);
  });

  test('lets go a request that did not show who sends it, the one that moved longest ago', async () => {
    const known = await client('127.0.0.1', body('/known/held'));
    const moving = await client('127.0.0.1', body('/held'));
    await until('two at work', () => held.length === 2);
    const still = await client('127.0.0.1', body('/held'));
    await until('three at work', () => held.length === 3);
    const trickle = setInterval(() => moving.write('x'), 100);
    // it is looked every second
    await sleep(2_500);
    await answered('127.0.0.1');
    clearInterval(trickle);
    expect([known, still, moving].map(isClosed)).toEqual([false, true, false]);
    const later = await client('127.0.0.1', request('/known/held'));
    await until('a fourth at work', () => held.length === 4);
    await answered('127.0.0.1');
    expect([known, moving, later].map(isClosed)).toEqual([false, true, false]);
  });

  test('lets go a request of somebody known that has not arrived whole, before one that has', async () => {
    const whole = await client('127.0.0.1', request('/known/held'));
    const parts = await client('127.0.0.1', body('/known/held'));
    const others = await client('127.0.0.1', request('/known/held'));
    await until('three at work', () => held.length === 3);
    await answered('127.0.0.1');
    expect([whole, parts, others].map(isClosed)).toEqual([false, true, false]);
  });

  test('is none where it is a proxy', async () => {
    for (let i = 0; i < 5; i++) await client(PROXY);
    await until('five', async () => (await open()) === 5);
    expect(dropped).toBe(0);
  });
});

describe('a server at its limit', () => {
  test('takes the place from the address with the most that wait', async () => {
    const lone = await client('127.0.0.3');
    const many: Socket[] = [];
    for (let i = 0; i < 5; i++) many.push(await client(PROXY));
    await until('six', async () => (await open()) === 6);
    await answered('127.0.0.4');
    await until('the oldest is closed', () => isClosed(many[0]!));
    expect(many.slice(1).some(isClosed)).toBe(false);
    expect(isClosed(lone)).toBe(false);
  });

  test('counts what is gone no more', async () => {
    for (let round = 0; round < 4; round++) {
      for (let i = 0; i < 3; i++) (await client('127.0.0.1')).destroy();
      await until('none', async () => (await open()) === 0);
    }
    for (let i = 0; i < 3; i++) await answered('127.0.0.1');
    expect(dropped).toBe(0);
  });
});
