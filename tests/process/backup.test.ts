import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { simulatedSite } from '../../pipelines/sources/simulator/hospital.ts';
import { simulate } from '../../pipelines/sources/simulator/simulate.ts';
import { exportedLines } from '../../services/journal/export.ts';
import { cli } from '../support/cli.ts';
import { rowsOf } from '../support/stored-rows.ts';
import { killServers, LiveServer } from './live-server.ts';

const HOSPITAL = { wards: 2, bedsPerWard: 4, days: 2, seed: 11 };
const root = mkdtempSync(join(tmpdir(), 'vi-backup-'));
const [data, to, site] = ['data', 'backups', 'site.json'].map((name) => join(root, name)) as [
  string,
  string,
  string,
];
writeFileSync(site, JSON.stringify(simulatedSite(HOSPITAL)));
const lines = [...simulate(HOSPITAL)].flatMap((arrival) =>
  'raw' in arrival ? [] : [JSON.stringify(arrival.event)],
);

afterAll(async () => {
  await killServers();
  rmSync(root, { recursive: true, force: true });
});

function sums(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    entries
      .filter((each) => each.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((path) => [
        path.slice(folder.length + 1),
        createHash('sha256').update(readFileSync(path)).digest('hex'),
      ]),
  );
}

/** What there is of a folder whose server has stopped, without what says when it was computed. */
async function contents(folder: string) {
  const exported: string[] = [];
  for await (const line of exportedLines(join(folder, 'journal'))) exported.push(line);
  return {
    exported,
    events: await rowsOf(folder, 'scorer', 'select * exclude (delivery) from event order by all'),
    intensity: await rowsOf(
      folder,
      'serving',
      'select * exclude (known_at, computed_at) from ward_hour order by all',
    ),
    letters: await rowsOf(folder, 'ingest', 'select number, reason, digest from dead_letter'),
  };
}

/** Starts a server until everything is scored and served, and stops it. */
async function settle(folder: string): Promise<void> {
  const server = await LiveServer.start(site, folder);
  await server.stop();
}

const newest = () =>
  join(
    to,
    readdirSync(to)
      .filter((name) => name !== 'partial')
      .toSorted()
      .at(-1)!,
  );

test('a backup under load is whole, and restored it is as it was, to the byte; it goes on to the same rows', async () => {
  const server = await LiveServer.start(site, data);
  const half = Math.floor(lines.length / 2);
  const post = (some: readonly string[]) =>
    server.send(`${some.join('\n')}\n`, 'application/x-ndjson');
  await post([...lines.slice(0, 400), '{"id":"broken"}']);
  let sent = 400;
  let isDone = false;
  const load = (async () => {
    while (!isDone && sent < half) {
      const response = await post(lines.slice(sent, sent + 20));
      expect(response.status).toBe(200);
      sent += 20;
    }
  })();
  const made = await new Promise<{ code: number | null; out: string }>((resolve) => {
    // beside the load, which this process sends
    const command = new LiveServer(['backup', '--data', data, '--to', to, '--site', site]);
    void command.ended.then((code) => resolve({ code, out: command.stderr }));
  });
  isDone = true;
  await load;
  expect(made).toMatchObject({ code: 0 });
  expect(existsSync(join(data, 'snapshot-for-backup'))).toBe(false);
  expect((await post(lines.slice(sent))).status).toBe(200);
  await server.stop();

  const folder = newest();
  expect(cli('backup', 'verify', to, '--quiet')).toMatchObject({ status: 0, stderr: '' });
  expect(Object.keys(sums(folder))).not.toContain('local-key');
  expect(Object.keys(sums(folder))).not.toContain('session-secret');
  const restored = join(root, 'restored');
  expect(cli('restore', '--from', to, '--data', restored, '--quiet').status).toBe(0);
  const { 'manifest.json': _, ...before } = sums(folder);
  expect(sums(restored)).toEqual(before);
  // what the journal of the backup has is the beginning of that of the server, and all that was acknowledged before it
  const inBackup = (await contents(restored)).exported;
  const all = (await contents(data)).exported;
  expect(inBackup.length).toBeGreaterThanOrEqual(400);
  expect(all.slice(0, inBackup.length)).toEqual(inBackup);

  const again = await LiveServer.start(site, restored);
  for (let from = 0; from < lines.length; from += 2_000) {
    const body = `${lines.slice(from, from + 2_000).join('\n')}\n`;
    expect((await again.send(body, 'application/x-ndjson')).status).toBe(200);
  }
  await again.stop();
  await settle(data);
  await settle(restored);
  const [was, is] = [await contents(data), await contents(restored)];
  expect(is.intensity).toEqual(was.intensity);
  expect(is.events).toEqual(was.events);
  expect(is.letters).toEqual(was.letters);
  expect(was.letters).toHaveLength(1);
});

test('the next backup links what is there, and one that is cut short does not count and is gone on with', async () => {
  const first = newest();
  mkdirSync(join(to, 'partial', 'journal'), { recursive: true });
  writeFileSync(join(to, 'partial', 'journal', 'left'), 'over');
  expect(cli('backup', 'verify', to, '--quiet').stdout).toContain(first);
  const made = cli('backup', '--data', data, '--to', to, '--quiet', '--journal-only');
  expect(made.status).toBe(0);
  const second = newest();
  expect(second).not.toBe(first);
  expect(existsSync(join(second, 'journal', 'left'))).toBe(false);
  expect(existsSync(join(second, 'scorer.duckdb'))).toBe(false);
  const audit = readdirSync(join(second, 'audit'))[0]!;
  expect(statSync(join(second, 'audit', audit)).size).toBeGreaterThan(0);
  const third = cli(
    'backup',
    '--data',
    data,
    '--to',
    to,
    '--quiet',
    '--journal-only',
    '--keep',
    '1',
  );
  expect(third.stdout).toMatch(/, 0\.0 MB copied|, \d\.\d MB copied/);
  expect(readdirSync(to)).toHaveLength(1);

  // without its DuckDB files everything but dead letters and asKnownAt comes again
  const restored = join(root, 'restored-journal');
  expect(cli('restore', '--from', to, '--data', restored, '--quiet').status).toBe(0);
  await settle(restored);
  const [was, is] = [await contents(data), await contents(restored)];
  expect(is.exported).toEqual(was.exported);
  expect(is.events).toEqual(was.events);
  expect(is.intensity).toEqual(was.intensity);
});

test('a restore refuses a folder with something in it, and a damaged backup', () => {
  const before = sums(data);
  const refused = cli('restore', '--from', to, '--data', data, '--quiet');
  expect(refused.status).toBe(1);
  expect(refused.stderr).toContain('is not empty');
  expect(sums(data)).toEqual(before);
  const [file] = readdirSync(join(newest(), 'journal'));
  truncateSync(join(newest(), 'journal', file!), 100);
  const verified = cli('backup', 'verify', to, '--quiet');
  expect(verified.status).toBe(1);
  expect(verified.stderr).toContain(`error: journal/${file} has 100 bytes of`);
  const fresh = join(root, 'fresh');
  const damaged = cli('restore', '--from', to, '--data', fresh, '--quiet');
  expect(damaged.status).toBe(1);
  expect(existsSync(fresh)).toBe(false);
  rmSync(join(newest(), 'manifest.json'));
  expect(cli('backup', 'verify', to).stderr).toContain('has no backup');
});
