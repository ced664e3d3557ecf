import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { killServers, LiveServer, serveArguments, until } from './live-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'vi-serve-exports-'));
const at = (name: string) => join(folder, name);
const sitePath = at('site.json');
const WARDS = ['A', 'B', 'C'];
const DAYS = 30;
const START = Date.parse('2026-01-05T08:00:00Z');
const instant = (hours: number) => new Date(START + hours * 3_600_000).toISOString();
const RANGE = `from=${instant(0)}&to=${instant(DAYS * 24)}`;
const FORMATS = ['csv', 'json', 'arrow', 'parquet'];

beforeAll(() => {
  const ward = { type: 'medicine', beds: 10, nightPatientsPerStaff: 7.5 };
  const wards = WARDS.map((wardId) => ({ wardId, name: wardId, ...ward }));
  writeFileSync(sitePath, JSON.stringify({ siteId: 'x', model: 'vi-1', name: 'x', wards }));
});
afterAll(async () => {
  await killServers();
  rmSync(folder, { recursive: true, force: true });
});

/** A patient for each ward, with a sign of life every day. */
function stays() {
  return WARDS.flatMap((wardId) => {
    const of = { source: 'adt', encounterId: `E-${wardId}` };
    const time = (hours: number) => ({ occurredAt: instant(hours), recordedAt: instant(hours) });
    const admission = { id: `${wardId}-in`, ...of, type: 'admission', wardId, ...time(0) };
    const signs = Array.from({ length: DAYS }, (_, day) => ({
      ...{ id: `${wardId}-${day}`, ...of, type: 'observation', code: 'heart-rate' },
      ...{ value: 60 + day, ...time(day * 24 + 1) },
    }));
    return [admission, ...signs];
  });
}

const exportOf = (server: LiveServer, dataset: string, format: string) =>
  server.request(`/v1/export/${dataset}?${RANGE}&format=${format}`);

async function filled(name: string): Promise<LiveServer> {
  const server = await LiveServer.start(sitePath, at(name), '--log-level', 'error');
  await server.post(stays());
  await until('served', async () => {
    const items = (await (await exportOf(server, 'encounter-hours', 'json')).json()) as unknown[];
    return items.length > WARDS.length * (DAYS - 1) * 24;
  });
  return server;
}

test('a disk that takes no more: an export is refused with the cause, and is given when there is room again', async () => {
  const server = await filled('full');
  const limit = (bytes: string) =>
    execFileSync('prlimit', ['--pid', String(server.process.pid), `--fsize=${bytes}:unlimited`]);
  const answers = readdirSync(at('full/answers'));
  // the audit has room for some lines, and the requested files have none
  limit('16384');
  for (const format of FORMATS) {
    const response = await exportOf(server, 'ward-hours', format);
    expect([format, response.status]).toEqual([format, 503]);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    const problem = (await response.json()) as { type: string; detail: string };
    expect(problem.type).toBe('urn:vardintensitet:problem:not-answered');
    expect(problem.detail).toMatch(/disk/);
  }
  // nothing half is left behind
  expect(readdirSync(at('full/answers'))).toEqual(answers);
  expect(await server.metric('vardintensitet_failures_total{of="answer"}')).toBe(FORMATS.length);
  await until('all are logged', () => {
    return server.stderr.match(/"category":"(storage|no space left)"/g)?.length === FORMATS.length;
  });
  expect(server.stderr).not.toContain('E-A');
  limit('unlimited');
  for (const format of FORMATS) {
    expect((await exportOf(server, 'ward-hours', format)).status).toBe(200);
  }
  expect((await server.stop()).code).toBe(0);
  // what is of patients does not outlast the server
  expect(existsSync(at('full/answers'))).toBe(false);
});

test('what a killed server left is removed at the next start; a second process removes nothing of the first', async () => {
  const killed = await filled('killed');
  await exportOf(killed, 'encounter-hours', 'csv');
  const left = readdirSync(at('killed/answers'));
  expect(left.length).toBeGreaterThan(0);
  await killed.kill();
  expect(readdirSync(at('killed/answers'))).toEqual(left);
  mkdirSync(at('killed/answers/of-another-kind'));

  const first = await LiveServer.start(sitePath, at('killed'), '--log-level', 'error');
  expect(readdirSync(at('killed/answers'))).toEqual([]);
  await exportOf(first, 'encounter-hours', 'csv');
  const given = readdirSync(at('killed/answers'));
  expect(given).toHaveLength(1);

  const second = new LiveServer(serveArguments(sitePath, at('killed')));
  expect(await second.ended).toBe(1);
  expect(second.stderr).toMatch(
    /is open in another process: .* Stop it first, or give another --data/,
  );
  expect(readdirSync(at('killed/answers'))).toEqual(given);
  expect((await exportOf(first, 'encounter-hours', 'csv')).status).toBe(200);
  expect((await first.stop()).code).toBe(0);
});
