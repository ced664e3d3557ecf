import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { pino } from 'pino';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { networksOf } from '../../../services/http/client-address.ts';
import { type HttpProblem, sendProblem } from '../../../services/http/problem.ts';
import { createMetrics } from '../../../services/platform/metrics.ts';
import { guard } from '../../../services/security/auth/guard.ts';
import { createKey, keyText, parseKey } from '../../../services/security/auth/key.ts';
import { isLoopback } from '../../../services/security/auth/loopback.ts';
import { addKey } from '../../../services/security/auth/manage-keys.ts';
import { ruleOf } from '../../../services/security/auth/policy.ts';
import { cli } from '../../support/cli.ts';
import { GuardedApp } from './app.ts';

const folder = mkdtempSync(join(tmpdir(), 'vi-guard-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let house: GuardedApp;
beforeEach(async () => {
  house = await new GuardedApp().open({ rateLimit: 3 });
});
afterEach(() => house.end());

describe('a route', () => {
  const bare = () => {
    const app = Fastify();
    app.setValidatorCompiler(validatorCompiler);
    app.setSerializerCompiler(serializerCompiler);
    app.setErrorHandler((error, _, reply) => sendProblem(reply, error as HttpProblem));
    return app;
  };
  const guarded = async () => {
    const app = bare();
    await guard(app, house.access);
    return app;
  };

  test('that no rule is declared for cannot start', async () => {
    const app = await guarded();
    expect(() => app.get('/v1/secrets', async () => 1)).toThrow('GET /v1/secrets has no rule');
    expect(() =>
      app.route({ method: ['GET', 'PUT'], url: '/v1/wards', handler: async () => 1 }),
    ).toThrow('PUT /v1/wards has no rule');
    expect(() => app.get('/data.ndjson', async () => 1)).toThrow('has no rule');
    await app.close();
  });

  test('that was there before the guard lets nobody in', async () => {
    const app = bare();
    app.get('/v1/secrets', async () => 'secret');
    await guard(app, house.access);
    const headers = { authorization: `Bearer ${house.localKey}` };
    expect((await app.inject({ url: '/v1/secrets', headers })).statusCode).toBe(403);
    expect((await app.inject('/v1/secrets')).statusCode).toBe(401);
    await app.close();
  });

  test.each([
    ['GET', '/', 'public'],
    ['GET', '/index.html', 'public'],
    ['HEAD', '/favicon.svg', 'public'],
    ['GET', '/problem.css', 'public'],
    ['GET', '/assets/main-x.js', 'public'],
    ['GET', '/assets', undefined],
    ['GET', '/session-secret', undefined],
    ['POST', '/', undefined],
    ['DELETE', '/v1/wards', undefined],
    ['GET', '/constructor', undefined],
  ])('%s %s: %s', (method, url, rule) => {
    expect(ruleOf(method, url)?.rule).toBe(rule);
  });

  test('has for HEAD the rule of GET', () => {
    expect(ruleOf('HEAD', '/metrics')).toEqual(ruleOf('GET', '/metrics'));
    expect(ruleOf('GET', '/docs/static/index.html')?.entry).toBe('GET /docs/*');
  });
});

describe('the limit', () => {
  const signIn = async (key: string) => {
    const headers = { authorization: `Bearer ${key}` };
    const answer = await house.app.inject({ method: 'POST', url: '/v1/session', headers });
    return answer.statusCode;
  };

  test('is of each caller, counts a minute, and says when to come again', async () => {
    const key = house.localKey;
    const limited = [];
    for (let i = 0; i < 5; i++) limited.push(await house.get('/v1/wards', key));
    expect(limited.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 429, 429]);
    const { headers, ...answer } = limited[4]!;
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    expect(headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.json().type).toBe('urn:vardintensitet:problem:rate-limited');
    expect(answer.json().detail).toBe('Expected at most 3 requests a minute of one caller');
    expect(await house.status('/v1/encounters/E/intensity', key)).toBe(429);
    // strangers have their own, and hold up nobody
    expect(await house.status('/v1/wards')).toBe(401);
  });

  test('is not of events, health and those who may do anything', async () => {
    const headers = { authorization: `Bearer ${house.localKey}` };
    const statuses = new Set<number>();
    for (let i = 0; i < 6; i++) {
      statuses.add(
        (await house.app.inject({ method: 'POST', url: '/v1/events', headers })).statusCode,
      );
      statuses.add(await house.status('/health/live'));
    }
    expect(statuses).toEqual(new Set([200]));
    const free = await new GuardedApp().open({ rateLimit: 0 });
    for (let i = 0; i < 6; i++) expect(await free.status('/v1/wards', free.localKey)).toBe(200);
    await free.end();
  });

  test('holds for guesses: an address with too many wrong keys has to wait, and leaves no line', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 22; i++) statuses.push(await house.status('/v1/wards', `guess-${i}`));
    expect(statuses).toEqual([...new Array(20).fill(401), 429, 429]);
    const { detail } = (await house.get('/v1/wards', 'guess')).json();
    expect(detail).toMatch(/^Expected at most 20 wrong keys, tokens or links a minute/);
    // who shows nothing has a limit of their own, and who shows a valid key waits for neither
    expect(await house.status('/v1/wards')).toBe(401);
    expect(await house.status('/v1/wards', house.localKey)).toBe(200);
    expect(await signIn(house.localKey)).toBe(200);
    expect(await signIn('guess')).toBe(429);
    expect(await house.status('/login?token=guess')).toBe(429);
    // the right link is one all the same
    expect(await house.status(house.access.link(''))).toBe(303);
  });

  test('counts clients behind a proxy one by one, and nobody else’s word for who they are', async () => {
    const behind = await new GuardedApp().open({ isProxy: networksOf(['127.0.0.1']) });
    const guesses = async (on: GuardedApp, header: (index: number) => string) => {
      const statuses = new Set<number>();
      for (let i = 0; i < 30; i++) {
        statuses.add(await on.status('/v1/wards', 'guess', { 'x-forwarded-for': header(i) }));
      }
      return [...statuses];
    };
    expect(await guesses(behind, (i) => `198.51.100.${i}`)).toEqual([401]);
    // made up by the client, before what the proxy adds
    expect(await guesses(behind, (i) => `203.0.113.${i}, 192.0.2.1`)).toEqual([401, 429]);
    // a network of 64 bits is one client
    expect(await guesses(behind, (i) => `2001:db8:1:2::${i}`)).toEqual([401, 429]);
    expect(await guesses(house, (i) => `198.51.100.${i}`)).toEqual([401, 429]);
    await behind.end();
  });

  test('holds for a key’s id too: a wrong secret is in the log and a metric', async () => {
    const metrics = createMetrics();
    let logged = '';
    const log = pino({}, { write: (line) => (logged += line) });
    const file = join(folder, 'guessed.json');
    const key = await addKey(file, { name: 'n', grants: ['planner'], expiresAt: null });
    const other = await new GuardedApp().open({ file, metrics, log });
    const { id } = parseKey(key)!;
    for (let i = 0; i < 5; i++) {
      await other.status('/v1/wards', keyText({ id, secret: createKey().secret }));
    }
    await other.status('/v1/wards', keyText(createKey()));
    await other.status('/v1/wards', 'nonsense');
    const counted = (await metrics.failedSignIns.get()).values;
    expect(counted.map(({ labels, value }) => [labels.by, value])).toEqual([
      ...[['wrong-secret', 5] as const, ['unknown-key', 1] as const],
      ['token', 1],
    ]);
    await other.end();
    // at once, and then with the number of the others
    const lines = logged
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ key, count }) => [key, count])).toEqual([
      [id, 1],
      [id, 4],
    ]);
    expect(logged).not.toContain(key);
  });
});

describe('purpose', () => {
  test.each([
    ['vårdplatsmöte', 200, 'vårdplatsmöte'],
    [Buffer.from('vårdplatsmöte').toString('latin1'), 200, 'vårdplatsmöte'],
    ['  ', 200, null],
    ['x'.repeat(200), 200, 'x'.repeat(200)],
    ['x'.repeat(201), 400, null],
    ['a\u0085b', 400, null],
  ])('%j', async (purpose, status, noted) => {
    expect(await house.status('/v1/wards', house.localKey, { purpose })).toBe(status);
    expect(house.lines('2026-01').at(-1)).toMatchObject({ status, purpose: noted });
  });
});

describe('where a server listens', () => {
  test.each(['127.0.0.1', '127.8.8.8', '::1', '[::1]', 'localhost', 'LOCALHOST'])(
    '%s is here',
    (host) => {
      expect(isLoopback(host)).toBe(true);
    },
  );
  test.each(['0.0.0.0', '::', '', '10.0.0.1', '127.0.0.1.example.org', 'localhost.example.org'])(
    '"%s" is not',
    (host) => expect(isLoopback(host)).toBe(false),
  );

  test('it refuses to be reached by others when nothing says who they may be', async () => {
    const data = join(folder, 'data');
    const run = cli('serve', '--simulate', '--host', '0.0.0.0', '--data', data);
    expect(run.status).toBe(1);
    expect(run.stderr).toMatch(
      /^error: --host 0\.0\.0\.0 can be reached .* Give --access FILE.*\n$/,
    );
    const broken = join(folder, 'broken.json');
    writeFileSync(broken, '{}');
    mkdirSync(data, { recursive: true });
    const given = cli(
      'serve',
      '--simulate',
      '--host',
      '0.0.0.0',
      '--access',
      broken,
      '--data',
      data,
    );
    expect(given.status).toBe(1);
    expect(given.stderr).toContain('keys, oidc or both');
  });
});

test('a stream is let go once its key is withdrawn', async () => {
  const file = join(folder, 'stream.json');
  const key = await addKey(file, { name: 'n', grants: ['planner'], expiresAt: null });
  const other = await new GuardedApp().open({ file });
  const origin = await other.app.listen({ port: 0, host: '127.0.0.1' });
  const headers = { authorization: `Bearer ${key}` };
  const response = await fetch(`${origin}/v1/stream`, { headers });
  const reader = response.body!.getReader();
  expect(new TextDecoder().decode((await reader.read()).value)).toContain('event: tick');
  await other.access.openStreams.look();
  expect(other.access.openStreams.size).toBe(1);
  writeFileSync(file, '{"keys":[]}');
  other.now += 5_000;
  await other.access.openStreams.look();
  await expect(reader.read()).rejects.toThrow();
  await expect
    .poll(() => other.lines('2026-01').at(-1))
    .toMatchObject({ ended: true, status: 200 });
  await other.end();
});
