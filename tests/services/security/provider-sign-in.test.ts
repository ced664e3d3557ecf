import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { GuardedApp } from './app.ts';
import { CLIENT, OpenIdProvider, type ProviderOptions, ProviderVisit } from './openid-provider.ts';

const ORIGIN = 'https://vard.example';
const MINUTE = 60_000;
const ACCOUNTS = {
  anna: { realm_access: { roles: ['planner:A', 'ward_lead:B', 'offline_access'] } },
  text: { roles: 'ward_viewer:A,C other-system, planner' },
  named: { roles: ['VI Planerare', '/vard/B', '__proto__', 'auditor'] },
  elsewhere: { realm_access: { roles: ['planner:X', 'admin'] } },
};
const NESTED = { claim: 'realm_access.roles' };
const folder = mkdtempSync(join(tmpdir(), 'vi-provider-'));
const secretFile = join(folder, 'secret');
const options: ProviderOptions = { origin: ORIGIN, accounts: ACCOUNTS };
let provider: OpenIdProvider;
let house: GuardedApp;
let files = 0;

beforeAll(async () => {
  writeFileSync(secretFile, `${CLIENT.secret}\n`);
  provider = await OpenIdProvider.start(options);
});
afterAll(async () => {
  await provider.stop();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  house = await open(NESTED);
});
afterEach(() => house.end());

const signIn = { clientId: CLIENT.id, clientSecretFile: 'secret', origin: ORIGIN, scopes: 'roles' };

/** A server whose access file has the provider, with what a test changes. */
async function open(
  oidc: Record<string, unknown> = {},
  more: Record<string, unknown> = {},
  at = provider,
): Promise<GuardedApp> {
  const file = join(folder, `access-${files++}.json`);
  const settings = { issuer: at.issuer, signIn: { ...signIn, ...more }, ...oidc };
  writeFileSync(file, JSON.stringify({ keys: [], oidc: settings, secureCookie: true }));
  const house = new GuardedApp();
  house.now = Date.now();
  const log = pino(
    {},
    {
      write(line: string) {
        house.logged += line;
      },
    },
  );
  return house.open({ file, log });
}

/** A browser at the server: it keeps cookies, and sends those alone that their SameSite allows. */
class Browser {
  readonly jar = new Map<string, { value: string; isStrict: boolean }>();
  readonly there: ProviderVisit;
  private readonly house: GuardedApp;

  constructor(house: GuardedApp, there = new ProviderVisit()) {
    this.house = house;
    this.there = there;
  }

  async get(url: string, { from = 'same-origin', method = 'GET' as 'GET' | 'DELETE' } = {}) {
    const sent = [...this.jar].filter(([, { isStrict }]) => from === 'same-origin' || !isStrict);
    const cookie = sent.map(([name, { value }]) => `${name}=${value}`).join('; ');
    const headers = { cookie, 'sec-fetch-site': from };
    const answer = await this.house.app.inject({ url, method, headers });
    for (const set of [answer.headers['set-cookie'] ?? []].flat()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(set)!;
      expect(set).toMatch(/; Path=\/.*; HttpOnly|Max-Age=0/);
      expect(name).toMatch(/^__Host-vi_/);
      if (/Max-Age=0/.test(set)) this.jar.delete(name!);
      else this.jar.set(name!, { value: value!, isStrict: /SameSite=Strict/.test(set) });
    }
    return answer;
  }

  /** Begins, and returns the address of the provider. */
  async begin(to = '/ward?id=A'): Promise<string> {
    const answer = await this.get(`/login/start?to=${encodeURIComponent(to)}`);
    expect(answer.statusCode).toBe(303);
    return answer.headers.location!;
  }

  /** Comes back from the provider. */
  return({ pathname, search }: URL) {
    return this.get(`${pathname}${search}`, { from: 'cross-site' });
  }

  async signIn(login: string | null, to?: string) {
    return this.return(await this.there.answer(await this.begin(to), login));
  }

  async session() {
    return (await this.get('/v1/session')).json();
  }
}

const placeOf = ({ headers }: { headers: Record<string, unknown> }) => headers.location;
const month = () => new Date(house.now).toISOString().slice(0, 7);

describe('an account of the provider', () => {
  test('signs in, goes where it wanted to, and has the roles of the nested claim', async () => {
    const browser = new Browser(house);
    const address = new URL(await browser.begin());
    expect(Object.fromEntries(address.searchParams)).toMatchObject({
      ...{ client_id: CLIENT.id, response_type: 'code', scope: 'openid roles' },
      ...{ redirect_uri: `${ORIGIN}/login/callback`, code_challenge_method: 'S256' },
    });
    const back = await browser.there.answer(address.href, 'anna');
    const answer = await browser.return(back);
    expect([answer.statusCode, placeOf(answer)]).toEqual([303, '/ward?id=A']);
    expect(answer.headers).toMatchObject({
      ...{ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
    });
    // that of the sign-in is gone, and that of the session cannot be sent by another site
    expect([...browser.jar.values()].map(({ isStrict }) => isStrict)).toEqual([true]);
    expect(await browser.session()).toMatchObject({
      ...{ subject: 'anna', kind: 'token', grants: ['planner:A', 'ward_lead:B'] },
      screens: ['wall', 'planner'],
    });
    expect((await browser.get('/v1/wards')).json().wards).toEqual([
      { wardId: 'A', treating: false },
      { wardId: 'B', treating: true },
    ]);
    await house.access.audit.close();
    const lines = house.lines(month()).filter(({ route }) => route === '/login/callback');
    expect(lines.map(({ subject, kind, status }) => [subject, kind, status])).toEqual([
      ['anna', 'token', null],
      ['anna', 'token', 303],
    ]);
    const written = readFileSync(house.auditFile(month()), 'utf8') + house.logged;
    for (const name of ['code', 'state']) {
      expect(written).not.toContain(back.searchParams.get(name)!);
    }
  });

  test.each([
    ['a text of the user info', 'text', {}, ['ward_viewer:A,C', 'planner']],
    [
      'names that the site gives a meaning, and no other',
      ...[
        'named',
        { grants: { 'VI Planerare': ['planner'], '/vard/B': ['ward_lead:B', 'planner'] } },
      ],
      ['planner', 'ward_lead:B'],
    ],
  ] as [string, string, Record<string, unknown>, string[]][])(
    'has roles by %s',
    async (_, login, oidc, grants) => {
      const other = await OpenIdProvider.start({ ...options, claimsIn: 'userinfo' });
      const its = await open(oidc, {}, other);
      const browser = new Browser(its);
      await browser.signIn(login);
      expect((await browser.session()).grants).toEqual(grants);
      expect(other.requests).toContain('/me');
      await Promise.all([its.end(), other.stop()]);
    },
  );

  test.each(['client_secret_post', 'none'] as const)(
    'signs in at a client with %s',
    async (authentication) => {
      const other = await OpenIdProvider.start({ ...options, authentication });
      const settings =
        authentication === 'none'
          ? { clientSecretFile: undefined }
          : { clientAuthentication: authentication };
      const its = await open(NESTED, settings, other);
      const browser = new Browser(its);
      expect(placeOf(await browser.signIn('anna', '/planner'))).toBe('/planner');
      expect((await browser.session()).subject).toBe('anna');
      await Promise.all([its.end(), other.stop()]);
    },
  );

  test('has a session of so many hours, which signing out ends here and offers to end there', async () => {
    const its = await open(NESTED, { hours: 0.25 });
    const [one, other] = [new Browser(its), new Browser(its)];
    await one.signIn('anna');
    await other.signIn('anna');
    const kept = new Map(one.jar);
    const out = await one.get('/v1/session', { method: 'DELETE' });
    expect(out.statusCode).toBe(200);
    const { providerSignOut } = out.json();
    expect(providerSignOut).toBe(
      `${provider.issuer}/session/end?post_logout_redirect_uri=https%3A%2F%2Fvard.example%2F&client_id=vardintensitet`,
    );
    expect(await (await fetch(providerSignOut)).text()).toContain('/session/end/confirm');
    for (const [name, cookie] of kept) one.jar.set(name, cookie);
    expect((await one.get('/v1/session')).statusCode).toBe(401);
    expect((await other.get('/v1/session')).statusCode).toBe(200);
    its.now += 16 * MINUTE;
    expect((await other.get('/v1/session')).statusCode).toBe(401);
    await its.end();
  });

  test('without a role here is refused by name, and has no session', async () => {
    for (const login of ['elsewhere', 'nobody']) {
      const browser = new Browser(house);
      expect(placeOf(await browser.signIn(login, '/planner'))).toBe('/planner?sign-in=no-role');
      expect(browser.jar.size).toBe(0);
    }
    await house.access.audit.close();
    const lines = house.lines(month()).filter(({ route }) => route === '/login/callback');
    expect(lines.map(({ subject, status }) => [subject, status])).toEqual([
      ['elsewhere', 403],
      ['nobody', 403],
    ]);
  });

  test('is refused if it was not authenticated as the site requires', async () => {
    const its = await open(NESTED, { requiredAcr: ['high'] });
    const browser = new Browser(its);
    expect(new URL(await browser.begin()).searchParams.get('acr_values')).toBe('high');
    expect(placeOf(await browser.signIn('anna', '/'))).toBe('/?sign-in=weak');
    const strong = new Browser(its, new ProviderVisit('high'));
    expect(placeOf(await strong.signIn('anna', '/'))).toBe('/');
    await its.end();
  });

  test('is that of a provider that changes its keys', async () => {
    await new Browser(house).signIn('anna');
    await provider.rotate('second');
    expect(placeOf(await new Browser(house).signIn('anna', '/'))).toBe('/');
  });

  test('may be vouched for by a clock that is half a minute behind', async () => {
    const other = await OpenIdProvider.start({ ...options, tokenSeconds: 1 });
    const its = await open(NESTED, {}, other);
    its.now = Date.now() + 20_000;
    expect(placeOf(await new Browser(its).signIn('anna', '/'))).toBe('/');
    its.now = Date.now() + 40_000;
    expect(placeOf(await new Browser(its).signIn('anna', '/'))).toBe('/?sign-in=failed');
    await Promise.all([its.end(), other.stop()]);
  });
});

describe('a sign-in', () => {
  const EXPIRED = '/?sign-in=expired';

  test('that is cancelled leads back to where it began, and says so', async () => {
    const browser = new Browser(house);
    expect(placeOf(await browser.signIn(null))).toBe('/ward?id=A&sign-in=denied');
    expect(browser.jar.size).toBe(0);
  });

  test('ends in the browser that began it, once, and in time; else the provider hears nothing', async () => {
    const browser = new Browser(house);
    const back = await browser.there.answer(await browser.begin(), 'anna');
    const pending = new Map(browser.jar);
    const used = provider.requests.length;
    // led to somebody else's address: the session would be theirs
    expect(placeOf(await new Browser(house).return(back))).toBe(EXPIRED);
    const stranger = new Browser(house);
    await stranger.begin();
    expect(placeOf(await stranger.return(back))).toBe(EXPIRED);
    for (const address of [
      '/login/callback',
      '/login/callback?state=',
      '/login/callback?code=x&state=__proto__',
    ]) {
      expect(placeOf(await browser.get(address, { from: 'cross-site' }))).toBe(EXPIRED);
    }
    expect(provider.requests.length).toBe(used);
    expect(placeOf(await browser.return(back))).toBe('/ward?id=A');
    // loaded again, and with the cookie of before
    expect(placeOf(await browser.return(back))).toBe(EXPIRED);
    for (const [name, cookie] of pending) browser.jar.set(name, cookie);
    expect(placeOf(await browser.return(back))).toBe(EXPIRED);
    expect((await browser.session()).subject).toBe('anna');

    const late = new Browser(house);
    const address = await late.there.answer(await late.begin(), 'anna');
    house.now += 11 * MINUTE;
    expect(placeOf(await late.return(address))).toBe(EXPIRED);
  });

  test('cannot end with the code, state or issuer of another', async () => {
    const browser = new Browser(house);
    const tabs = [await browser.begin('/'), await browser.begin('/')];
    const [one, other] = [
      await browser.there.answer(tabs[0]!, 'anna'),
      await browser.there.answer(tabs[1]!, 'anna'),
    ];
    const mixed = new URL(one!);
    mixed.searchParams.set('state', other!.searchParams.get('state')!);
    expect(placeOf(await browser.return(mixed))).toBe(EXPIRED);
    one!.searchParams.set('iss', 'https://other.example');
    expect(placeOf(await browser.return(one!))).toBe('/?sign-in=failed');
    expect(browser.jar.size).toBe(0);
  });

  test('does not disturb those of other tabs, and of many the newest count', async () => {
    const browser = new Browser(house);
    const addresses: string[] = [];
    for (let tab = 0; tab < 8; tab++) {
      house.now += 1000;
      addresses.push(await browser.begin(`/ward?id=${tab}`));
    }
    expect(browser.jar.size).toBe(6);
    for (const tab of [2, 7]) {
      const back = await browser.there.answer(addresses[tab]!, 'anna');
      expect(placeOf(await browser.return(back))).toBe(`/ward?id=${tab}`);
    }
    expect(placeOf(await browser.return(await browser.there.answer(addresses[1]!, 'anna')))).toBe(
      EXPIRED,
    );
  });

  test('is not begun by another site', async () => {
    for (const from of ['cross-site', 'same-site']) {
      const browser = new Browser(house);
      expect(placeOf(await browser.get('/login/start?to=/planner', { from }))).toBe('/planner');
      expect(browser.jar.size).toBe(0);
    }
  });

  test.each([
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example/',
    '/\t/evil.example/',
    '/.//evil.example/',
    '/ward/..//evil.example',
    'javascript:alert(1)',
    '/login?token=x',
    '/v1/session',
    '/nowhere',
    'ward',
    '',
  ])('leads to no other place than a screen: %j', async (to) => {
    expect(placeOf(await new Browser(house).signIn('anna', to))).toBe('/');
  });

  test('whose cookie was changed is none', async () => {
    const browser = new Browser(house);
    const back = await browser.there.answer(await browser.begin(), 'anna');
    const [name, { value }] = [...browser.jar][0]!;
    const parts = value.split('.');
    parts[3] = `${parts[3]!.startsWith('A') ? 'B' : 'A'}${parts[3]!.slice(1)}`;
    browser.jar.set(name, { value: parts.join('.'), isStrict: false });
    expect(placeOf(await browser.return(back))).toBe(EXPIRED);
  });
});

test('a server starts without its provider, says so once, and finds it later', async () => {
  const gone = await OpenIdProvider.start(options);
  const port = Number(new URL(gone.issuer).port);
  const issuer = gone.issuer;
  await gone.stop();
  const its = await open({ ...NESTED, issuer });
  const browser = new Browser(its);
  for (let attempt = 0; attempt < 3; attempt++) {
    expect(placeOf(await browser.get('/login/start?to=/planner'))).toBe(
      '/planner?sign-in=unavailable',
    );
  }
  expect(its.logged.match(/the identity provider cannot be reached/g)).toHaveLength(1);
  expect(await its.status('/v1/wards')).toBe(401);
  const back = await OpenIdProvider.start({ ...options, port });
  its.now += 5_000;
  expect(placeOf(await browser.signIn('anna', '/'))).toBe('/');
  await Promise.all([its.end(), back.stop()]);
});

test('a provider that does not answer keeps a browser waiting for seconds, whichever address it is', async () => {
  const paths = ['/.well-known/openid-configuration', '/token', '/jwks', '/me'];
  const results = await Promise.all(
    paths.map(async (path) => {
      const mute = await OpenIdProvider.start({ ...options, claimsIn: 'userinfo' });
      mute.silent.add(path);
      const its = await open(NESTED, {}, mute);
      const browser = new Browser(its);
      const begun = await browser.get('/login/start?to=/planner');
      const isAway = placeOf(begun) === '/planner?sign-in=unavailable';
      const answer = isAway
        ? begun
        : await browser.return(await browser.there.answer(String(placeOf(begun)), 'anna'));
      await Promise.all([its.end(), mute.stop()]);
      return placeOf(answer);
    }),
  );
  expect(results).toEqual(paths.map(() => '/planner?sign-in=unavailable'));
});

test('without a provider there is no sign-in at one', async () => {
  const its = new GuardedApp();
  await its.open();
  expect((await its.get('/v1/sign-in')).json()).toEqual({ provider: null });
  expect(placeOf(await its.get('/login/start'))).toBe('/');
  await its.end();
  expect((await house.get('/v1/sign-in')).json()).toEqual({
    provider: {
      start: '/login/start',
      button: { sv: 'Logga in med sjukhuskonto', en: 'Sign in with hospital account' },
    },
  });
});

test('a new secret of the client counts without a change of the access file', async () => {
  const file = join(folder, 'rotated');
  writeFileSync(file, 'the secret of last year');
  const its = await open(NESTED, { clientSecretFile: 'rotated' });
  const before = new Browser(its);
  await before.signIn('anna');
  expect(await before.session()).toMatchObject({ status: 401 });
  writeFileSync(file, CLIENT.secret);
  its.now += 6_000;
  const after = new Browser(its);
  await after.signIn('anna');
  expect(await after.session()).toMatchObject({ subject: 'anna' });
  await its.end();
});

test.each([
  ['oidc.signIn.origin', {}, { origin: 'http://vard.example' }],
  ['oidc.signIn.origin', {}, { origin: 'https://vard.example/app' }],
  ['oidc.signIn.origin', {}, { origin: undefined }],
  ['oidc.signIn.clientId', {}, { clientId: '' }],
  ['oidc.signIn.clientSecretFile', {}, { clientSecretFile: 'none' }],
  ['oidc.signIn.hours', {}, { hours: 48 }],
  ['oidc.signIn.button', {}, { button: { sv: 'Logga in' } }],
  ['oidc.signIn.afterSignOut', {}, { afterSignOut: 'http://elsewhere.example' }],
  ['oidc.signIn', {}, { clientSecret: 'in the file itself' }],
  ['oidc.issuer', { issuer: 'http://id.example' }, {}],
  ['oidc.issuer', { issuer: 'hospital' }, {}],
  ['oidc.jwksUri', { audience: 'x' }, {}],
  ['oidc.audience', { signIn: undefined }, {}],
  ['oidc.grants.Planerare[0]', { grants: { Planerare: ['plan'] } }, {}],
] as [string, object, object][])(
  'settings that are wrong at %s keep a server from starting',
  async (where, oidc, more) => {
    await expect(open({ ...NESTED, ...oidc }, { ...more })).rejects.toThrow(`at ${where}`);
  },
);
