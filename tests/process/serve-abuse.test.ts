import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Warehouse } from '../../pipelines/warehouse/warehouse.ts';
import { PATIENCE } from '../support/patience.ts';
import { EventStream } from './event-stream.ts';
import { killServers, LiveServer, type Outcome, until } from './live-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'vi-serve-abuse-'));
const at = (name: string) => join(folder, name);
const sitePath = at('site.json');
/** Enough of them that a ward's history times their number is more than a socket takes. */
const WARDS = Array.from({ length: 40 }, (_, index) => `W${index}`);
const MINUTE = 60_000;
const START = Date.parse('2026-01-05T08:00:00Z');
const NDJSON = 'application/x-ndjson';
let server: LiveServer;
let made = 0;

beforeAll(async () => {
  const ward = { type: 'medicine', beds: 10, nightPatientsPerStaff: 7.5 };
  const wards = WARDS.map((wardId) => ({ wardId, name: wardId, ...ward }));
  writeFileSync(sitePath, JSON.stringify({ siteId: 'x', model: 'vi-1', name: 'x', wards }));
  server = await LiveServer.start(sitePath, at('data'), '--log-level', 'debug');
  await server.post(WARDS.map((wardId) => admission(wardId)));
  await until('the patients are served', async () => {
    const { wards: now } = await server.json<{ wards: { census: number | null }[] }>('/v1/wards');
    return now.every(({ census }) => census === 1);
  });
});
afterAll(async () => {
  await killServers();
  rmSync(folder, { recursive: true, force: true });
});

const instant = (minute: number) => new Date(START + minute * MINUTE).toISOString();

function admission(wardId: string, encounterId = `E-${wardId}`) {
  const occurredAt = instant(0);
  const id = `admission-${encounterId}`;
  return {
    ...{ id, source: 'adt', type: 'admission', encounterId, wardId, occurredAt },
    recordedAt: occurredAt,
  };
}

/** Something that is new each time, `minute` minutes after the start. */
function observation(minute: number, encounterId = 'E-W0') {
  const occurredAt = instant(minute);
  const id = `observation-${++made}`;
  const body = { type: 'observation', code: 'heart-rate', value: 60 + (made % 80) };
  return { id, source: 'ehr', encounterId, occurredAt, recordedAt: occurredAt, ...body };
}

const observations = (count: number, minute = 1) =>
  Array.from({ length: count }, () => observation(minute));

/** A socket that says `text` and nothing more. */
function caller(origin: string, text = ''): Promise<Socket> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      socket.off('error', reject).on('error', () => undefined);
      if (text === '') resolve(socket);
      else socket.write(text, () => resolve(socket));
    });
    socket.once('error', reject);
  });
}

describe('bodies', () => {
  test('half a body that stalls holds up nobody, and leaves nothing', async () => {
    const { authorization } = server.authorization;
    const head = (type: string) =>
      `POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorization}\r\nContent-Type: ${type}\r\nContent-Length: 100000\r\n\r\n`;
    const line = JSON.stringify(observation(1));
    const received = await server.metric('vardintensitet_events_received_total');
    const stalled = await Promise.all([
      caller(server.origin, `${head('application/json')}[${line},`),
      caller(server.origin, `${head(NDJSON)}${line}\n${line.slice(0, 40)}`),
    ]);
    expect(await server.post(observations(50))).toMatchObject({ accepted: 50 });
    for (const socket of stalled) socket.destroy();
    await sleep(100);
    expect(await server.post(observations(50))).toMatchObject({ accepted: 50 });
    expect(await server.metric('vardintensitet_events_received_total')).toBe(received + 100);
  });

  test('more than 8 MB of JSON is a problem of its own, with or without a length', async () => {
    const body = Buffer.alloc(9 * 1024 * 1024, ' ');
    for (const headers of [{ 'content-length': body.length }, { 'transfer-encoding': 'chunked' }]) {
      const answer = await postSlowly(server, headers, body);
      expect(answer.status).toBe(413);
      expect(answer.type).toMatch(/^application\/problem\+json/);
      expect(JSON.parse(answer.text)).toMatchObject({
        type: 'urn:vardintensitet:problem:too-large',
        status: 413,
        detail: expect.stringMatching(/at most 8 MB; send more as application.x-ndjson/),
      });
    }
  });

  test('a line of 2 MB is rejected, those around it are accepted', async () => {
    const [before, after] = observations(2);
    const long = JSON.stringify({ ...observation(1), id: 'x'.repeat(2 * 1024 * 1024) });
    const outcome = await send(`${JSON.stringify(before)}\n${long}\n${JSON.stringify(after)}\n`);
    expect(outcome.results.map(({ status, reason }) => [status, reason])).toEqual([
      ['accepted', undefined],
      ['rejected', 'too-large'],
      ['accepted', undefined],
    ]);
  });

  test('a hundred such lines in one body neither fail nor fill the memory', async () => {
    const before = await residentMegabytes();
    const long = `${'x'.repeat(2 * 1024 * 1024)}\n`;
    const { accepted, rejected } = await send(long.repeat(100) + JSON.stringify(observation(1)));
    expect({ accepted, rejected }).toEqual({ accepted: 1, rejected: 100 });
    expect((await residentMegabytes()) - before).toBeLessThan(400);
    expect(await send(`${'x'.repeat(15 * 1024 * 1024)}\n`)).toMatchObject({ rejected: 1 });
  });
});

test('a thousand idle connections are nothing to those who post', async () => {
  const before = await residentMegabytes();
  const idle = await Promise.all(Array.from({ length: 1000 }, () => caller(server.origin)));
  try {
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, () => server.post(observations(20))),
    );
    expect(outcomes.map(({ accepted }) => accepted)).toEqual(new Array(10).fill(20));
    expect((await residentMegabytes()) - before).toBeLessThan(150);
  } finally {
    for (const socket of idle) socket.destroy();
  }
});

describe('the stream', () => {
  const clients = () => server.metric('vardintensitet_stream_clients');
  const noClients = () => until('no client is left', async () => (await clients()) === 0);

  test('a client that reconnects gets what changed, and no snapshot', async () => {
    const first = new EventStream(server);
    const { id } = await first.next(({ event }) => event === 'snapshot');
    first.vanish();
    await server.post([admission('W7', 'E-new')]);
    const other = new EventStream(server);
    const snapshot = await other.next(({ event }) => event === 'snapshot');
    expect(snapshot.data.wards).toHaveLength(WARDS.length);
    await until('the change is served', async () => {
      const { wards } = await server.json<{ wards: { census: number }[] }>('/v1/wards');
      return wards[7]!.census === 2;
    });

    const again = new EventStream(server, id);
    const update = await again.next(({ data }) => data.wardId === 'W7');
    expect(update.event).toBe('ward');
    expect(again.messages.map(({ event }) => event)).not.toContain('snapshot');
    for (const unknown of ['00000000-1', `${id}9999`, 'nonsense']) {
      const stranger = new EventStream(server, unknown);
      await stranger.next(({ event }) => event === 'snapshot');
      expect(stranger.messages[0]!.event).toBe('snapshot');
      stranger.vanish();
    }
    again.vanish();
    other.vanish();
    await noClients();
  });

  test('a client that never reads costs little, and others get updates; gone, it is counted out', async () => {
    const listener = new EventStream(server);
    await listener.next(({ event }) => event === 'snapshot');
    let hour = 0;
    // each step closes an hour, and so changes every ward: 40 wards of 2 kB, to every client
    const closeHours = async (hours: number) => {
      const end = hour + hours;
      while (hour < end) {
        const from = listener.messages.length;
        await server.post([tick(++hour * 60)]);
        await listener.next(({ event }) => event === 'ward', from);
      }
    };
    // what the process grows by in its first hours is not the clients'
    await closeHours(30);
    const deaf = Array.from({ length: 20 }, () => new EventStream(server));
    for (const { socket } of deaf) socket.pause();
    await until('all are there', async () => (await clients()) === 21);
    const before = await residentMegabytes();
    await closeHours(60);
    expect(listener.messages.filter(({ event }) => event === 'ward').length).toBeGreaterThan(400);
    // what is kept for them: garbage of the last hours goes when it is collected
    const kept = async () => (await residentMegabytes()) - before;
    await expect.poll(kept, { interval: 1_000 }).toBeLessThan(80);
    expect(await clients()).toBe(21);
    for (const client of [...deaf, listener]) client.vanish();
    await noClients();
  });
});

test('a disk that takes no more: nothing is acknowledged, every sender gets an error, and it recovers by itself', async () => {
  const full = await LiveServer.start(sitePath, at('full'), '--log-level', 'error');
  const ready = async () => (await full.request('/health/ready')).status;
  const limit = (bytes: string) =>
    execFileSync('prlimit', ['--pid', String(full.process.pid), `--fsize=${bytes}:unlimited`]);
  await full.post(WARDS.map((wardId) => admission(wardId)));
  await until('ready', async () => (await ready()) === 200);
  // no file may become larger: writing fails, as on a full disk
  limit('4096');
  const lost = observations(200);
  const response = await full.send(JSON.stringify(lost), 'application/json');
  expect(response.status).toBe(503);
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await response.json()).toMatchObject({ type: 'urn:vardintensitet:problem:not-stored' });
  expect(await ready()).toBe(503);
  expect(await full.metric('vardintensitet_failures_total{of="storing"}')).toBe(1);
  // what it logs comes by another way than what it answers
  await until('it is logged', () => full.stderr.includes('"category":"storage"'));
  expect(full.stderr).not.toContain(lost[0]!.id);
  const audited = () => full.request('/v1/site').then(({ status }) => status);
  await until('the audit has no room either', async () => (await audited()) === 503);
  await until('the audit is in the log', () =>
    /"category":"storage","traceId":"[^"]+","msg":"the audit cannot be written"/.test(full.stderr),
  );
  expect(await (await full.request('/health/ready')).json()).toMatchObject({
    reasons: expect.arrayContaining(['storing-fails', 'audit']),
  });
  limit('unlimited');
  // though nobody sends anything
  await until('ready by itself', async () => (await ready()) === 200);
  expect(await full.metric('vardintensitet_failures_total{of="storing"}')).toBe(1);
  expect(await full.post(lost)).toMatchObject({ accepted: 200, duplicates: 0 });
  await until('ready again', async () => (await ready()) === 200);
  expect((await full.stop()).code).toBe(0);
});

test('a body that is packed is refused, and not taken for nonsense', async () => {
  const headers = { 'content-type': NDJSON, 'content-encoding': 'gzip' };
  const body = gzipSync(JSON.stringify(observation(1)));
  const response = await server.request('/v1/events', { method: 'POST', headers, body });
  expect(response.status).toBe(415);
  expect(await response.text()).toContain('content-encoding');
});

test('a full queue says when to try again, and takes events again later', async () => {
  const small = await LiveServer.start(sitePath, at('small'), '--queue', '5');
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, index) =>
      small.send(
        JSON.stringify(index === 0 ? [admission('W0')] : observations(4)),
        'application/json',
      ),
    ),
  );
  const busy = answers.filter(({ status }) => status === 429);
  expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
  expect(busy.length).toBeGreaterThan(0);
  expect(busy.length + answers.filter(({ status }) => status === 200).length).toBe(60);
  for (const answer of busy) {
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(await answer.json()).toMatchObject({ type: 'urn:vardintensitet:problem:too-busy' });
  }
  // more than the queue has room for is taken where nothing waits
  await until('the queue is empty', async () => (await small.post(observations(8))).accepted === 8);
  expect((await small.stop()).code).toBe(0);
});

test('no error names a patient, neither to the sender nor in the log', async () => {
  const secret = 'SECRET19121212';
  const event = observation(1, secret);
  const bad: [string, string][] = [
    [`{"encounterId":"${secret}", nonsense`, 'application/json'],
    [`${secret}\n{"encounterId":"${secret}"\n`, NDJSON],
    [JSON.stringify(event), 'text/plain'],
    [JSON.stringify(event), `application/${secret}`],
    ...[
      { ...event, type: secret },
      { ...event, value: secret },
      { ...event, unit: secret },
      { ...event, occurredAt: secret },
      { ...event, recordedAt: '2999-01-01T00:00:00Z' },
      { ...event, occurredAt: '2999-01-01T00:00:00Z' },
      { ...event, status: secret },
      { ...event, [secret]: 1 },
      { ...event, encounterId: { [secret]: secret } },
      { ...admission(secret, secret) },
      { ...admission('W0', secret), age: secret },
      { ...event, ...{ type: 'assessment', instrument: 'x', total: 1, items: { [secret]: 'x' } } },
      {
        ...event,
        ...{ type: 'assessment', instrument: 'x', total: 1, items: { [`${secret} é`]: 1 } },
      },
      [secret],
      secret,
    ].map((value): [string, string] => [JSON.stringify(value), 'application/json']),
  ];
  const texts: string[] = [];
  for (const [body, type] of bad) {
    const answer = await server.send(body, type as typeof NDJSON);
    const text = await answer.text();
    texts.push(text);
    expect(answer.status >= 400 || (JSON.parse(text) as Outcome).accepted === 0, text).toBe(true);
  }
  for (const path of [
    `/v1/wards/${secret}/intensity?from=${instant(0)}&to=${instant(60)}`,
    `/v1/wards/W0/intensity?from=${secret}&to=${instant(60)}`,
    `/v1/wards/W0/intensity?${secret}=1`,
    `/v1/dead-letters?after=${secret}`,
    `/${secret}`,
    `/v1/events/%${secret}`,
  ]) {
    const answer = await server.request(path);
    expect(answer.status, path).toBeGreaterThanOrEqual(400);
    texts.push(await answer.text());
  }
  texts.push(await (await server.request('/v1/dead-letters?limit=1000')).text());
  const raw = await caller(server.origin, `GET /${secret} HTTP/9\r\n${secret}\r\n\r\n`);
  texts.push(
    await new Promise<string>((resolve) => {
      let text = '';
      raw.setEncoding('utf8').on('data', (more: string) => (text += more));
      raw.on('close', () => resolve(text));
    }),
  );
  expect(texts.filter((text) => text.includes(secret))).toEqual([]);
  expect(server.stderr).not.toContain(secret);
  expect(await server.metric('vardintensitet_events_waiting')).toBe(0);
});

test('a stop under load is orderly: in time, with 0, and what was acknowledged is there', async () => {
  const data = at('stopped');
  const stopped = await LiveServer.start(sitePath, data);
  await stopped.post([admission('W0')]);
  const stalled = await caller(
    stopped.origin,
    `POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: ${stopped.authorization.authorization}\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n[`,
  );
  const deaf = new EventStream(stopped);
  deaf.socket.pause();
  const acknowledged: string[] = ['admission-E-W0'];
  let isStopping = false;
  const client = async () => {
    while (!stopped.hasEnded) {
      const events = observations(50);
      try {
        const answer = await stopped.send(JSON.stringify(events), 'application/json');
        if (answer.status === 200) {
          const { accepted } = (await answer.json()) as Outcome;
          expect(accepted).toBe(50);
          acknowledged.push(...events.map(({ id }) => id));
        } else expect([429, 503]).toContain(answer.status);
      } catch (error) {
        if (!isStopping) throw error;
        await sleep(20);
      }
    }
  };
  const work = Array.from({ length: 6 }, client);
  await until('some events are stored', () => acknowledged.length > 100);
  isStopping = true;
  const { code, milliseconds } = await stopped.stop();
  await Promise.all(work);
  stalled.destroy();
  deaf.vanish();
  expect(code).toBe(0);
  expect(milliseconds).toBeLessThan(20_000);

  const again = await LiveServer.start(sitePath, data);
  expect((await again.json<{ wards: { census: number }[] }>('/v1/wards')).wards[0]!.census).toBe(1);
  expect((await again.stop()).code).toBe(0);
  const warehouse = await Warehouse.open(join(data, 'scorer.duckdb'));
  const stored = await (await warehouse.connect()).rows<{ id: string }>('select id from event');
  await warehouse.close();
  const ids = new Set(stored.map(({ id }) => id));
  expect(stored).toHaveLength(ids.size);
  expect(acknowledged.filter((id) => !ids.has(id))).toEqual([]);
});

function tick(minute: number) {
  const occurredAt = instant(minute);
  return {
    ...{ id: `tick-${minute}`, source: 'clock', type: 'tick', occurredAt },
    recordedAt: occurredAt,
  };
}

async function send(body: string): Promise<Outcome> {
  const answer = await server.send(body, NDJSON);
  expect(answer.status).toBe(200);
  return (await answer.json()) as Outcome;
}

async function residentMegabytes(): Promise<number> {
  return (await server.metric('process_resident_memory_bytes')) / 1024 / 1024;
}

/** Posts JSON a piece at a time and reads the answer whenever it comes. */
function postSlowly(
  { origin, authorization }: LiveServer,
  headers: Record<string, string | number>,
  body: Buffer,
) {
  return new Promise<{ status: number; type: string; text: string }>((resolve, reject) => {
    const request = httpRequest(`${origin}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...authorization, ...headers },
      timeout: PATIENCE,
    });
    request.on('timeout', () => request.destroy(new Error('no answer')));
    request.on('error', reject);
    request.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (more: string) => (text += more));
      response.on('end', () => {
        const { statusCode = 0, headers: got } = response;
        resolve({ status: statusCode, type: got['content-type'] ?? '', text });
      });
      response.on('error', reject);
    });
    request.end(body);
  });
}
