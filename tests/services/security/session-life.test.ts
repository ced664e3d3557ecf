import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { InputError } from '../../../services/platform/input-error.ts';
import { addKey } from '../../../services/security/auth/manage-keys.ts';
import { rotateSecret } from '../../../services/security/auth/session-secrets.ts';
import { cookieName } from '../../../services/security/auth/sessions.ts';
import { cookieOf, GuardedApp, START } from './app.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const folder = mkdtempSync(join(tmpdir(), 'vi-session-life-'));
const file = join(folder, 'access.json');
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let house: GuardedApp;
const keys: Record<string, string> = {};
beforeEach(async () => {
  rmSync(file, { force: true });
  for (const grants of [['ward_lead:A'], ['wall:A'], ['wall:A', 'planner']]) {
    keys[grants.join(' ')] = await addKey(file, { name: 'x', grants, expiresAt: null });
  }
  house = await new GuardedApp().open({ file });
});
afterEach(() => house.end());

/** A browser: it keeps its cookie, and takes the one of an answer. */
class Browser {
  cookie = '';
  private readonly on: () => GuardedApp;
  constructor(on: () => GuardedApp = () => house) {
    this.on = on;
  }

  async signIn(key: string): Promise<this> {
    const headers = { authorization: `Bearer ${key}` };
    const answer = await this.on().app.inject({ method: 'POST', url: '/v1/session', headers });
    expect(answer.statusCode).toBe(200);
    this.cookie = cookieOf(answer);
    return this;
  }

  async get(url = '/v1/wards', headers: Record<string, string> = {}): Promise<number> {
    const answer = await this.on().get(url, null, { cookie: this.cookie, ...headers });
    this.cookie = cookieOf(answer) || this.cookie;
    return answer.statusCode;
  }

  async signOut(): Promise<number> {
    const headers = { cookie: this.cookie, 'sec-fetch-site': 'same-origin' };
    const answer = await this.on().app.inject({ method: 'DELETE', url: '/v1/session', headers });
    return answer.statusCode;
  }
}

describe('a session of a person', () => {
  test('ends after half an hour without use, and goes on with it', async () => {
    const [used, idle] = [new Browser(), new Browser()];
    for (const browser of [used, idle]) await browser.signIn(keys['ward_lead:A']!);
    for (let i = 0; i < 4; i++) {
      house.now += 20 * MINUTE;
      expect(await used.get()).toBe(200);
    }
    expect(await idle.get()).toBe(401);
    house.now += 30 * MINUTE - 1;
    expect(await used.get()).toBe(200);
    house.now += 30 * MINUTE;
    expect(await used.get()).toBe(401);
  });

  test('is not used by a page that asks by itself', async () => {
    const browser = await new Browser().signIn(keys['ward_lead:A']!);
    for (let minutes = 0; minutes < 30; minutes += 5) {
      expect(await browser.get('/v1/wards', { 'x-unattended': '1' })).toBe(200);
      house.now += 5 * MINUTE;
    }
    expect(await browser.get()).toBe(401);
  });

  test('ends after twelve hours, however much it is used', async () => {
    const browser = await new Browser().signIn(keys['ward_lead:A']!);
    for (let minutes = 0; minutes < 12 * 60; minutes += 20) {
      expect(await browser.get(), `${minutes} min`).toBe(200);
      house.now += 20 * MINUTE;
    }
    expect(await browser.get()).toBe(401);
  });

  test('is a person’s where a key is more than a wall', async () => {
    const browser = await new Browser().signIn(keys['wall:A planner']!);
    house.now += 30 * MINUTE;
    expect(await browser.get()).toBe(401);
  });

  test('lasts as long as the access file says', async () => {
    const text = JSON.parse(readFileSync(file, 'utf8'));
    const sessions = { idleMinutes: 5, hours: 1 };
    writeFileSync(file, JSON.stringify({ ...text, sessions }));
    house.now += 5_000;
    const browser = await new Browser().signIn(keys['ward_lead:A']!);
    house.now += 5 * MINUTE - 1;
    expect(await browser.get()).toBe(200);
    house.now += 5 * MINUTE;
    expect(await browser.get()).toBe(401);
  });
});

describe('a session of a wall', () => {
  test('ends after thirty days without use', async () => {
    const [one, other] = [new Browser(), new Browser()];
    for (const browser of [one, other]) await browser.signIn(keys['wall:A']!);
    house.now = START + 30 * DAY - 1;
    expect(await one.get()).toBe(200);
    house.now = START + 30 * DAY;
    expect(await other.get()).toBe(401);
  });

  test('goes on for as long as it is used, also by a page that asks by itself', async () => {
    const browser = await new Browser().signIn(keys['wall:A']!);
    for (let day = 0; day < 400; day += 29) {
      house.now = START + day * DAY;
      expect(await browser.get('/v1/wards', { 'x-unattended': '1' }), `day ${day}`).toBe(200);
    }
  });

  test('that signed out late in its life stays signed out', async () => {
    const browser = await new Browser().signIn(keys['wall:A']!);
    for (let day = 0; day <= 58; day += 29) {
      house.now = START + day * DAY;
      expect(await browser.get()).toBe(200);
    }
    expect(await browser.signOut()).toBe(204);
    // what is kept of the end of others is cleared out as the server starts
    await house.close();
    house = new GuardedApp(house.folder);
    house.now = START + 80 * DAY;
    await house.open({ file });
    expect(await browser.get()).toBe(401);
  });
});

describe('signing out', () => {
  test('ends the session on the server: also for a copy of its cookie, and after a restart', async () => {
    const browser = await new Browser().signIn(keys['wall:A']!);
    const other = await new Browser().signIn(keys['wall:A']!);
    const copy = new Browser();
    copy.cookie = browser.cookie;
    house.now += 2 * MINUTE;
    // a copy that was sealed again is the same session
    expect(await copy.get()).toBe(200);
    expect(copy.cookie).not.toBe(browser.cookie);
    expect(await browser.signOut()).toBe(204);
    for (const each of [browser, copy]) expect(await each.get()).toBe(401);
    expect(await other.get()).toBe(200);
    await house.close();
    house = await new GuardedApp(house.folder).open({ file });
    house.now = START + 3 * MINUTE;
    for (const each of [browser, copy]) expect(await each.get()).toBe(401);
    expect(await other.get()).toBe(200);
  });

  test('lets go the streams that the session opened', async () => {
    const origin = await house.app.listen({ port: 0, host: '127.0.0.1' });
    const browser = await new Browser().signIn(keys['wall:A']!);
    const headers = { cookie: browser.cookie };
    const reader = (await fetch(`${origin}/v1/stream`, { headers })).body!.getReader();
    await reader.read();
    await house.access.openStreams.look();
    expect(house.access.openStreams.size).toBe(1);
    expect(await browser.signOut()).toBe(204);
    await expect(reader.read()).rejects.toThrow();
  });

  test('needs no session, and is not held up by others at the address', async () => {
    expect(await new Browser().signOut()).toBe(204);
    const browser = await new Browser().signIn(keys['wall:A']!);
    for (let i = 0; i < 1300; i++) await house.status('/v1/wards');
    expect(await house.status('/v1/wards')).toBe(429);
    expect(await browser.signOut()).toBe(204);
    expect(await browser.get()).toBe(429);
  });
});

test('a stream of a wall is opened again twice a day, and its cookie is new then', async () => {
  const origin = await house.app.listen({ port: 0, host: '127.0.0.1' });
  const browser = await new Browser().signIn(keys['wall:A']!);
  const open = async () => {
    const { body, headers } = await fetch(`${origin}/v1/stream`, {
      headers: { cookie: browser.cookie },
    });
    return { reader: body!.getReader(), cookie: headers.get('set-cookie') };
  };
  const first = await open();
  await first.reader.read();
  house.now += 12 * HOUR - 1;
  await house.access.openStreams.look();
  expect(house.access.openStreams.size).toBe(1);
  house.now += 1;
  await house.access.openStreams.look();
  await expect(first.reader.read()).rejects.toThrow();
  const second = await open();
  expect(second.cookie).toMatch(/^vi_\w+=.*; Max-Age=2592000;/);
  await house.access.openStreams.look();
  await second.reader.read();
  expect(house.access.openStreams.size).toBe(1);
  await second.reader.cancel();
});

test('a stream ends with the session that opened it', async () => {
  const origin = await house.app.listen({ port: 0, host: '127.0.0.1' });
  const browser = await new Browser().signIn(keys['ward_lead:A']!);
  const headers = { cookie: browser.cookie };
  const reader = (await fetch(`${origin}/v1/stream`, { headers })).body!.getReader();
  await reader.read();
  // the session is used elsewhere: the stream goes on with it
  house.now += 29 * MINUTE;
  expect(await browser.get()).toBe(200);
  house.now += 29 * MINUTE;
  await house.access.openStreams.look();
  expect(house.access.openStreams.size).toBe(1);
  house.now += MINUTE;
  await house.access.openStreams.look();
  await expect(reader.read()).rejects.toThrow();
});

test('answers of patients are not kept by browsers; sums may be', async () => {
  const cached = async (url: string) =>
    (await house.get(url, keys['ward_lead:A']!)).headers['cache-control'];
  for (const url of [
    ...['/v1/wards/A/encounters', '/v1/encounters/E/intensity'],
    '/v1/export/encounter-hours',
  ]) {
    expect(await cached(url), url).toBe('no-store');
  }
  expect(await cached('/v1/wards')).not.toBe('no-store');
});

describe('the cookie', () => {
  test('is named by the site and the port, and not by the secret', async () => {
    expect(cookieName('a', 80)).not.toBe(cookieName('b', 80));
    expect(cookieName('a', 80)).not.toBe(cookieName('a', 81));
    const name = async () => (await new Browser().signIn(keys['wall:A']!)).cookie.split('=')[0];
    const before = await name();
    rmSync(join(house.folder, 'session-secret'));
    await house.close();
    house = await new GuardedApp(house.folder).open({ file });
    expect(await name()).toBe(before);
  });

  test('is for TLS only where others than this machine reach the server, and its name says so', async () => {
    const other = await new GuardedApp().open({ file, isSecure: true });
    const headers = { authorization: `Bearer ${keys['wall:A']}` };
    const answer = await other.app.inject({ method: 'POST', url: '/v1/session', headers });
    const cookie = String(answer.headers['set-cookie']);
    expect(cookie).toMatch(/^__Host-vi_\w{8}=/);
    expect(cookie).toContain('; Path=/; HttpOnly; Secure; SameSite=Strict');
    expect(cookie).not.toContain('Domain');
    expect(await other.status('/v1/wards', null, { cookie: cookieOf(answer) })).toBe(200);
    // without the prefix a page of another host of the domain may have set it
    const plain = cookieOf(answer).replace('__Host-', '');
    expect(await other.status('/v1/wards', null, { cookie: plain })).toBe(401);
    await other.end();
  });
});

describe('the session secret', () => {
  const secretOf = (on: GuardedApp) => join(on.folder, 'session-secret');
  const good = 'A'.repeat(43);

  test.each([
    ...[
      'hospital1',
      '',
      'xx',
      'åäö lösenord',
      'A'.repeat(42),
      'A'.repeat(44),
      `${'A'.repeat(42)}=`,
    ],
    ...[`${good}\n${good}`, `${good}\n${good} tomorrow`, `${good}\nshort 2026-01-05T12:00:00Z`],
    `${good}\n${good} 2026-01-05T12:00:00Z\n${good}`,
  ])('"%s" keeps a server from starting', async (text) => {
    writeFileSync(secretOf(house), text);
    const opened = new GuardedApp(house.folder).open({ file });
    await expect(opened).rejects.toThrow(InputError);
    await expect(opened).rejects.toThrow('Delete it: it is made again');
    // it is a secret, even where it is a bad one
    const message = await opened.then(String, ({ message }: Error) => message);
    if (text.trim().length > 3) expect(message).not.toContain(text.trim());
  });

  test('is rotated while a server runs: what the one before sealed is good until then, and used on', async () => {
    const [stays, used] = [new Browser(), new Browser()];
    for (const browser of [stays, used]) await browser.signIn(keys['wall:A']!);
    await rotateSecret(secretOf(house), START + DAY);
    house.now += MINUTE;
    const [before, after] = [stays.cookie, await new Browser().signIn(keys['wall:A']!)];
    for (const browser of [used, after]) expect(await browser.get()).toBe(200);
    house.now = START + DAY - 1;
    expect(await house.status('/v1/wards', null, { cookie: before })).toBe(200);
    house.now = START + DAY;
    expect(await house.status('/v1/wards', null, { cookie: before })).toBe(401);
    for (const browser of [used, after]) expect(await browser.get()).toBe(200);
    // a second rotation drops the first one's secret at once
    await rotateSecret(secretOf(house), house.now + DAY);
    await rotateSecret(secretOf(house), house.now + DAY);
    house.now += 5_000;
    expect(await after.get()).toBe(401);
  });

  test('that becomes unusable while a server runs changes nothing', async () => {
    const browser = await new Browser().signIn(keys['wall:A']!);
    writeFileSync(secretOf(house), 'hospital1');
    house.now += 5_000;
    expect(await browser.get()).toBe(200);
    await new Browser().signIn(keys['wall:A']!);
  });
});
