import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { site as siteSchema } from '../../../schemas/site.ts';
import { addKey } from '../../../services/security/auth/manage-keys.ts';
import { until } from '../../process/live-server.ts';
import { PATIENCE } from '../../support/patience.ts';
import { TestServer } from '../../support/test-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'vi-few-'));
const now = () => Date.parse('2026-01-05T12:30:00Z');
const site = siteSchema.parse({
  siteId: 'x',
  model: 'vi-1',
  name: 'x',
  wards: [
    { wardId: 'A', name: 'A', type: 'medicine', beds: 9, nightPatientsPerStaff: 8 },
    { wardId: 'few', name: 'F', type: 'medicine', beds: 9, nightPatientsPerStaff: 8 },
  ],
});
const RANGE = 'from=2026-01-05T08:00:00Z&to=2026-01-05T12:00:00Z';
let server: TestServer;
let origin: string;
const keys: Record<string, string> = {};

beforeAll(async () => {
  const file = join(folder, 'access.json');
  for (const grant of ['ward_viewer:few', 'wall:few', 'planner', 'engineer', 'sender:*']) {
    keys[grant] = await addKey(file, { name: grant, grants: [grant], expiresAt: null });
  }
  keys.both = await addKey(file, { name: 'x', grants: ['wall:few', 'planner'], expiresAt: null });
  server = await TestServer.open({ data: join(folder, 'data'), site, now, access: { file } });
  await server.serve.start();
  origin = await server.listen();
  const time = { occurredAt: '2026-01-05T08:00:00Z', recordedAt: '2026-01-05T08:00:00Z' };
  const later = '2026-01-05T12:10:00Z';
  const stay = (id: string, wardId: string) => ({
    ...{ id, source: 't', type: 'admission', encounterId: id, wardId, ...time },
  });
  const events = [
    ...[1, 2, 3, 4, 5, 6].map((n) => stay(`A${n}`, 'A')),
    stay('F1', 'few'),
    { id: 'now', source: 't', type: 'tick', occurredAt: later, recordedAt: later },
  ];
  await ask('/v1/events', 'sender:*', { method: 'POST', body: JSON.stringify(events) });
  await until('served', async () => {
    const { wards } = await json<{ wards: { minutes: number | null }[] }>('/v1/wards', 'planner');
    return wards.some(({ minutes }) => minutes !== null);
  });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

function ask(url: string, caller: string, init: RequestInit = {}): Promise<Response> {
  const headers = {
    authorization: `Bearer ${keys[caller]}`,
    'content-type': 'application/json',
    ...init.headers,
  };
  return fetch(origin + url, { ...init, headers, signal: AbortSignal.timeout(PATIENCE) });
}

async function json<T>(url: string, caller: string): Promise<T> {
  return (await (await ask(url, caller)).json()) as T;
}

const HIDDEN = { minutes: null, coverage: null, census: null, reason: 'few-patients' };

test('one patient is no value for a planner: now, in the stream, over time, in files', async () => {
  expect(await json('/v1/wards/few', 'planner')).toMatchObject(HIDDEN);
  expect(await json('/v1/wards/A', 'planner')).toMatchObject({ census: 6, reason: null });
  const stream = await ask('/v1/stream', 'planner');
  const { value } = await stream.body!.getReader().read();
  const data = /^data: (.*)$/m.exec(Buffer.from(value!).toString())![1]!;
  const { wards } = JSON.parse(data) as { wards: object[] };
  expect(wards[1]).toMatchObject(HIDDEN);
  const url = `/v1/wards/few/intensity?${RANGE}`;
  const { items } = await json<{ items: object[] }>(url, 'planner');
  expect(items).toHaveLength(4);
  for (const item of items) expect(item).toMatchObject({ ...HIDDEN, hiddenHours: 1 });
  const rows = await json<object[]>(`/v1/export/ward-hours?${RANGE}&wards=few`, 'planner');
  for (const row of rows) expect(row).toMatchObject(HIDDEN);
  const compared = await json<{ items: object[] }>(`/v1/compare?${RANGE}`, 'planner');
  expect(compared.items[1]).toMatchObject({ knownHours: 0, hiddenHours: 4, coverage: null });
});

test('nor for an engineer of the pipeline', async () => {
  const { wards } = await json<{ wards: { sources: object[] }[] }>(
    '/v1/pipeline/health',
    'engineer',
  );
  expect(wards).toMatchObject([
    { coverage: 0, reason: null },
    { newestInputAt: null, coverage: null, reason: 'few-patients' },
  ]);
  const staffing = { source: 'staffing', newestAt: null, coverage: 0, state: 'missing' };
  const unseen = (source: string) => ({ source, newestAt: null, coverage: null, state: null });
  expect(wards.map(({ sources }) => sources)).toMatchObject([
    [
      { source: 'moves', newestAt: '2026-01-05T08:00:00Z', coverage: null, state: 'current' },
      { source: 'vitals', newestAt: null, coverage: 0, state: 'missing' },
      { source: 'function', newestAt: null, coverage: 0, state: 'missing' },
      { source: 'care', newestAt: null, coverage: null, state: null },
      staffing,
    ],
    [...['moves', 'vitals', 'function', 'care'].map(unseen), staffing],
  ]);
  // nor how often anything comes
  expect(
    wards[1]!.sources.map((source) => (source as { limitSeconds: unknown }).limitSeconds),
  ).toEqual([null, null, null, null, null]);
});

test('but for those who treat; and what one has seen is no answer for the other', async () => {
  const url = `/v1/wards/few/intensity?${RANGE}`;
  const theirs = await ask(url, 'ward_viewer:few');
  const { items } = (await theirs.json()) as { items: { census: number }[] };
  expect(items.map(({ census }) => census)).toEqual([1, 1, 1, 1]);
  const tag = { headers: { 'if-none-match': theirs.headers.get('etag')! } };
  expect((await ask(url, 'ward_viewer:few', tag)).status).toBe(304);
  expect((await ask(url, 'planner', tag)).status).toBe(200);
});

test('and for a wall on the ward: its sums are whole, and it has no patients', async () => {
  const url = `/v1/wards/few/intensity?${RANGE}`;
  const { items } = (await (await ask(url, 'wall:few')).json()) as { items: { census: number }[] };
  expect(items.map(({ census }) => census)).toEqual([1, 1, 1, 1]);
  const { wards } = (await (await ask('/v1/wards', 'wall:few')).json()) as {
    wards: { wardId: string; census: number }[];
  };
  expect(wards.map(({ wardId, census }) => [wardId, census])).toEqual([['few', 1]]);
  // with another role beside it, it stays as one who does not treat
  for (const path of [
    '/v1/wards/few/encounters',
    '/v1/wards/few/encounters/ahead',
    `/v1/export/encounter-hours?${RANGE}&wards=few&format=json`,
  ]) {
    expect((await ask(path, 'both')).status, path).toBe(403);
  }
  const ofPatient = await ask(`/v1/encounters/F1/intensity?${RANGE}`, 'both');
  expect(ofPatient.status).toBe(403);
});
