import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lineHash } from '../../../services/security/audit/audit-entry.ts';
import { headPaths, writeHeads } from '../../../services/security/audit/audit-head.ts';
import { verify } from '../../../services/security/audit/audit-verify.ts';
import { addKey } from '../../../services/security/auth/manage-keys.ts';
import { cookieOf, GuardedApp, START } from './app.ts';

const folder = mkdtempSync(join(tmpdir(), 'vi-audit-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const JANUARY = '2026-01';
let house: GuardedApp;
beforeEach(async () => {
  house = await new GuardedApp().open();
});
afterEach(() => house.end());

const audit = () => join(house.folder, 'audit');
const ask = (url = '/v1/wards') => house.status(url, house.localKey);
const restart = async () => {
  await house.close();
  house = await new GuardedApp(house.folder).open();
};

describe('a line', () => {
  test('records who read what, the wards, the purpose and the result', async () => {
    const file = join(folder, 'access.json');
    const key = await addKey(file, { name: 'Eva', grants: ['ward_viewer:B,A'], expiresAt: null });
    const other = await new GuardedApp().open({ file });
    const range = 'from=2026-01-01T00:00:00Z&to=nonsense&secret=word';
    await other.get(`/v1/wards/A/intensity?${range}`, key, { purpose: 'uppföljning' });
    await other.get('/v1/encounters/E-1/intensity', key);
    await other.get('/v1/wards', key);
    await other.get('/v1/wards/C/intensity', key);
    const more =
      'wards=A,191212121212&format=csv&grain=191212121212&asKnownAt=2026-01-01T00:00:00Z';
    await other.get(`/v1/export/encounter-hours?${more}`, key);
    await other.get('/v1/wards/191212121212/intensity');
    await other.get('/v1/encounters/191212121212/intensity', key);
    const lines = other.lines(JANUARY);
    expect(lines[0]).toEqual({
      ...{ at: '2026-01-05T12:00:00.000Z', seq: 1, previous: '0'.repeat(64) },
      ...{ subject: expect.stringMatching(/^Eva \([a-z2-7]+\)$/), kind: 'key' },
      address: '127.0.0.1',
      ...{ method: 'GET', route: '/v1/wards/:wardId/intensity', wardId: 'A' },
      ...{ from: '2026-01-01T00:00:00Z', scope: ['A', 'B'], status: 200, rows: null },
      ...{ purpose: 'uppföljning', traceId: expect.any(String) },
    });
    expect(lines[1]).toMatchObject({ encounterId: 'E-1', status: 200 });
    expect(lines[2]).toMatchObject({ route: '/v1/wards', rows: 2 });
    expect(lines[3]).toMatchObject({ wardId: 'C', status: 403, scope: ['A', 'B'] });
    expect(lines[4]).toMatchObject({
      route: '/v1/export/:dataset',
      asked: {
        ...{ dataset: 'encounter-hours', wards: 'A,?', format: 'csv', grain: '?' },
        asKnownAt: '2026-01-01T00:00:00Z',
      },
    });
    // of nobody there are counts
    expect(lines.filter(({ status }) => status === 401)).toEqual([]);
    expect(lines.at(-1)).toMatchObject({ encounterId: '?', status: 200 });
    const text = readFileSync(other.auditFile(), 'utf8');
    for (const secret of ['19121212', 'nonsense', 'word', key.slice(16)]) {
      expect(text).not.toContain(secret);
    }
    expect(statSync(other.auditFile()).mode & 0o777).toBe(0o600);
    await other.end();
  });

  test('is there for sign-ins and events; not for pages, or asking who one is', async () => {
    const authorization = `Bearer ${house.localKey}`;
    const post = (url: string) =>
      house.app.inject({ method: 'POST', url, headers: { authorization } });
    const cookie = cookieOf(await post('/v1/session'));
    await post('/v1/events');
    await house.get('/v1/session', null, { cookie });
    await house.get('/v1/session');
    await house.get('/health/live');
    await house.get('/v1/nothing');
    const lines = house.lines(JANUARY);
    expect(lines).toMatchObject([
      { method: 'POST', route: '/v1/session', subject: 'local', status: null },
      { method: 'POST', route: '/v1/session', subject: 'local', status: 200 },
      { method: 'POST', route: '/v1/events', subject: 'local', status: 200 },
    ]);
    expect(JSON.stringify(lines)).not.toContain(cookie.split('=')[1]);
  });

  test('comes twice for what is streamed: at its start, and with its rows at its end', async () => {
    const origin = await house.app.listen({ port: 0, host: '127.0.0.1' });
    const headers = { authorization: `Bearer ${house.localKey}` };
    expect(await (await fetch(`${origin}/v1/export/ward-hours`, { headers })).text()).toBe('one\n');
    await expect.poll(() => house.lines(JANUARY).length).toBe(2);
    expect(house.lines(JANUARY)).toMatchObject([
      { route: '/v1/export/:dataset', status: 200, rows: null },
      { route: '/v1/export/:dataset', status: 200, rows: 1, ended: true },
    ]);
  });
});

describe('the chain', () => {
  test('holds over many at once, a restart and a new month', async () => {
    await Promise.all(Array.from({ length: 50 }, () => ask()));
    await restart();
    await ask();
    house.now = Date.parse('2026-02-01T00:00:00Z');
    await ask();
    // a clock that is put back does not write into the past
    house.now = START;
    await ask();
    expect(await verify(audit())).toMatchObject({ entries: 53, first: 1, last: 53, breaks: [] });
    expect(house.lines('2026-02')).toHaveLength(2);
  });

  test.each([
    [
      'a line that is changed',
      (lines: string[]) => lines.with(1, lines[1]!.replace('local', 'lokal')),
    ],
    ['a line that is left out', (lines: string[]) => lines.toSpliced(1, 1)],
    ['a line that is put in', (lines: string[]) => lines.toSpliced(1, 0, lines[1]!)],
    ['lines in another order', (lines: string[]) => [lines[0]!, lines[2]!, lines[1]!, lines[3]!]],
    ['a line that is made unreadable', (lines: string[]) => lines.with(1, 'x')],
    [
      'the first line left out',
      (lines: string[]) => lines.slice(1).with(0, lines[1]!.replace('"seq":2', '"seq":1')),
    ],
    ['a last line made unreadable', (lines: string[]) => lines.with(3, 'x')],
  ])('shows %s', async (_, tamper) => {
    for (let i = 0; i < 4; i++) await ask();
    const lines = readFileSync(house.auditFile(), 'utf8').trimEnd().split('\n');
    expect((await verify(audit())).breaks).toEqual([]);
    writeFileSync(house.auditFile(), `${tamper(lines).join('\n')}\n`);
    expect((await verify(audit())).breaks.length).toBeGreaterThan(0);
  });

  test('goes on after a line that was cut off, and says so', async () => {
    await ask();
    await ask();
    await house.close();
    const text = readFileSync(house.auditFile(), 'utf8');
    for (const cut of [text.length - 1, text.length - 20, text.indexOf('\n') + 2]) {
      writeFileSync(house.auditFile(), text.slice(0, cut));
      // a power cut takes lines that were not noted yet
      const [first] = text.split('\n');
      await writeHeads(headPaths(audit()), { seq: 1, hash: lineHash(first!) });
      house = await new GuardedApp(house.folder).open();
      await ask();
      const { breaks, last } = await verify(audit());
      expect(breaks).toEqual([]);
      // where only the newline was lost, the line is whole
      expect(last).toBe(3);
      expect(readFileSync(house.auditFile(), 'utf8').includes('cut off')).toBe(
        cut < text.length - 1,
      );
      await house.close();
    }
    house = await new GuardedApp(house.folder).open();
  });

  test('goes on counting where a part of it was moved away while the server runs', async () => {
    await ask();
    renameSync(house.auditFile(), `${house.auditFile()}.old`);
    await ask();
    expect(house.lines(JANUARY)[0]).toMatchObject({ seq: 2 });
  });
});

describe('an audit that cannot be written', () => {
  test('keeps everything from being read, stored or changed', async () => {
    const { localKey } = house;
    writeFileSync(audit(), 'in the way');
    const answer = await house.get('/v1/wards', localKey);
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toMatchObject({ type: 'urn:vardintensitet:problem:not-audited' });
    expect(answer.body).not.toContain('wardId');
    expect(answer.headers['retry-after']).toBe('5');
    for (const url of ['/v1/export/ward-hours', '/v1/stream', '/v1/audit']) {
      expect(await house.status(url, localKey), url).toBe(503);
    }
    const headers = { authorization: `Bearer ${localKey}` };
    const signIn = await house.app.inject({ method: 'POST', url: '/v1/session', headers });
    expect([signIn.statusCode, signIn.headers['set-cookie']]).toEqual([503, undefined]);
    const { changed } = house;
    for (const url of ['/v1/events', '/v1/dead-letters/retry']) {
      const sent = await house.app.inject({ method: 'POST', url, headers });
      expect([url, sent.statusCode]).toEqual([url, 503]);
    }
    const link = await house.get(house.access.link(''));
    expect([link.statusCode, link.headers['set-cookie']]).toEqual([503, undefined]);
    // no handler that changes something was reached
    expect(house.changed).toBe(changed);
    rmSync(audit());
    expect(await house.status('/v1/wards', localKey)).toBe(200);
    expect(await verify(audit())).toMatchObject({ entries: 1, breaks: [] });
    // the link is still good
    const again = await house.get(house.access.link(''));
    expect(again.headers['set-cookie']).toBeDefined();
    expect(house.lines(JANUARY).slice(1)).toMatchObject([
      { route: '/login', subject: 'local', status: null },
      { route: '/login', subject: 'local', status: 303 },
    ]);
  });
});

describe('reading it', () => {
  test('is for auditors, the newest last, page by page', async () => {
    for (let day = 0; day < 40; day++) {
      house.now = START + day * 24 * 3_600_000;
      await ask();
    }
    const seen: number[] = [];
    const range = 'from=2026-01-10T00:00:00Z&to=2026-02-10T00:00:00Z';
    let next: string | null = `/v1/audit?${range}&limit=7`;
    for (; next !== null; ) {
      const answer = await house.get(next, house.localKey);
      const page = answer.json() as { entries: { seq: number }[]; next: string | null };
      expect(page.entries.length).toBeLessThanOrEqual(7);
      seen.push(...page.entries.map(({ seq }) => seq));
      next = page.next;
    }
    // from the 10th of January to the 9th of February
    expect(seen).toEqual(Array.from({ length: 31 }, (_, index) => index + 6));
    const line = house.lines('2026-02').at(-1);
    expect(line).toMatchObject({ route: '/v1/audit', from: '2026-01-10T00:00:00Z', rows: 3 });
  });

  test('shows the end, also while it grows, and skips what is no line', async () => {
    expect((await house.get('/v1/audit', house.localKey)).json()).toEqual({
      entries: [],
      next: null,
    });
    appendFileSync(house.auditFile(), 'half a line');
    const { entries } = (await house.get('/v1/audit', house.localKey)).json();
    expect(entries).toMatchObject([{ seq: 1, route: '/v1/audit', rows: 0 }]);
  });

  test.each([
    'cursor=x',
    'cursor=Li4vLi4vZXRjL3Bhc3N3ZCAw',
    'limit=0',
    'limit=1001',
    'from=now',
    'x=1',
  ])('refuses %s', async (query) => expect([400, 500]).toContain(await ask(`/v1/audit?${query}`)));
});
