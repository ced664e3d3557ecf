import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CompactSign, exportSPKI, generateKeyPair, SignJWT } from 'jose';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { GuardedApp, START } from './app.ts';
import { Provider } from './provider.ts';

const folder = mkdtempSync(join(tmpdir(), 'vi-tokens-'));
const file = join(folder, 'access.json');
let provider: Provider;
let house: GuardedApp;

beforeAll(async () => {
  provider = await Provider.start();
  writeFileSync(file, JSON.stringify({ oidc: provider.settings }));
});
afterAll(async () => {
  await provider.stop();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  house = await new GuardedApp().open({ file });
});
afterEach(() => house.end());

const seconds = (milliseconds: number) => Math.floor(milliseconds / 1000);
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

test('a token of the provider lets in to what its claim grants', async () => {
  const roles = ['planner:A,X', 'ward_viewer:B', 'ward_viewer:X', 'other-system-admin', 7];
  const token = await provider.token(START, { roles });
  expect((await house.get('/v1/wards', token)).json().wards).toEqual([
    { wardId: 'A', treating: false },
    { wardId: 'B', treating: true },
  ]);
  expect((await house.get('/v1/session', token)).json()).toMatchObject({
    ...{ subject: 'anna', kind: 'token', expiresAt: '2026-01-05T13:00:00Z' },
    grants: ['planner:A,X', 'ward_viewer:B', 'ward_viewer:X'],
  });
});

test('one that is known and grants nothing of this site is refused, not unknown', async () => {
  for (const roles of [[], ['planner:X'], ['admin'], 'admin', 7, {}, undefined]) {
    const token = await provider.token(START, { roles });
    expect(await house.status('/v1/wards', token), String(roles)).toBe(403);
  }
});

test('an end is kept to, with 30 seconds for clocks that differ', async () => {
  const token = await provider.token(START);
  house.now = START + 3_629_000;
  expect(await house.status('/v1/wards', token)).toBe(200);
  house.now = START + 3_631_000;
  expect(await house.status('/v1/wards', token)).toBe(401);
});

test('what is not the provider’s, or not for this server, is unknown', async () => {
  const other = await generateKeyPair('ES256');
  const spki = await exportSPKI(provider.publicKey);
  const { issuer: iss, audience: aud } = provider;
  const claims = { iss, aud, exp: seconds(START) + 60, sub: 'anna', roles: ['planner'] };
  const [, body] = (await provider.token(START)).split('.');
  const bad = {
    'another issuer': await provider.token(START, { iss: 'https://other.example' }),
    'another audience': await provider.token(START, { aud: 'other' }),
    'no end': await provider.token(START, { exp: undefined }),
    'no subject': await provider.token(START, { sub: undefined }),
    'not yet': await provider.token(START, { nbf: seconds(START) + 3600 }),
    'another key': await provider.token(START, {}, other.privateKey),
    'another key’s name': await new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', kid: 'two' })
      .sign(provider.keys),
    'no signature': `${encoded({ alg: 'none' })}.${encoded(claims)}.`,
    'a signature that is none': `${encoded({ alg: 'none' })}.${encoded(claims)}.AA`,
    // the oldest trick: the public key as a secret that is shared
    'the public key as secret': await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', kid: 'one' })
      .sign(new TextEncoder().encode(spki)),
    'another body': (await provider.token(START, { sub: 'eva' })).replace(/\.[^.]+\./, `.${body}.`),
  };
  for (const [what, token] of Object.entries(bad)) {
    expect(await house.status('/v1/wards', token), what).toBe(401);
  }
  expect(await house.status('/v1/wards', await provider.token(START))).toBe(200);
});

test('a provider that cannot be reached is not the caller’s fault, and is tried again later', async () => {
  const away = await Provider.start();
  writeFileSync(join(folder, 'away.json'), JSON.stringify({ oidc: away.settings }));
  await away.stop();
  const other = await new GuardedApp().open({ file: join(folder, 'away.json') });
  const token = await away.token(START);
  const answer = await other.get('/v1/wards', token);
  expect(answer.statusCode).toBe(503);
  expect(answer.json().type).toBe('urn:vardintensitet:problem:identity-unavailable');
  expect(answer.headers['retry-after']).toBe('5');
  // who shows nothing, or no token, is not kept waiting
  expect(await other.status('/v1/wards')).toBe(401);
  expect(await other.status('/v1/wards', 'nonsense')).toBe(401);
  await other.end();
});

test('the provider is queried once for many tokens, and seldom for keys it does not have', async () => {
  const before = provider.requests;
  const token = await provider.token(START);
  for (let i = 0; i < 5; i++) expect(await house.status('/v1/wards', token)).toBe(200);
  const unknown = await new SignJWT({}).setProtectedHeader({ alg: 'ES256', kid: 'x' });
  for (let i = 0; i < 5; i++) {
    expect(await house.status('/v1/wards', await unknown.sign(provider.keys))).toBe(401);
  }
  expect(provider.requests - before).toBe(1);
});

test('the claim may have another name', async () => {
  const claim = 'https://claims.example/grants';
  writeFileSync(
    join(folder, 'claim.json'),
    JSON.stringify({ oidc: { ...provider.settings, claim } }),
  );
  const other = await new GuardedApp().open({ file: join(folder, 'claim.json') });
  const token = await provider.token(START, { [claim]: ['planner:C'] });
  expect((await other.get('/v1/session', token)).json().grants).toEqual(['planner:C']);
  await other.end();
});

const CLAIMS: [what: string, claims: Record<string, unknown>, header?: Record<string, unknown>][] =
  [
    ['a number as subject', { sub: 42 }],
    ['an object as subject', { sub: { a: 1 } }],
    ['a list as subject', { sub: ['anna'] }],
    ['an empty subject', { sub: '' }],
    ['a subject that is too long', { sub: 'x'.repeat(256) }],
    ['an end that is no number', { exp: '2030' }],
    ['an end without end', { exp: 1e308 }],
    ['an end in the year 9999', { exp: 253_402_300_799 }],
    ['a life of more than a day', { exp: seconds(START) + 24 * 3600 + 1 }],
    ['a beginning that is no number', { nbf: 'now' }],
    ['a client that is no text', { azp: 7 }],
    ['a logout token by its header', {}, { typ: 'logout+jwt' }],
    ['a type that is no text', {}, { typ: 7 }],
    ['a logout token by its claim', { typ: 'Logout' }],
    ['a refresh token', { typ: 'Refresh' }],
    ['a logout event', { events: { 'http://schemas.openid.net/event/backchannel-logout': {} } }],
    ['a key’s name that is no text', {}, { kid: 5 }],
    ['a key’s name of a prototype', {}, { kid: '__proto__' }],
  ];

test.each(CLAIMS)(
  '%s is 401 for that token, and nothing for another',
  async (_, claims, header) => {
    const good = await provider.token(START);
    expect(await house.status('/v1/wards', good)).toBe(200);
    const bad = await provider.token(START, claims, undefined, header);
    expect(await house.status('/v1/wards', bad)).toBe(401);
    expect(await house.status('/v1/wards', good)).toBe(200);
  },
);

test.each(['[1]', 'hi', 'null', '""'])('nor is a payload of %s', async (payload) => {
  const token = await new CompactSign(new TextEncoder().encode(payload))
    .setProtectedHeader({ alg: 'ES256', kid: 'one' })
    .sign(provider.keys);
  expect(await house.status('/v1/wards', token)).toBe(401);
  for (const head of [{ alg: 1 }, [1], null]) {
    expect(await house.status('/v1/wards', `${encoded(head)}.e30.AA`)).toBe(401);
  }
  expect(await house.status('/v1/wards', await provider.token(START))).toBe(200);
});

test('a token that is typed as one, and an end that is no whole second, are fine', async () => {
  for (const typ of ['JWT', 'at+jwt', 'application/at+jwt']) {
    const token = await provider.token(START, { typ: 'Bearer' }, undefined, { typ });
    expect(await house.status('/v1/wards', token), typ).toBe(200);
  }
  const odd = await provider.token(START, { exp: seconds(START) + 300.5 });
  expect(await house.status('/v1/wards', odd)).toBe(200);
  // twenty-four hours are the longest
  const long = await provider.token(START, { exp: seconds(START) + 24 * 3600 });
  expect(await house.status('/v1/wards', long)).toBe(200);
});

describe('a provider that is away', () => {
  let away: Provider;
  let other: GuardedApp;
  beforeEach(async () => {
    away = await Provider.start();
    writeFileSync(join(folder, 'away.json'), JSON.stringify({ oidc: away.settings }));
    const file = join(folder, 'away.json');
    other = await new GuardedApp().open({ file, failedSignIns: 0 });
  });
  afterEach(async () => {
    await other.end();
    await away.stop();
  });
  const good = () => away.token(other.now);
  const unknown = () => away.token(other.now, {}, undefined, { kid: 'two' });

  test.each(['error', 'nonsense'] as const)(
    'with an %s holds up only tokens of keys that are not known',
    async (mode) => {
      expect(await other.status('/v1/wards', await good())).toBe(200);
      away.mode = mode;
      // a key that is not among those just fetched is none
      expect(await other.status('/v1/wards', await unknown())).toBe(401);
      other.now += 30_000;
      for (let hour = 0; hour < 24; hour++) {
        expect(await other.status('/v1/wards', await good()), `${hour} h`).toBe(200);
        expect(await other.status('/v1/wards', await unknown())).toBe(503);
        expect(await other.status('/v1/wards', await good())).toBe(200);
        expect(await other.status('/v1/wards', await away.token(other.now, { sub: 4 }))).toBe(401);
        other.now += 3_600_000;
      }
      // a day is the longest
      expect(await other.status('/v1/wards', await good())).toBe(503);
      away.mode = 'ok';
      other.now += 5_000;
      expect(await other.status('/v1/wards', await good())).toBe(200);
      expect(await other.status('/v1/wards', await unknown())).toBe(401);
    },
  );

  test('is not waited for by tokens whose key is known, whatever comes beside them', async () => {
    expect(await other.status('/v1/wards', await good())).toBe(200);
    away.mode = 'hangs';
    other.now += 30_000;
    // they wait for the provider, all of them at once
    const flood = Array.from({ length: 50 }, async () =>
      other.status('/v1/wards', await unknown()),
    );
    const order: string[] = [];
    const waiting = Promise.all(flood).then((statuses) => {
      order.push('flood');
      return statuses;
    });
    for (let i = 0; i < 5; i++) expect(await other.status('/v1/wards', await good())).toBe(200);
    order.push('good');
    const before = away.requests;
    away.mode = 'error';
    expect(new Set(await waiting)).toEqual(new Set([503]));
    expect(order).toEqual(['good', 'flood']);
    expect(away.requests).toBe(before);
  });

  test('has its keys fetched again once they are ten minutes old, and a new one is found', async () => {
    expect(await other.status('/v1/wards', await good())).toBe(200);
    expect(away.requests).toBe(1);
    other.now += 10 * 60_000;
    expect(await other.status('/v1/wards', await good())).toBe(200);
    expect(away.requests).toBe(2);
  });
});

describe('grants', () => {
  const KEYCLOAK = { realm_access: { roles: ['planner:C', 'offline_access'] } };
  test.each([
    ['realm_access.roles', KEYCLOAK, ['planner:C']],
    [
      'resource_access.vi.api.roles',
      { resource_access: { 'vi.api': { roles: ['planner'] } } },
      ['planner'],
    ],
    // the whole name goes before its parts
    ['a.b', { 'a.b': ['planner'], a: { b: ['engineer'] } }, ['planner']],
    ['scope', { scope: 'openid planner:A,B ward_lead:A profile' }, ['planner:A,B', 'ward_lead:A']],
    ['roles', { roles: 'planner,engineer' }, ['planner', 'engineer']],
    ['roles', { roles: 'offline,planner:A,B,wall:A,B' }, ['planner:A,B', 'wall:A,B']],
    ['roles', { roles: ['planner:Hus 1', 'wall:A'] }, ['planner:Hus 1', 'wall:A']],
    ['realm_access.roles', { realm_access: ['planner'] }, []],
    ['realm_access.roles', { realm_access: null }, []],
    ['constructor.name', {}, []],
    ['__proto__.x', {}, []],
  ])('are read at %s of %j', async (claim, claims, grants) => {
    const access = join(folder, 'nested.json');
    writeFileSync(access, JSON.stringify({ oidc: { ...provider.settings, claim } }));
    const other = await new GuardedApp().open({ file: access });
    const token = await provider.token(START, { roles: undefined, ...claims });
    const answer = await other.get('/v1/session', token);
    if (grants.length > 0) expect(answer.json().grants).toEqual(grants);
    else expect(answer.statusCode).toBe(403);
    await other.end();
  });

  test('that are not where they are looked for are missed in the answer and in the log', async () => {
    let logged = '';
    const log = pino({}, { write: (line) => (logged += line) });
    const other = await new GuardedApp().open({ file, log });
    const token = await provider.token(START, { roles: undefined, ...KEYCLOAK });
    for (let i = 0; i < 3; i++) {
      const answer = await other.get('/v1/wards', token);
      expect(answer.statusCode).toBe(403);
      expect(answer.json().detail).toBe(
        'The token holds no grants where they are looked for, in its claim roles',
      );
    }
    expect(logged.match(/holds no grants/g)).toHaveLength(1);
    expect(logged).toContain('"claim":"roles"');
    expect(logged).not.toContain('anna');
    // who has grants for other things is refused without it
    const planner = await other.get('/v1/audit', await provider.token(START));
    expect([planner.statusCode, planner.json().detail]).toEqual([403, undefined]);
    await other.end();
  });
});

test('only tokens of a client that is named are taken, where one is', async () => {
  const access = join(folder, 'azp.json');
  writeFileSync(access, JSON.stringify({ oidc: { ...provider.settings, azp: 'screens' } }));
  const other = await new GuardedApp().open({ file: access });
  for (const [azp, status] of [
    ['screens', 200],
    ['other', 401],
    [undefined, 401],
  ] as const) {
    expect(await other.status('/v1/wards', await provider.token(START, { azp }))).toBe(status);
  }
  await other.end();
});
