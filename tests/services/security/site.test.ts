import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { site as siteSchema } from '../../../schemas/site.ts';
import { VERSION } from '../../../services/platform/version.ts';
import { addKey } from '../../../services/security/auth/manage-keys.ts';
import { TestServer } from '../../support/test-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'vi-site-'));
const ward = { type: 'medicine', beds: 9, nightPatientsPerStaff: 8 };
const site = siteSchema.parse({
  siteId: 'x',
  model: 'vi-1',
  name: 'Hospital',
  timeZone: 'Europe/Helsinki',
  shifts: [{ id: 'day', start: '07:30' }],
  wards: [
    { wardId: 'B', name: 'Ward B', division: 'North', ...ward },
    { wardId: 'A', name: 'Ward A', ...ward },
  ],
  thresholds: { shortPersons: 0.8 },
});
let server: TestServer;
let app: TestServer['app'];
const file = join(folder, 'access.json');

beforeAll(async () => {
  await addKey(file, { name: 'x', grants: ['sender:*'], expiresAt: null });
  const data = join(folder, 'data');
  server = await TestServer.open({ data, site, now: () => clock, access: { file } });
  app = server.app;
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Moves on, so that the access file is read again. */
let clock = Date.parse('2026-01-05T12:30:00Z');

async function siteFor(grant: string) {
  const key = await addKey(file, { name: grant, grants: [grant], expiresAt: null });
  clock += 10_000;
  const { body } = await app.inject({
    url: '/v1/site',
    headers: { authorization: `Bearer ${key}` },
  });
  return JSON.parse(body);
}

test('the hospital, in the order of its file', async () => {
  expect(await siteFor('planner')).toEqual({
    ...{ siteId: 'x', name: 'Hospital', timeZone: 'Europe/Helsinki' },
    shifts: [{ id: 'day', start: '07:30' }],
    wards: [
      { wardId: 'B', name: 'Ward B', type: 'medicine', division: 'North', beds: 9 },
      { wardId: 'A', name: 'Ward A', type: 'medicine', division: null, beds: 9 },
    ],
    thresholds: {
      ...{ shortPersons: 0.8, shortShare: 0.15, tightPersons: 0.5, tightShare: 0.1 },
      ...{ roomPersons: 1, roomShare: 0.15 },
    },
    productiveShare: 1,
    ...{ judgements: true, mayJudge: [], mayPlan: ['B', 'A'], version: VERSION },
  });
  expect(VERSION).toMatch(/^\d+\.\d+\.\d+/);
});

test.each([
  ['ward_viewer:A', ['A']],
  ['ward_lead:B', ['B']],
  ['wall:A', ['A']],
  ['planner:B', ['B']],
  ['engineer', ['B', 'A']],
  ['auditor', []],
  ['sender:*', []],
])('%s sees the wards %j', async (grant, wards) => {
  const { wards: seen } = await siteFor(grant);
  expect(seen.map(({ wardId }: { wardId: string }) => wardId)).toEqual(wards);
});

test.each([
  ['ward_lead:A', ['A']],
  ['ward_lead:*', ['B', 'A']],
  ['ward_viewer:*', []],
  ['wall:*', []],
  ['planner', []],
])('%s may judge %j', async (grant, wards) => {
  expect((await siteFor(grant)).mayJudge).toEqual(wards);
});
