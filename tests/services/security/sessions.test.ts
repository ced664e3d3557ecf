import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { parseKey } from '../../../services/security/auth/key.ts';
import { addKey, revokeKey } from '../../../services/security/auth/manage-keys.ts';
import { cookieOf, GuardedApp, START } from './app.ts';
import { Provider } from './provider.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const folder = mkdtempSync(join(tmpdir(), 'vi-sessions-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, 'access.json');
let house: GuardedApp;
beforeEach(async () => {
  rmSync(file, { force: true });
  house = await new GuardedApp().open();
});
afterEach(() => house.end());

const pathOf = (link: string) => link.replace('http://x', '');
const withCookie = (url: string, cookie: string, on = house) => on.status(url, null, { cookie });

/** Begins a session with a key or token. */
async function signIn(key: string, on = house) {
  const headers = { authorization: `Bearer ${key}` };
  return on.app.inject({ method: 'POST', url: '/v1/session', headers });
}

test('the link lets in once, and says nothing of itself to where it leads', async () => {
  const link = pathOf(house.access.link('http://x'));
  expect((await house.app.inject({ method: 'HEAD', url: link })).statusCode).toBe(404);
  const first = await house.get(link);
  expect(first.statusCode).toBe(303);
  expect(first.headers).toMatchObject({
    ...{ location: '/', 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
  });
  expect(first.headers['set-cookie']).toMatch(/; Path=\/; HttpOnly; SameSite=Strict$/);
  expect(await withCookie('/v1/wards', cookieOf(first))).toBe(200);
  const second = await house.get(link);
  expect([second.statusCode, second.headers['set-cookie']]).toEqual([303, undefined]);
  expect(second.headers.location).toBe('/?sign-in=used-link');
});

test('of two who open the link at the same time, one is let in', async () => {
  const link = pathOf(house.access.link('http://x'));
  const both = await Promise.all([house.get(link), house.get(link)]);
  expect(both.map(({ headers }) => headers.location).sort()).toEqual(['/', '/?sign-in=used-link']);
});

test('the link is good for a day, and only as it is', async () => {
  for (const [token, location] of [
    ...[
      ['', '/'],
      ['?token=', '/'],
      ['?token=x', '/?sign-in=wrong-link'],
    ],
  ]) {
    const { headers } = await house.get(`/login${token}`);
    expect([headers.location, headers['set-cookie']]).toEqual([location, undefined]);
  }
  house.now += DAY;
  const late = await house.get(pathOf(house.access.link('http://x')));
  expect([late.headers.location, late.headers['set-cookie']]).toEqual([
    ...['/?sign-in=wrong-link', undefined],
  ]);
});

test('a session outlasts a restart', async () => {
  const cookie = cookieOf(await signIn(house.localKey));
  const secrets = () =>
    ['local-key', 'session-secret'].map((name) => readFileSync(join(house.folder, name), 'utf8'));
  const before = secrets();
  await house.close();
  house = await new GuardedApp(house.folder).open();
  expect(secrets()).toEqual(before);
  expect(await withCookie('/v1/wards', cookie)).toBe(200);
});

test('secrets are for their owner', () => {
  for (const name of ['local-key', 'session-secret']) {
    expect(statSync(join(house.folder, name)).mode & 0o777).toBe(0o600);
  }
});

test('a cookie that was not made here is none', async () => {
  const cookie = cookieOf(await signIn(house.localKey));
  const [name, value] = cookie.split('=') as [string, string];
  const [head, body, signature] = value.split('.') as [string, string, string];
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString());
  const forged = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256' })
    .sign(Buffer.alloc(32));
  const unsigned = Buffer.from('{"alg":"none"}').toString('base64url');
  const other = await new GuardedApp().open();
  const foreign = cookieOf(await signIn(other.localKey, other)).split('=')[1]!;
  for (const text of [
    ...[forged, foreign, '', 'x', `${unsigned}.${body}.`],
    `${head}.${body}.${signature.slice(0, -2)}AA`,
    `${head}.${Buffer.from(JSON.stringify({ ...claims, exp: 9e9 })).toString('base64url')}.${signature}`,
  ]) {
    expect(await withCookie('/v1/wards', `${name}=${text}`), text).toBe(401);
  }
  expect(await withCookie('/v1/wards', cookie)).toBe(200);
  await other.end();
});

test('a session ends with its key: when that is withdrawn, and when it expires', async () => {
  const options = { name: 'Vägg', grants: ['planner'] };
  const [gone, short] = [
    await addKey(file, { ...options, expiresAt: null }),
    await addKey(file, { ...options, expiresAt: START + HOUR / 4 }),
  ];
  const other = await new GuardedApp().open({ file });
  const cookies = await Promise.all([gone, short].map((key) => signIn(key, other)));
  expect(cookies[1]!.headers['set-cookie']).toContain(`Max-Age=${HOUR / 4 / 1000};`);
  const status = async () =>
    Promise.all(cookies.map((answer) => withCookie('/v1/wards', cookieOf(answer), other)));
  expect(await status()).toEqual([200, 200]);
  await revokeKey(file, parseKey(gone)!.id);
  other.now += 5_000;
  expect(await status()).toEqual([401, 200]);
  other.now = START + HOUR / 4;
  expect(await status()).toEqual([401, 401]);
  await other.end();
});

test('a session of a token has its grants and its end, and is for TLS where it is said', async () => {
  const provider = await Provider.start();
  writeFileSync(file, JSON.stringify({ oidc: provider.settings, secureCookie: true }));
  const other = await new GuardedApp().open({ file });
  const answer = await signIn(await provider.token(START), other);
  await provider.stop();
  expect(answer.headers['set-cookie']).toMatch(/^__Host-vi_\w+=[^;]+; Max-Age=1800; .*; Secure/);
  const cookie = cookieOf(answer);
  expect(await withCookie('/v1/wards/A/intensity', cookie, other)).toBe(200);
  expect(await withCookie('/v1/wards/B/intensity', cookie, other)).toBe(403);
  other.now = START + 3_600_000;
  expect(await withCookie('/v1/wards', cookie, other)).toBe(401);
  await other.end();
});

test('only a key or token begins a session, and anyone may end their own', async () => {
  const cookie = cookieOf(await signIn(house.localKey));
  const ask = (method: 'POST' | 'DELETE', headers: Record<string, string>) =>
    house.app.inject({ method, url: '/v1/session', headers });
  expect((await ask('POST', {})).statusCode).toBe(401);
  expect((await ask('POST', { cookie })).statusCode).toBe(401);
  expect((await ask('DELETE', { cookie })).statusCode).toBe(403);
  const ended = await ask('DELETE', { cookie, 'sec-fetch-site': 'same-origin' });
  expect(ended.statusCode).toBe(204);
  expect(ended.headers['set-cookie']).toMatch(/^vi_\w+=; Max-Age=0; Path=\/;/);
  expect(ended.headers['clear-site-data']).toBe('"cache"');
});

test.each([
  [{}, 403],
  [{ 'sec-fetch-site': 'cross-site' }, 403],
  [{ 'sec-fetch-site': 'same-site' }, 403],
  [{ 'sec-fetch-site': 'none' }, 403],
  [{ 'sec-fetch-site': 'cross-site', origin: 'http://ward.example', host: 'ward.example' }, 403],
  [{ origin: 'http://evil.example', host: 'ward.example' }, 403],
  [{ origin: 'null', host: 'ward.example' }, 403],
  [{ origin: 'http://ward.example', host: 'ward.example' }, 200],
  [{ 'sec-fetch-site': 'same-origin' }, 200],
])('what a browser was led to do from elsewhere is not done: %j', async (headers, status) => {
  const cookie = cookieOf(await signIn(house.localKey));
  for (const url of ['/v1/events', '/v1/dead-letters/retry']) {
    const answer = await house.app.inject({ method: 'POST', url, headers: { ...headers, cookie } });
    expect(answer.statusCode).toBe(status);
  }
  const authorization = `Bearer ${house.localKey}`;
  const byKey = {
    method: 'POST',
    url: '/v1/events',
    headers: { ...headers, authorization },
  } as const;
  expect((await house.app.inject(byKey)).statusCode).toBe(200);
});

test('a bearer that is wrong is not made good by a cookie', async () => {
  const cookie = cookieOf(await signIn(house.localKey));
  expect(await house.status('/v1/wards', 'nonsense', { cookie })).toBe(401);
  // as of a proxy before the server
  expect(await withCookie('/v1/wards', cookie)).toBe(200);
  expect(await house.status('/v1/wards', null, { cookie, authorization: 'Basic eDp5' })).toBe(200);
});
