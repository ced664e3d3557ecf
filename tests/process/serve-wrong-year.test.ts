import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { killServers, LiveServer, until } from './live-server.ts';

const site = {
  siteId: 'x',
  model: 'vi-1',
  name: 'x',
  wards: ['A', 'B'].map((wardId) => {
    return { wardId, name: wardId, type: 'medicine', beds: 20, nightPatientsPerStaff: 10 };
  }),
};
/** Years of birth where the years of admission should be. */
const YEARS = Array.from({ length: 12 }, (_, n) => 1940 + 3 * n);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vi-year-'));
  writeFileSync(join(folder, 'site.json'), JSON.stringify(site));
});
afterEach(async () => {
  await killServers();
  rmSync(folder, { recursive: true, force: true });
});

/** A server by the real clock, which moves time. */
async function start(...more: string[]): Promise<LiveServer> {
  const server = new LiveServer([
    ...['serve', '--site', join(folder, 'site.json'), '--data', join(folder, 'data')],
    ...['--port', '0', '--log-level', 'silent', ...more],
  ]);
  await server.open();
  return server;
}

const instant = (minutesAgo: number) => new Date(Date.now() - minutesAgo * 60_000).toISOString();
const admission = (encounterId: string, occurredAt: string, recordedAt = occurredAt) => {
  const about = { id: `a-${encounterId}`, source: 'adt', type: 'admission', wardId: 'A' };
  return { ...about, encounterId, occurredAt, recordedAt };
};
const real = (n: number) => admission(`real-${n}`, instant(90));
/** The bug dates both alike: decoding alone cannot see it. */
const born = YEARS.map((year) => admission(`born-${year}`, `${year}-03-01T00:00:00Z`));

async function patientsOn(server: LiveServer, wardId: string): Promise<number> {
  const { wards } = await server.json<{ wards: { wardId: string; census: number | null }[] }>(
    '/v1/wards',
  );
  return wards.find((ward) => ward.wardId === wardId)?.census ?? 0;
}
const scored = (server: LiveServer) => server.metric('vardintensitet_encounter_hours_scored_total');

test('twelve admissions of years of birth are refused with a reason, and the others are served', async () => {
  const server = await start();
  const outcome = await server.post([real(1), ...born, real(2)]);
  expect(outcome).toMatchObject({ accepted: 2, rejected: YEARS.length });
  expect(new Set(outcome.results.map(({ reason }) => reason))).toEqual(
    new Set([undefined, 'too-old']),
  );
  await until('both are on the ward', async () => (await patientsOn(server, 'A')) === 2);
  expect(await scored(server)).toBeLessThan(100);
});

test('where they are allowed each makes some hundred hours, and nothing waits for them', async () => {
  const server = await start('--allow-old');
  expect(await server.post(born)).toMatchObject({ accepted: YEARS.length });
  for (let n = 1; n <= 3; n++) expect(await server.post([real(n)])).toMatchObject({ accepted: 1 });
  await until('the real ones are served', async () => (await patientsOn(server, 'A')) >= 3);
  await until('all is served', async () => (await server.request('/health/ready')).status === 200);
  // thirty days after the last sign of life, and the hours of the three
  expect(await scored(server)).toBeLessThan(YEARS.length * 31 * 24 + 1_000);
});
