import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportSPKI, generateKeyPair, SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
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
  for (const roles of [[], ['planner:X'], ['admin'], 'planner', undefined]) {
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

test('a provider that cannot be reached is not the caller’s fault, and is asked again later', async () => {
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

test('the provider is asked once for many tokens, and seldom for keys it does not have', async () => {
  const before = provider.asked;
  const token = await provider.token(START);
  for (let i = 0; i < 5; i++) expect(await house.status('/v1/wards', token)).toBe(200);
  const unknown = await new SignJWT({}).setProtectedHeader({ alg: 'ES256', kid: 'x' });
  for (let i = 0; i < 5; i++) {
    expect(await house.status('/v1/wards', await unknown.sign(provider.keys))).toBe(401);
  }
  expect(provider.asked - before).toBe(1);
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
