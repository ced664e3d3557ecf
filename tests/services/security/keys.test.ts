import { spawnSync } from 'node:child_process';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { InputError } from '../../../services/platform/input-error.ts';
import { Readiness } from '../../../services/platform/readiness.ts';
import { searchAudit } from '../../../services/security/audit/audit-search.ts';
import { verify } from '../../../services/security/audit/audit-verify.ts';
import {
  createKey,
  digestOf,
  keyText,
  matchesDigest,
  parseKey,
} from '../../../services/security/auth/key.ts';
import { addKey, revokeKey } from '../../../services/security/auth/manage-keys.ts';
import { cookieOf, GuardedApp, START } from './app.ts';

const folder = mkdtempSync(join(tmpdir(), 'vi-keys-'));
const file = join(folder, 'access.json');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const add = (name: string, grants: string[], expiresAt: number | null = null) =>
  addKey(file, { name, grants, expiresAt });
const idOf = (key: string) => parseKey(key)!.id;

test('a key has an id and 256 random bits, and is kept as its digest', () => {
  const key = createKey();
  expect(parseKey(keyText(key))).toEqual(key);
  expect(Buffer.from(key.secret, 'base64url')).toHaveLength(32);
  expect(matchesDigest(key.secret, digestOf(key.secret))).toBe(true);
  expect(matchesDigest(createKey().secret, digestOf(key.secret))).toBe(false);
  for (const text of ['', 'vi_', 'vi_abc_def', keyText(key).slice(0, -1), `${keyText(key)}a`]) {
    expect(parseKey(text)).toBe(null);
  }
});

describe('keys of an access file', () => {
  let house: GuardedApp;
  let planner: string;
  beforeEach(async () => {
    rmSync(file, { force: true });
    planner = await add('Planering', ['planner:A,B']);
    house = await new GuardedApp().open({ file });
  });
  afterEach(() => house.end());
  const later = () => {
    house.now += 5_000;
  };

  test('let in to what they are for, and to nothing else', async () => {
    expect((await house.get('/v1/wards', planner)).json().wards).toEqual([
      { wardId: 'A', treating: false },
      { wardId: 'B', treating: false },
    ]);
    expect(await house.status('/v1/wards/A/intensity', planner)).toBe(200);
    expect(await house.status('/v1/wards/C/intensity', planner)).toBe(403);
    expect(await house.status('/v1/wards/X/intensity', planner)).toBe(403);
    expect(await house.status('/v1/wards/A/encounters', planner)).toBe(403);
    expect(await house.status('/v1/snapshots', planner)).toBe(200);
    expect(await house.status('/v1/audit', planner)).toBe(403);
    expect((await house.get('/v1/session', planner)).json()).toEqual({
      ...{ subject: `Planering (${idOf(planner)})`, kind: 'key' },
      ...{ grants: ['planner:A,B'], screens: ['wall', 'planner'], expiresAt: null },
    });
  });

  test('that are unknown, forged or no keys get the same answer', async () => {
    const { id } = parseKey(planner)!;
    const others = [keyText(createKey()), keyText({ ...createKey(), id }), 'nonsense', 'a.b.c'];
    const bodies = new Set<string>();
    for (const key of [...others, null]) {
      const answer = await house.get('/v1/wards', key);
      expect(answer.statusCode).toBe(401);
      expect(answer.headers['www-authenticate']).toBe('Bearer');
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
      const { traceId: _, ...problem } = answer.json();
      bodies.add(JSON.stringify(problem));
    }
    expect(bodies.size).toBe(1);
  });

  test('end when they expire', async () => {
    const short = await add('Kort', ['planner'], START + 60_000);
    later();
    expect(await house.status('/v1/wards', short)).toBe(200);
    house.now = START + 60_000;
    expect(await house.status('/v1/wards', short)).toBe(401);
  });

  test('that are withdrawn end within five seconds, and new ones begin', async () => {
    const other = await add('En till', ['planner']);
    expect(await house.status('/v1/wards', other)).toBe(401);
    await revokeKey(file, idOf(planner));
    expect(await house.status('/v1/wards', planner)).toBe(200);
    later();
    expect(await house.status('/v1/wards', planner)).toBe(401);
    expect(await house.status('/v1/wards', other)).toBe(200);
  });

  test('that are withdrawn let in none of the requests that come together', async () => {
    await revokeKey(file, idOf(planner));
    later();
    const together = Array.from({ length: 5 }, () => house.status('/v1/wards', planner));
    expect(new Set(await Promise.all(together))).toEqual(new Set([401]));
  });

  test('that are withdrawn end at once at a SIGHUP', async () => {
    await revokeKey(file, idOf(planner));
    process.emit('SIGHUP');
    await expect.poll(() => house.status('/v1/wards', planner)).toBe(401);
  });

  test('stay when the file is broken, which the log says by field, and readiness', async () => {
    let logged = '';
    const log = pino({}, { write: (line) => (logged += line) });
    const other = await new GuardedApp().open({ file, log });
    const readiness = new Readiness(other.access.checks);
    const whole = readFileSync(file, 'utf8');
    const { keys } = JSON.parse(whole);
    for (const [text, fault] of [
      ['{"keys":', 'it is not JSON'],
      ['', 'it is not JSON'],
      [JSON.stringify({ keys: [{ ...keys[0], grants: ['chef'] }] }), 'keys.0.grants.0: Expected'],
      [JSON.stringify({ keys, more: 1 }), 'file: Unrecognized key'],
    ] as const) {
      logged = '';
      writeFileSync(file, text);
      for (let i = 0; i < 3; i++) {
        other.now += 5_000;
        expect(await other.status('/v1/wards', planner), text).toBe(200);
      }
      expect(readiness.reasons()).toEqual(['access-file']);
      expect(logged.match(/cannot be used/g)).toHaveLength(1);
      expect(JSON.parse(logged).faults[0]).toContain(fault);
    }
    writeFileSync(file, whole);
    other.now += 5_000;
    expect(await other.status('/v1/wards', planner)).toBe(200);
    expect(readiness.reasons()).toEqual([]);
    await other.end();
  });

  test('end where the file is gone, and sessions with them, until it is there again', async () => {
    const whole = readFileSync(file);
    const authorization = { authorization: `Bearer ${planner}` };
    const cookie = cookieOf(
      await house.app.inject({ method: 'POST', url: '/v1/session', headers: authorization }),
    );
    rmSync(file);
    later();
    expect(await house.status('/v1/wards', planner)).toBe(401);
    expect(await house.status('/v1/wards', null, { cookie })).toBe(401);
    expect(new Readiness(house.access.checks).reasons()).toEqual(['access-file']);
    writeFileSync(file, whole);
    later();
    expect(await house.status('/v1/wards', planner)).toBe(200);
    await revokeKey(file, idOf(planner));
    later();
    expect(await house.status('/v1/wards', planner)).toBe(401);
  });

  test('that change leave a line of who may now and who may not, by name and without secrets', async () => {
    await house.status('/v1/wards', planner);
    const key = await add('Bo', ['wall:A']);
    const { keys, ...others } = JSON.parse(readFileSync(file, 'utf8'));
    const changed = () => house.lines('2026-01').filter(({ note }) => note !== undefined);
    later();
    await house.status('/v1/wards', key);
    const names = { bo: `Bo (${idOf(key)})`, planner: `Planering (${idOf(planner)})` };
    const about = { note: 'another access file holds', settings: [] };
    expect(changed()).toMatchObject([{ ...about, added: [names.bo], removed: [], changed: [] }]);
    // by hand: another role of one key, the other withdrawn, and sessions
    const [first, second] = keys;
    const sessions = { idleMinutes: 5 };
    const text = JSON.stringify({
      ...others,
      keys: [{ ...second, grants: ['planner'] }],
      sessions,
    });
    writeFileSync(file, text);
    later();
    await house.status('/v1/wards', key);
    expect(changed()[1]).toMatchObject({
      ...{ added: [], removed: [names.planner], changed: [names.bo], settings: ['sessions'] },
    });
    // read again, and the same
    writeFileSync(file, `${text}\n`);
    later();
    await house.status('/v1/wards', key);
    rmSync(file);
    later();
    await house.status('/v1/wards', key);
    expect(changed()).toHaveLength(3);
    expect(changed()[2]).toMatchObject({ added: [], removed: [names.bo], changed: [] });
    const written = readFileSync(house.auditFile(), 'utf8');
    for (const secret of [parseKey(key)!.secret, first.digest, second.digest]) {
      expect(written).not.toContain(secret);
    }
    expect((await verify(join(house.folder, 'audit'))).breaks).toEqual([]);
    const found: string[] = [];
    for await (const { entry } of searchAudit(join(house.folder, 'audit'), {
      subject: idOf(key),
    })) {
      found.push('note' in entry ? entry.note : entry.route);
    }
    expect(found.filter((each) => each === about.note)).toHaveLength(3);
  });

  test('do not let in by a link, nor the key of the machine', async () => {
    const local = await new GuardedApp().open();
    expect(await house.status('/v1/wards', local.localKey)).toBe(401);
    expect(house.access.link('http://x')).toBe('http://x');
    const answer = await house.get('/login?token=');
    expect([answer.statusCode, answer.headers['set-cookie']]).toEqual([303, undefined]);
    await local.end();
  });
});

describe('many at a time', () => {
  test('lose no key, and undo no withdrawal', async () => {
    rmSync(file, { force: true });
    const old = await Promise.all(
      Array.from({ length: 10 }, (_, i) => add(`old ${i}`, ['planner'])),
    );
    await Promise.all([
      ...Array.from({ length: 30 }, (_, i) => add(`new ${i}`, ['planner'])),
      ...old.map((key) => revokeKey(file, idOf(key))),
    ]);
    const { keys } = JSON.parse(readFileSync(file, 'utf8'));
    const names = keys.map(({ name }: { name: string }) => name).toSorted();
    expect(names).toEqual(Array.from({ length: 30 }, (_, i) => `new ${i}`).toSorted());
    expect(readdirSync(folder).filter((name) => name.startsWith('access.json.'))).toEqual([]);
  });

  test('take the lock of a process that was killed, and wait for one that lives', async () => {
    rmSync(file, { force: true });
    const gone = spawnSync('true').pid;
    writeFileSync(`${file}.lock`, `${gone} ${hostname()} x`);
    await Promise.all(Array.from({ length: 10 }, (_, i) => add(`${i}`, ['planner'])));
    expect(JSON.parse(readFileSync(file, 'utf8')).keys).toHaveLength(10);
    writeFileSync(`${file}.lock`, `${process.pid} ${hostname()} x`);
    let isAdded = false;
    const waiting = add('late', ['planner']).then(() => {
      isAdded = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(isAdded).toBe(false);
    rmSync(`${file}.lock`);
    await waiting;
    // of another machine it is known by its age alone
    writeFileSync(`${file}.lock`, '1 elsewhere x');
    utimesSync(`${file}.lock`, 1, 1);
    await add('later', ['planner']);
    expect(JSON.parse(readFileSync(file, 'utf8')).keys).toHaveLength(12);
  });
});

describe('the access file', () => {
  test('is for its owner, never holds a key, and keeps what else it says', async () => {
    rmSync(file, { force: true });
    const oidc = { issuer: 'i', audience: 'a', jwksUri: 'https://id.example/jwks' };
    writeFileSync(file, JSON.stringify({ oidc }), { mode: 0o600 });
    const key = await add('N', ['sender:*']);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).not.toContain(parseKey(key)!.secret);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ oidc, keys: [{ name: 'N' }] });
    await expect(revokeKey(file, 'nosuchkey')).rejects.toThrow(InputError);
  });

  const key = { id: 'aaaaaaaa', digest: '0'.repeat(64), name: 'n', grants: ['planner'] };
  test.each([
    [{}, 'keys, oidc or both'],
    [{ keys: [{ ...key, grants: ['ward_viewer'] }] }, 'ward_viewer:*'],
    [{ keys: [{ ...key, secret: 'x' }] }, 'secret'],
    [{ keys: [key, key] }, 'every id once'],
    // as they were written before senders named their systems
    [
      { keys: [key, { ...key, id: 'bbbbbbbb', name: 'EHR feed', grants: ['engineer', 'sender'] }] },
      'sender:adt,lab, or sender:* for all (key bbbbbbbb, EHR feed)',
    ],
    [{ keys: [key], more: 1 }, 'more'],
    [{ oidc: { issuer: 'i', audience: 'a', jwksUri: 'http://id.example/jwks' } }, 'https'],
  ])('that is not valid keeps a server from starting: %j', async (value, message) => {
    writeFileSync(file, JSON.stringify(value));
    const opened = new GuardedApp().open({ file });
    await expect(opened).rejects.toThrow(InputError);
    await expect(opened).rejects.toThrow(message);
  });
});
