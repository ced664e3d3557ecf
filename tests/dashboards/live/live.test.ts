import { beforeEach, describe, expect, test } from 'vitest';
import { ward } from '../ward.ts';
import { FakeServer } from './fake-server.ts';

const NINE = '2026-01-05T09:00:00Z';
const A = ward({ wardId: 'A' });
const B = ward({ wardId: 'B' });
const SNAPSHOT = { streamTime: NINE, silentSources: [], wards: [A, B] };
const TICK = { streamTime: NINE, now: NINE };

let server: FakeServer;
beforeEach(() => {
  server = new FakeServer();
  server.live.start();
});

describe('a stream that works', () => {
  test('is awaited, then shown, ward by ward', () => {
    expect(server.view).toMatchObject({ connection: 'connecting', wards: [], heardAt: null });
    server.stream.send('snapshot', SNAPSHOT);
    expect(server.view).toMatchObject({ connection: 'live', wards: [A, B], heardAt: server.now() });
    const heavier = { ...A, minutes: 400 };
    server.stream.send('ward', heavier);
    expect(server.view.wards).toEqual([heavier, B]);
  });

  test('is live as long as it ticks', async () => {
    server.stream.send('snapshot', SNAPSHOT);
    for (let i = 0; i < 10; i += 1) {
      await server.pass(15);
      server.stream.send('tick', TICK);
    }
    expect(server.view.connection).toBe('live');
    expect(server.streams).toHaveLength(1);
    expect(server.polls).toBe(0);
  });

  test('shows time by the server’s clock', () => {
    server.stream.send('tick', { ...TICK, now: '2026-01-05T10:00:00Z' });
    expect(server.view.now).toBe(Date.UTC(2026, 0, 5, 10));
    expect(server.view.heardAt).toBe(server.view.now);
  });
});

describe('silence', () => {
  beforeEach(() => server.stream.send('snapshot', SNAPSHOT));

  test('is noticed after 45 s and not before, with the last values and their time', async () => {
    const heardAt = server.now();
    await server.pass(44);
    expect(server.view.connection).toBe('live');
    await server.pass(1);
    expect(server.view).toMatchObject({ connection: 'silent', wards: [A, B], heardAt });
  });

  test('reopens the stream, and one message is enough', async () => {
    const silent = server.stream;
    await server.pass(48);
    expect(silent.closed).toBe(true);
    expect(server.streams).toHaveLength(2);
    server.stream.send('snapshot', { ...SNAPSHOT, wards: [B] });
    expect(server.view).toMatchObject({ connection: 'live', wards: [B] });
  });

  test('a stream given up has no more say', async () => {
    const silent = server.stream;
    await server.pass(48);
    silent.send('snapshot', { ...SNAPSHOT, wards: [] });
    expect(server.view).toMatchObject({ connection: 'silent', wards: [A, B] });
  });
});

describe('failures', () => {
  beforeEach(() => server.stream.send('snapshot', SNAPSHOT));

  test('two breaks are left to the browser, which knows the last id', async () => {
    server.stream.break();
    await server.pass(3);
    server.stream.break();
    await server.pass(3);
    server.stream.send('ward', B);
    expect(server.streams).toHaveLength(1);
    expect(server.polls).toBe(0);
    expect(server.view.connection).toBe('live');
  });

  test('a stream the browser gave up is opened again after three seconds', async () => {
    server.stream.refuse();
    await server.pass(2);
    expect(server.streams).toHaveLength(1);
    await server.pass(1);
    expect(server.streams).toHaveLength(2);
  });

  test('after three failures the wards are polled every 30 s', async () => {
    server.answer = { ...SNAPSHOT, wards: [B] };
    for (let i = 0; i < 3; i += 1) server.stream.break();
    expect(server.stream.closed).toBe(true);
    await server.pass(1);
    expect(server.view).toMatchObject({ connection: 'polling', wards: [B] });
    expect(server.polls).toBe(1);
    server.refusesStreams = true;
    await server.pass(28);
    expect(server.streams).toHaveLength(1);
    await server.pass(1);
    expect(server.polls).toBe(1);
    await server.pass(1);
    expect(server.polls).toBe(2);
    await server.pass(90);
    expect(server.view.connection).toBe('polling');
  });

  test('polling ends when the stream speaks', async () => {
    server.answer = SNAPSHOT;
    for (let i = 0; i < 3; i += 1) server.stream.break();
    await server.pass(31);
    expect(server.streams).toHaveLength(2);
    server.stream.send('snapshot', SNAPSHOT);
    const { polls } = server;
    for (let i = 0; i < 6; i += 1) {
      await server.pass(15);
      server.stream.send('tick', TICK);
    }
    expect(server.polls).toBe(polls);
    expect(server.view.connection).toBe('live');
  });

  test('neither stream nor answer is lost at the first that fails, and comes back by itself', async () => {
    server.refusesStreams = true;
    server.stream.refuse();
    await server.pass(4);
    expect(server.view.connection).not.toBe('lost');
    await server.pass(6);
    expect(server.view).toMatchObject({ connection: 'lost', wards: [A, B] });
    server.refusesStreams = false;
    await server.pass(31);
    server.stream.send('snapshot', SNAPSHOT);
    expect(server.view.connection).toBe('live');
  });
});

test('a server that never answered is lost, and nothing is made up', async () => {
  server.refusesStreams = true;
  server.stream.refuse();
  await server.pass(10);
  expect(server.view).toMatchObject({
    connection: 'lost',
    wards: [],
    heardAt: null,
    dataNow: null,
  });
});

test.each(['signedOut', 'forbidden'] as const)(
  'who is %s sees nothing, and nothing is requested until they sign in',
  async (refusal) => {
    server.stream.send('snapshot', SNAPSHOT);
    server.refuses = refusal;
    server.refusesStreams = true;
    server.stream.refuse();
    await server.pass(120);
    expect(server.view).toMatchObject({ connection: refusal, wards: [] });
    expect(server.streams).toHaveLength(1);
    expect(server.polls).toBe(0);
    server.refuses = null;
    server.refusesStreams = false;
    server.live.resume();
    server.stream.send('snapshot', SNAPSHOT);
    expect(server.streams).toHaveLength(2);
    expect(server.view).toMatchObject({ connection: 'live', wards: [A, B] });
  },
);

test('a refusal that arrives after a sign-in does not sign out again', async () => {
  server.refuses = 'signedOut';
  server.stream.refuse();
  // the form of another request was there already, and the user was quick
  server.live.resume();
  await server.pass(0);
  server.stream.send('snapshot', SNAPSHOT);
  expect(server.view).toMatchObject({ connection: 'live', wards: [A, B] });
});

test('nothing happens after stop', async () => {
  server.stream.send('snapshot', SNAPSHOT);
  server.live.stop();
  const { view } = server;
  await server.pass(120);
  expect(server.view).toBe(view);
  expect(server.stream.closed).toBe(true);
  expect(server.streams).toHaveLength(1);
});
