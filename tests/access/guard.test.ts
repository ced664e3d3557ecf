import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { guard } from '../../services/access/guard.ts';
import { isLoopback } from '../../services/access/loopback.ts';
import { addKey } from '../../services/access/manage-keys.ts';
import { ruleOf } from '../../services/access/policy.ts';
import { type HttpProblem, sendProblem } from '../../services/http/problem.ts';
import { cli } from '../process/cli.ts';
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
    app.get('/v1/secrets', async () => 'told');
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
  test('is of each caller, counts a minute, and says when to come again', async () => {
    const key = house.localKey;
    const limited = [];
    for (let i = 0; i < 5; i++) limited.push(await house.get('/v1/wards', key));
    expect(limited.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 429, 429]);
    const { headers, ...answer } = limited[4]!;
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    expect(headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.json().type).toBe('urn:vardintensitet:problem:rate-limited');
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

  test('holds for guesses: whoever is nobody too often is told to wait, and leaves no line', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 5; i++) statuses.push(await house.status('/v1/wards', `guess-${i}`));
    expect(statuses).toEqual([401, 401, 401, 429, 429]);
    expect(house.lines('2026-01')).toHaveLength(3);
    expect(await house.status('/v1/wards', house.localKey)).toBe(200);
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
  ])('%j', async (purpose, status, told) => {
    expect(await house.status('/v1/wards', house.localKey, { purpose })).toBe(status);
    expect(house.lines('2026-01').at(-1)).toMatchObject({ status, purpose: told });
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
  }, 30_000);
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
  await other.access.openAnswers.look();
  expect(other.access.openAnswers.size).toBe(1);
  writeFileSync(file, '{"keys":[]}');
  other.now += 5_000;
  await other.access.openAnswers.look();
  await expect(reader.read()).rejects.toThrow();
  await expect
    .poll(() => other.lines('2026-01').at(-1))
    .toMatchObject({ ended: true, status: 200 });
  await other.end();
});
