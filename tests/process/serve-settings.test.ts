import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { SiteView } from '../../schemas/read-api.ts';
import { cli } from '../support/cli.ts';
import { rowsOf } from '../support/stored-rows.ts';
import { killServers, LiveServer, until } from './live-server.ts';
import { servedWardHours } from './ward-hours.ts';

const folder = mkdtempSync(join(tmpdir(), 'vi-serve-settings-'));
const at = (name: string) => join(folder, name);
afterAll(async () => {
  await killServers();
  rmSync(folder, { recursive: true, force: true });
});

/** Every file below a folder with a digest of its bytes. */
function contentOf(directory: string): Record<string, string> {
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' }).toSorted();
  return Object.fromEntries(
    files
      .filter((name) => statSync(join(directory, name)).isFile())
      .map((name) => {
        const bytes = readFileSync(join(directory, name));
        return [name, createHash('sha256').update(bytes).digest('hex')];
      }),
  );
}

const WARD = {
  wardId: 'A',
  name: 'Avdelning A',
  type: 'medicine',
  beds: 20,
  nightPatientsPerStaff: 10,
};
const OTHER = { ...WARD, wardId: 'B', name: 'Avdelning B' };
const SITE = {
  siteId: 't',
  model: 'vi-1',
  name: 'Test',
  timeZone: 'Europe/Stockholm',
  wards: [WARD, OTHER],
};
function siteFile(name: string, site: object): string {
  writeFileSync(at(name), JSON.stringify(site));
  return at(name);
}

const envelope = { source: 'ehr', encounterId: 'E1', wardId: 'A' };
const admission = {
  ...{ ...envelope, id: '1', type: 'admission' },
  ...{ occurredAt: '2026-01-05T20:00:00Z', recordedAt: '2026-01-05T20:00:00Z' },
};
const discharge = {
  ...{ ...envelope, id: '2', type: 'discharge', wardId: undefined },
  ...{ occurredAt: '2026-01-06T02:00:00Z', recordedAt: '2026-01-06T02:00:00Z' },
};
const tick = {
  ...{ id: '3', source: 'clock', type: 'tick' },
  ...{ occurredAt: '2026-01-06T03:00:00Z', recordedAt: '2026-01-06T03:00:00Z' },
};
const RANGE = ['2026-01-05T20:00:00Z', '2026-01-06T03:00:00Z'] as const;

test('the site file of a hospital changes, and its history stays', async () => {
  const data = at('data');
  const first = await LiveServer.start(siteFile('site.json', SITE), data);
  expect((await first.post([admission, discharge, tick])).accepted).toBe(3);
  const before = await until('the night is served', async () => {
    const hours = await servedWardHours(first, 'A', ...RANGE);
    return hours.length === 7 && hours.every(({ provisional }) => !provisional) && hours;
  });
  // night: an hour of one nurse for ten patients
  expect(before.map(({ components }) => (components as { base: number }).base)).toContain(6);
  await first.stop();

  // beds, names, types, the order of the wards, shifts and the name of the hospital: at once
  const renamed = {
    ...SITE,
    name: 'Nya namnet',
    shifts: [{ id: 'dygn', start: '06:45' }],
    wards: [OTHER, { ...WARD, name: 'Kirurgi A', type: 'surgery', beds: 18 }],
  };
  const second = await LiveServer.start(siteFile('renamed.json', renamed), data);
  const site = await second.json<SiteView>('/v1/site');
  expect(site.name).toBe('Nya namnet');
  expect(site.wards.map(({ wardId }) => wardId)).toEqual(['B', 'A']);
  expect(site.wards[1]).toMatchObject({ name: 'Kirurgi A', type: 'surgery', beds: 18 });
  expect(await servedWardHours(second, 'A', ...RANGE)).toEqual(before);
  await second.stop();

  // the night ratio: scored again, with the events that are stored
  const five = { ...SITE, wards: [{ ...WARD, nightPatientsPerStaff: 5 }, OTHER] };
  const third = await LiveServer.start(siteFile('five.json', five), data);
  const after = await until('the night is scored again', async () => {
    const hours = await servedWardHours(third, 'A', ...RANGE);
    return hours.some(({ components }) => (components as { base: number }).base === 12) && hours;
  });
  expect(after).toHaveLength(7);
  await third.stop();
  // it can be opened at once: the old values are there, and it says what it is doing
  expect(third.stderr).toMatch(
    /Öppna\/open http\S+\nRäknar om i bakgrunden\/rescoring in the background: 0 av\/of 1 .*\n(.*\n)*Omräkningen är klar\/rescored\n/,
  );
  expect(second.stderr).not.toContain('rescor');

  // another hospital: refused, and nothing is changed
  const stored = contentOf(data);
  const other = siteFile('other.json', { ...SITE, siteId: 'u' });
  await expect(LiveServer.start(other, data)).rejects.toThrow(/is of the hospital "t"/);
  expect(contentOf(data)).toEqual(stored);
});

test('a simulated hospital has no hour before its log, and one of another size is refused and changes nothing', async () => {
  const data = at('simulated');
  const start = async (wards: number) => {
    const size = ['--wards', String(wards), '--beds', '3', '--days', '1'];
    const server = new LiveServer([
      ...['serve', '--simulate', ...size, '--data', data, '--port', '0', '--log-level', 'silent'],
    ]);
    await server.open();
    return server;
  };
  await (await start(3)).stop();
  // its first patients came days before, and stayed
  const { start: begin } = JSON.parse(readFileSync(join(data, 'simulation.json'), 'utf8'));
  const [hours] = await rowsOf<{ first: number }>(
    data,
    'serving',
    'select min(hour) as first from ward_hour',
  );
  expect(new Date(hours!.first / 1000).toISOString()).toBe(begin);
  const stored = contentOf(data);
  await expect(start(4)).rejects.toThrow(/holds another simulated hospital/);
  expect(contentOf(data)).toEqual(stored);
  await (await start(3)).stop();
});

/** What can be no folder of a server: within a file system of the kernel, a file, below a file. */
test.each([
  ['/proc/x', ['serve', '--simulate']],
  ['/etc/passwd', ['serve', '--simulate']],
  ['/etc/passwd/x', ['keys', 'rotate-session-secret']],
])('data in %s is refused at once, with the option', (path, command) => {
  const { status, stderr } = cli(...command, '--data', path);
  expect(stderr).toMatch(/^error: --data \S+ cannot be used: [^\n]+\n$/);
  expect(stderr).toContain(path);
  expect(status).toBe(1);
});
