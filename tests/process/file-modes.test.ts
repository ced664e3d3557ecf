import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { CLI } from '../support/cli.ts';
import { until } from './live-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'vi-modes-'));
const at = (name: string) => join(folder, name);
const kill: (() => void)[] = [];
afterAll(() => {
  for (const each of kill) each();
  rmSync(folder, { recursive: true, force: true });
});

/** A command in a shell whose files everybody may read and write. */
const openly = (args: readonly string[]) => {
  const words = [...CLI, ...args].map((word) => `'${word}'`).join(' ');
  return ['-c', `umask 000; exec ${words}`];
};

function run(...args: string[]): void {
  const { status, stderr } = spawnSync('sh', openly(args), { encoding: 'utf8' });
  expect(status, `${args[0]}: ${stderr}`).toBe(0);
}

/** Names of what was made, and of it what others than its owner may read or write. */
function made(): { all: string[]; open: string[] } {
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return { all, open: all.filter((name) => (statSync(at(name)).mode & 0o077) !== 0) };
}

test('what the commands make is for its owner, whatever the umask', async () => {
  run('simulate', '--wards', '1', '--beds', '3', '--days', '1', '--out', at('hospital.ndjson'));
  run('replay', at('hospital.ndjson'), '--site', at('hospital.site.json'), '--out', at('out'));
  run('import', 'mimic-iii', 'tests/fixtures/mimic-iii-demo/tables', '--out', at('mimic.arrow'));
  const key = ['--access', at('access.json'), '--name', 'x', '--grant', 'planner'];
  run('keys', 'create', ...key);
  const hours = ['encounter-hours.ndjson', 'ward-hours.ndjson', 'summary.json'];
  expect(made().all).toEqual(
    expect.arrayContaining([
      ...['hospital.ndjson', 'hospital.site.json', 'mimic.arrow', 'mimic.report.json'],
      ...hours.map((name) => join('out', name)),
      'access.json',
    ]),
  );
  expect(made().open).toEqual([]);
});

test('and so is what a server keeps, of secrets, events and the audit', async () => {
  const serve = ['serve', '--site', at('hospital.site.json'), '--data', at('data')];
  const child = spawn('sh', openly([...serve, '--port', '0']), {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  kill.push(() => child.kill('SIGKILL'));
  const ended = new Promise((resolve) => child.on('close', resolve));
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const link = await until('it listens', () => /open (http\S+)\n/.exec(stderr)?.[1]);
  const { origin } = new URL(link);
  run('publish', at('hospital.ndjson'), '--to', origin, '--key-file', at('data/local-key'));
  const authorization = `Bearer ${readFileSync(at('data/local-key'), 'utf8').trim()}`;
  expect((await fetch(`${origin}/v1/wards`, { headers: { authorization } })).status).toBe(200);
  const { all, open } = made();
  expect(all).toEqual(
    expect.arrayContaining([
      ...['data/local-key', 'data/session-secret', 'data/scorer.duckdb', 'data/serving.duckdb'],
    ]),
  );
  expect(all.some((name) => /^data\/audit\/.*\.ndjson$/.test(name))).toBe(true);
  expect(open).toEqual([]);
  child.kill('SIGTERM');
  await ended;
  expect(made().open).toEqual([]);
});
