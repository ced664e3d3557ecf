import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WardHour } from '../../schemas/ward-hour.ts';
import { CLI, cli, cliWith } from '../support/cli.ts';
import { killServers, LiveServer, until } from './live-server.ts';
import { servedWardHours, type ToldHour } from './ward-hours.ts';

const folder = mkdtempSync(join(tmpdir(), 'vi-publish-'));
const at = (name: string) => join(folder, name);
const SITE = at('hospital.site.json');
const NAMES = ['hospital.ndjson', 'hospital.ndjson.gz', 'hospital.arrow'];
const PERSON = '191212121212';
const FAR = { occurredAt: '2100-01-01T00:00:00Z', recordedAt: '2100-01-01T00:00:00Z' };

/** The options that say which server, and show its key. */
const to = ({ origin, keyFile }: LiveServer) => ['--to', origin, '--key-file', keyFile];

const publish = (file: string, server: LiveServer, ...more: string[]) => {
  const run = cli('publish', at(file), ...to(server), '--json', '--quiet', ...more);
  return { ...run, taken: run.stdout === '' ? null : JSON.parse(run.stdout) };
};
const lineCount = (file: string) => readFileSync(at(file), 'utf8').trimEnd().split('\n').length;

beforeAll(() => {
  for (const name of NAMES) {
    const size = ['--wards', '3', '--beds', '5', '--days', '1', '--seed', '1'];
    const made = cli('simulate', ...size, '--out', at(name), '--quiet');
    expect(made.status, made.stderr).toBe(0);
  }
});

afterAll(async () => {
  await killServers();
  rmSync(folder, { recursive: true, force: true });
});

describe('a simulated hospital', () => {
  let server: LiveServer;
  let total: number;
  beforeAll(async () => {
    total = lineCount('hospital.ndjson');
    server = await LiveServer.start(SITE, at('data'));
  });

  test('is taken whole, and its ward-hours are those of a replay', async () => {
    const run = publish('hospital.ndjson', server, '--batch', '97');
    expect(run.status, run.stderr).toBe(0);
    expect(run.taken).toMatchObject({ sent: total, rejected: 0, byReason: {} });
    expect(run.taken.accepted + run.taken.duplicates).toBe(total);
    expect(run.stderr).toBe('');

    const replayed = cli('replay', at(NAMES[0]!), '--site', SITE, '--out', at('replay'), '--quiet');
    expect(replayed.status, replayed.stderr).toBe(0);
    const expected = readFileSync(at('replay/ward-hours.ndjson'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as WardHour);
    expect(expected.length).toBeGreaterThan(60);
    const wards = [...new Set(expected.map(({ wardId }) => wardId))];
    expect(wards).toHaveLength(3);
    const key = ({ wardId, hour, minutes, census }: WardHour | ToldHour) => [
      wardId,
      hour,
      minutes,
      census,
    ];
    // scoring follows storing: until then the hours are those of a part of the events
    const differ = async () => {
      const served: ToldHour[] = [];
      for (const ward of wards) {
        const range = ['2025-11-01T00:00:00Z', '2026-10-01T00:00:00Z'] as const;
        served.push(...(await servedWardHours(server, ward, ...range)));
      }
      const inOrder = (hours: (WardHour | ToldHour)[]) => hours.map(key).map(String).sort();
      return { served: inOrder(served), expected: inOrder(expected) };
    };
    await until('scored', async () => {
      const { served, expected } = await differ();
      return served.join() === expected.join();
    }).catch(() => undefined);
    const { served, expected: wanted } = await differ();
    expect(served).toEqual(wanted);
  });

  test.each(NAMES)('is known to the letter the second time: %s', (name) => {
    const run = publish(name, server);
    expect(run.status, run.stderr).toBe(0);
    const counts = { sent: total, accepted: 0, duplicates: total, rejected: 0, byReason: {} };
    expect(run.taken).toEqual(counts);
  });

  test('several files go one after the other, with a line about them', () => {
    const files = [at(NAMES[0]!), at(NAMES[2]!)];
    const run = cli('publish', ...files, ...to(server));
    expect(run.status).toBe(0);
    expect(run.stdout).toBe('');
    const sent = (2 * total).toLocaleString('en');
    expect(run.stderr).toContain(`${sent} sent · 0 accepted · ${sent} duplicates · 0 rejected · `);
  });

  test('the dead letters of what was sound are none', () => {
    const run = cli('dead-letters', 'list', ...to(server));
    expect(run).toMatchObject({ status: 0, stdout: 'No dead letters.\n' });
  });

  test('at a speed it is interrupted at once, with 130', async () => {
    const args = ['publish', at(NAMES[0]!), ...to(server), '--speed', '1'];
    const child = spawn(CLI[0], [...CLI.slice(1), ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const received = () => server.metric('vardintensitet_events_received_total');
    const before = await received();
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    await until('it has begun', async () => (await received()) > before);
    child.kill('SIGINT');
    expect(await Promise.race([ended, sleep(5_000, 'late', { ref: false })])).toBe(130);
    expect(stderr).toContain('Interrupted');
  });

  test('a file that is cut off: what came before is sent, clear error, exit 1', () => {
    const whole = readFileSync(at(NAMES[1]!));
    expect(gunzipSync(whole).length).toBeGreaterThan(100_000);
    writeFileSync(at('cut.ndjson.gz'), whole.subarray(0, whole.length - 2_000));
    const run = publish('cut.ndjson.gz', server);
    expect(run.status).toBe(1);
    expect(run.stderr).toMatch(/^error: .*cut\.ndjson\.gz cannot be read to its end.*\n$/);
  });
});

test('broken lines: exit 3; the dead letters say why, and nothing of the record', async () => {
  const server = await LiveServer.start(SITE, at('broken-data'));
  const [sound] = readFileSync(at(NAMES[0]!), 'utf8').split('\n');
  const event = JSON.parse(sound!);
  const lines = [
    sound!,
    `{"id": "${PERSON}`,
    '',
    JSON.stringify({ ...event, id: PERSON, occurredAt: `at ${PERSON}` }),
    JSON.stringify({ ...event, id: PERSON, type: 'vital-signs' }),
    JSON.stringify({ ...event, ...FAR, id: 'far' }),
  ];
  const raw = Buffer.concat([
    Buffer.from(`${lines.join('\r\n')}\r\n{"id":"`),
    Buffer.from([0xff, 0xfe]),
    Buffer.from('"}'),
  ]);
  writeFileSync(at('broken.ndjson'), raw);
  const run = publish('broken.ndjson', server, '--speed', '1');
  expect(run.status, run.stderr).toBe(3);
  const byReason = {
    'malformed-json': 1,
    'invalid-event': 1,
    'unknown-type': 1,
    'from-the-future': 1,
    'invalid-utf8': 1,
  };
  expect(run.taken).toEqual({ sent: 6, accepted: 1, duplicates: 0, rejected: 5, byReason });

  const listed = cli('dead-letters', 'list', ...to(server));
  expect(listed.status, listed.stderr).toBe(0);
  for (const reason of Object.keys(byReason)) expect(listed.stdout).toContain(reason);
  expect(listed.stdout).toContain('/occurredAt');
  expect(listed.stdout).toContain('5 of 5: ');
  expect(listed.stdout).not.toContain(PERSON);
  const asJson = cli('dead-letters', 'list', ...to(server), '--limit', '2', '--json');
  const { letters, byReason: counted } = JSON.parse(asJson.stdout);
  expect(letters).toHaveLength(2);
  expect(counted).toEqual(byReason);
  expect(asJson.stdout).not.toContain(PERSON);
  expect(JSON.stringify(letters)).toContain('… string');

  const retried = cli('dead-letters', 'retry', ...to(server));
  expect(retried.status, retried.stderr).toBe(3);
  expect(retried.stdout).toBe('5 retried · 0 accepted · 0 duplicates · 5 rejected\n');
  await server.stop();
});

test('events of an unknown ward are taken by a retry once the site file has it', async () => {
  const whole = JSON.parse(readFileSync(SITE, 'utf8'));
  const [missing, ...others] = whole.wards;
  writeFileSync(at('without.json'), JSON.stringify({ ...whole, wards: others }));
  const data = at('ward-data');
  const before = await LiveServer.start(at('without.json'), data);
  const run = publish(NAMES[0]!, before);
  expect(run.status, run.stderr).toBe(3);
  expect(Object.keys(run.taken.byReason)).toEqual(['unknown-ward']);
  // a record that is sent twice is one dead letter
  const ofWard = readFileSync(at(NAMES[0]!), 'utf8')
    .split('\n')
    .filter((line) => line.includes(`"wardId":"${missing.wardId}"`));
  expect(run.taken.rejected).toBe(ofWard.length);
  const rejected = new Set(ofWard).size;
  const again = cli('dead-letters', 'retry', ...to(before), '--json');
  expect(again.status).toBe(3);
  expect(JSON.parse(again.stdout)).toEqual({
    retried: rejected,
    accepted: 0,
    duplicates: 0,
    rejected,
  });
  await before.stop();

  const after = await LiveServer.start(SITE, data);
  const retried = cli('dead-letters', 'retry', ...to(after), '--json');
  expect(retried.status, retried.stderr).toBe(0);
  const outcome = JSON.parse(retried.stdout);
  expect(outcome).toMatchObject({ retried: rejected, rejected: 0 });
  expect(outcome.accepted).toBeGreaterThan(0);
  expect(publish(NAMES[0]!, after).taken).toMatchObject({ accepted: 0, rejected: 0 });
  const hours = await until('scored', async () => {
    const range = ['2026-01-05T00:00:00Z', '2026-01-06T00:00:00Z'] as const;
    const hours = await servedWardHours(after, missing.wardId, ...range);
    return hours.length > 0 && hours;
  });
  expect(hours.some(({ census }) => census > 0)).toBe(true);
  await after.stop();

  // a ward that is left out is not shown, and its history is there when it comes back
  const without = await LiveServer.start(at('without.json'), data);
  const { wards } = await without.json<{ wards: { wardId: string }[] }>('/v1/wards');
  expect(wards.map(({ wardId }) => wardId)).not.toContain(missing.wardId);
  await without.stop();
  const back = await LiveServer.start(SITE, data);
  const range = ['2026-01-05T00:00:00Z', '2026-01-06T00:00:00Z'] as const;
  expect(await servedWardHours(back, missing.wardId, ...range)).toEqual(hours);
  await back.stop();
});

describe('usage', () => {
  test.each(['publish', 'list', 'retry'])('a server that is not there: %s', (name) => {
    // nothing listens on a port that was free a moment ago; the limit is generous for a slow machine
    const nowhere = ['--to', 'http://127.0.0.1:59999/secret', '--patience', '2'];
    const args = name === 'publish' ? [name, at(NAMES[0]!)] : ['dead-letters', name];
    const run = cli(...args, ...nowhere);
    expect(run.status).toBe(1);
    expect(run.stderr).toMatch(
      /^error: 127\.0\.0\.1:59999: no answer \(ECONNREFUSED\), tried for 2 s\. [^\n]*--to[^\n]*\n$/,
    );
    expect(run.stderr).not.toContain('secret');
  });

  test.each([
    ['publish', at(NAMES[0]!)],
    ['dead-letters', 'list'],
  ])('no address: %s %s', (...command) => {
    const run = cli(...command, '--to', 'ftp://127.0.0.1/');
    expect(run.status).toBe(2);
    expect(run.stderr).toContain('Expected the address of a server');
  });

  test('a server that needs a key says which, and rejects a key of another server', async () => {
    const server = await LiveServer.start(SITE, at('key-data'));
    const none = cli('publish', at(NAMES[0]!), '--to', server.origin);
    expect(none.status).toBe(1);
    expect(none.stderr).toMatch(/^error: .* wants a key: .*--key-file <data>\/local-key\.\n$/);
    writeFileSync(at('other-key'), `vi_aaaaaaaa_${'a'.repeat(43)}\n`);
    const other = cli('dead-letters', 'list', '--to', server.origin, '--key-file', at('other-key'));
    expect(other.status).toBe(1);
    expect(other.stderr).toMatch(/^error: .* does not take this key: .*\n$/);
    const environment = { VARDINTENSITET_KEY: readFileSync(server.keyFile, 'utf8').trim() };
    const run = cliWith(environment, 'dead-letters', 'list', '--to', server.origin);
    expect(run).toMatchObject({ status: 0, stdout: 'No dead letters.\n' });
    await server.stop();
  });

  test('no address, no speed and no such file', () => {
    expect(cli('publish', at(NAMES[0]!)).status).toBe(2);
    const nowhere = ['--to', 'http://127.0.0.1:59999', '--patience', '0'];
    expect(cli('publish', at(NAMES[0]!), ...nowhere, '--speed', '0').status).toBe(2);
    expect(cli('publish', at(NAMES[0]!), ...nowhere, '--batch', '0').status).toBe(2);
    const missing = cli('publish', at('missing.ndjson'), ...nowhere);
    expect(missing.status).toBe(1);
    expect(missing.stderr).toContain('missing.ndjson');
  });
});
