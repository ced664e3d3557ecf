import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { site as siteSchema } from '../../../schemas/site.ts';
import { VERSION } from '../../../services/platform/version.ts';
import { until } from '../../process/live-server.ts';
import { TestServer } from '../../support/test-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'vi-http-'));
const REQUEST_TIMEOUT = 400;
const now = () => Date.parse('2026-01-05T12:00:00Z');
const site = siteSchema.parse({
  siteId: 'x',
  model: 'vi-1',
  name: 'x',
  wards: [{ wardId: 'A', name: 'A', type: 'medicine', beds: 4, nightPatientsPerStaff: 7.5 }],
});
let server: TestServer;
let app: TestServer['app'];
/** Shows the key of the machine. */
let headers: { authorization: string };

beforeAll(async () => {
  const dashboards = join(folder, 'pages');
  mkdirSync(dashboards);
  writeFileSync(join(dashboards, 'index.html'), '');
  const data = join(folder, 'data');
  const options = { dashboards, requestTimeout: REQUEST_TIMEOUT };
  server = await TestServer.open({ data, site, now, server: options });
  app = server.app;
  const key = readFileSync(join(data, 'local-key'), 'utf8').trim();
  headers = { authorization: `Bearer ${key}` };
  await app.listen({ port: 0 });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What the server says to bytes that are no whole request, until it lets the connection go. */
function answerTo(bytes: string): Promise<string> {
  const { port } = app.server.address() as { port: number };
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(port, 'localhost', () => socket.write(bytes));
    socket.setEncoding('utf8').on('data', (part) => {
      text += part;
    });
    socket.on('error', reject).on('close', () => resolve(text));
  });
}

const open = () =>
  new Promise<number>((resolve) => app.server.getConnections((_, count) => resolve(count)));
const problemOf = (answer: string) => JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4));

describe('what is no whole request', () => {
  test.each(['application/json', 'application/x-ndjson'])(
    'half a body of %s is let go with a problem',
    async (type) => {
      const head = `POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: ${headers.authorization}\r\nContent-Type: ${type}\r\nContent-Length: 99\r\n\r\n`;
      const answer = await answerTo(`${head}[{"id":`);
      expect(answer).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
      expect(answer).toContain('Content-Type: application/problem+json');
      expect(problemOf(answer)).toMatchObject({ type: 'urn:vardintensitet:problem:timed-out' });
    },
  );

  test.each([
    ['half a head', 'GET / HTTP/1.1\r\nX: '],
    ['half a body', 'POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n['],
    ['nothing', ''],
    ['what is not HTTP', 'x\r\n\r\n'],
    ['a method with no route', 'CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['an expectation', 'GET / HTTP/1.1\r\nHost: x\r\nExpect: much\r\nConnection: close\r\n\r\n'],
  ])('%s is let go by the server, also where the client never closes', async (_, bytes) => {
    const { port } = app.server.address() as { port: number };
    const clients = Array.from({ length: 5 }, () =>
      connect({ port, host: 'localhost', allowHalfOpen: true }, function (this: Socket) {
        this.write(bytes);
      })
        .resume()
        .on('error', () => undefined),
    );
    await until('they are there', () => clients.every(({ connecting }) => !connecting));
    await until('none is left', async () => (await open()) === 0);
    for (const client of clients) client.destroy();
  });

  test('what is not HTTP, and a header that is too large', async () => {
    const nonsense = await answerTo('191212121212\r\n\r\n');
    expect(nonsense).toMatch(/^HTTP\/1\.1 400 /);
    expect(problemOf(nonsense).type).toBe('urn:vardintensitet:problem:malformed-request');
    expect(nonsense).not.toContain('1912');
    const large = await answerTo(`GET / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`);
    expect(large).toMatch(/^HTTP\/1\.1 431 /);
    expect(problemOf(large).status).toBe(431);
  });
});

/** The reasons that the metric of readiness gives. */
async function notReady(): Promise<string[]> {
  const { body } = await app.inject({ url: '/metrics', headers });
  return [...body.matchAll(/^vardintensitet_not_ready{reason="(.*)"} 1$/gm)].map(
    ([, reason]) => reason!,
  );
}

describe('a problem is a page for a browser and JSON for every other client', () => {
  const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
  const UNKNOWN = ['/nope', '/help/fi/', '/help/sv/nope.html', '/ward/NOPE', '/v1/nope', '/%zz'];

  test.each(UNKNOWN)('%s in a browser', async (url) => {
    const { statusCode, headers, body } = await app.inject({ url, headers: { accept: BROWSER } });
    expect([statusCode, headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
    expect(headers.vary).toContain('accept');
    expect(body).toContain('<h1>Sidan finns inte.</h1>');
    expect(body).toContain('<h2>Page not found.</h2>');
    expect(body).toContain('<a href="/">');
  });

  test.each([
    ['/v1/wards/NOPE', 404, 'Sidan finns inte.'],
    ['/v1/wards?nope=1', 400, 'Adressen går inte att använda.'],
    ['/v1/audit?from=x', 400, 'Adressen går inte att använda.'],
  ])('%s in a browser that is signed in', async (url, status, text) => {
    const answer = await app.inject({ url, headers: { ...headers, accept: BROWSER } });
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([
      ...[status, 'text/html; charset=utf-8'],
    ]);
    expect(answer.body).toContain(`<h1>${text}</h1>`);
  });

  test('/v1/wards in a browser that is not', async () => {
    const { statusCode, body } = await app.inject({
      url: '/v1/wards',
      headers: { accept: BROWSER },
    });
    expect(statusCode).toBe(401);
    expect(body).toContain('<h1>Du är inte inloggad.</h1>');
  });

  test.each([undefined, '*/*', 'application/json, text/html;q=0.9'])(
    'for a client that accepts %s',
    async (accept) => {
      for (const url of UNKNOWN) {
        const answer = await app.inject({ url, headers: accept === undefined ? {} : { accept } });
        expect(answer.statusCode).toBe(404);
        expect(answer.headers['content-type']).toContain('application/problem+json');
        expect(answer.json()).toMatchObject({
          status: 404,
          type: 'urn:vardintensitet:problem:not-found',
        });
      }
    },
  );
});

test('health: alive from the start, ready when what was stored is served', async () => {
  const health = async (path: string) => {
    const { statusCode, body } = await app.inject(`/health/${path}`);
    return [statusCode, JSON.parse(body)];
  };
  expect(await health('live')).toEqual([200, { status: 'live' }]);
  expect(await health('ready')).toEqual([503, { status: 'not-ready', reasons: ['starting'] }]);
  expect(await notReady()).toEqual(['starting']);
  await server.serve.start();
  expect(await health('ready')).toEqual([200, { status: 'ready' }]);
  expect(await notReady()).toEqual([]);
});

test('metrics follow an event from the request to what is read', async () => {
  const value = async (name: string) => {
    const { body } = await app.inject({ url: '/metrics', headers });
    const line = body.split('\n').find((each) => each.startsWith(`vardintensitet_${name} `));
    return Number(line?.split(' ').at(-1));
  };
  expect(await value('stream_lag_seconds')).toBeNaN();
  const stay = { source: 't', encounterId: 'E', wardId: 'A' };
  const time = { occurredAt: '2026-01-05T08:00:00Z', recordedAt: '2026-01-05T08:00:00Z' };
  const later = { occurredAt: '2026-01-05T10:00:00Z', recordedAt: '2026-01-05T10:00:00Z' };
  const events = [
    { ...stay, ...time, id: '1', type: 'admission' },
    { source: 't', id: '2', type: 'tick', ...later },
    { source: 't', id: '3', type: 'vard' },
    {
      ...{ ...time, id: '4', type: 'discharge', occurredAt: '2026-01-05T07:00:00Z' },
      ...{ source: 't', encounterId: 'E' },
    },
  ];
  const { statusCode, body } = await app.inject({
    method: 'POST',
    url: '/v1/events',
    headers,
    payload: events,
  });
  expect([statusCode, body]).toEqual([200, body]);
  expect(JSON.parse(body)).toMatchObject({ accepted: 3, rejected: 1 });
  await until('served', async () => (await value('stream_lag_seconds')) === 2 * 3600);
  const health = async () =>
    JSON.parse((await app.inject({ url: '/v1/pipeline/health', headers })).body);
  await until('the delay is known', async () => (await health()).delay !== null);
  const unplaced = {
    'presumed-left': 0,
    'silent-stays': 0,
    'moves-without-effect': 1,
    'orphan-events': 0,
  };
  // once in a few seconds
  await until(
    'what found no place is counted',
    async () => (await health()).unplaced?.['moves-without-effect'] === 1,
  );
  expect((await health()).unplaced).toEqual(unplaced);
  expect(await value('unplaced{list="moves-without-effect",partition="0"}')).toBe(1);
  const listed = await app.inject({ url: '/v1/pipeline/unplaced/moves-without-effect', headers });
  expect(JSON.parse(listed.body)).toEqual({
    ...{ list: 'moves-without-effect', counts: unplaced, next: null },
    items: [
      {
        ...{ encounterId: 'E', wardId: null, reason: 'before-arrival', type: 'discharge' },
        ...{ occurredAt: '2026-01-05T07:00:00Z', recordedAt: time.recordedAt, leftAt: null },
        ...{ source: 't', id: '4', code: null },
      },
    ],
  });
  const { delay, version, startedAt } = await health();
  expect(delay.p50).toBeGreaterThan(0);
  expect(delay).toEqual({ p50: delay.p50, p95: delay.p50 });
  expect({ version, startedAt }).toEqual({
    ...{ version: VERSION, startedAt: '2026-01-05T12:00:00.000Z' },
  });
  expect(await value('events_received_total')).toBe(4);
  expect(await value('events_accepted_total')).toBe(3);
  expect(await value('events_rejected_total{reason="unknown-type"}')).toBe(1);
  expect(await value('events_per_commit_sum')).toBe(3);
  // 08:00, 09:00 and the one that began at 10:00; scored again as time is followed
  expect(await value('encounter_hours_scored_total')).toBeGreaterThanOrEqual(3);
  expect(await value('encounter_hours_published_total')).toBeGreaterThanOrEqual(3);
  const range = 'from=2026-01-05T00:00:00Z&to=2026-01-06T00:00:00Z';
  const hours = await app.inject({ url: `/v1/wards/A/intensity?${range}`, headers });
  const { items } = JSON.parse(hours.body) as { items: { model: string | null }[] };
  expect(items).toHaveLength(24);
  expect(items.filter(({ model }) => model === 'vi-1')).toHaveLength(3);
  expect(await value('query_seconds_count{query="page"}')).toBe(1);
});

test.each(['/', '/ward?id=A', '/v1/wards', '/assets/none.js'])(
  '%s has a policy: only files of this server, no frame, no referrer',
  async (url) => {
    const answer = await app.inject({ url, headers });
    expect(answer.headers).toMatchObject({
      'content-security-policy':
        "default-src 'none';script-src 'self';style-src 'self';img-src 'self' data:;connect-src 'self';" +
        "manifest-src 'self';base-uri 'none';form-action 'none';frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
  },
);
