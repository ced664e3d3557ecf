import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { limitConnections } from '../../services/http/connections.ts';
import { until } from '../process/live-server.ts';

const HALF = 'GET / HTTP/1.1\r\nHost: a\r\nX-a: ';
const PROXY = '127.0.0.9';
let server: Server;
let dropped: number;
let sockets: Socket[];
/** Answers that are held back. */
let held: (() => void)[];

beforeEach(async () => {
  [dropped, sockets, held] = [0, [], []];
  server = createServer((request, response) => {
    if (request.url === '/held') held.push(() => response.end('held'));
    else response.end('here');
  });
  limitConnections(server, {
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

/** A client that never closes by itself, at an address of this machine. */
async function client(localAddress: string, text = HALF): Promise<Socket & { said: string }> {
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

  test('is turned away where every connection is at work, until one is done', async () => {
    for (let i = 0; i < 3; i++) await client('127.0.0.1', request('/held'));
    await until('three at work', () => held.length === 3);
    const turnedAway = await client('127.0.0.1', request());
    await until('it is closed', () => isClosed(turnedAway));
    expect(turnedAway.said).toBe('');
    // others have their own
    await answered('127.0.0.2');
    held[0]!();
    await until('one waits again', () => sockets[0]!.bytesRead > 0);
    await answered('127.0.0.1');
    expect(held).toHaveLength(3);
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
