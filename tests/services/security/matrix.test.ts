import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { site as siteSchema } from '../../../schemas/site.ts';
import { createKey, keyText, parseKey } from '../../../services/security/auth/key.ts';
import { addKey } from '../../../services/security/auth/manage-keys.ts';
import { RULES } from '../../../services/security/auth/policy.ts';
import { grantText, ROLES } from '../../../services/security/auth/principal.ts';
import { until } from '../../process/live-server.ts';
import { PATIENCE } from '../../support/patience.ts';
import { TestServer } from '../../support/test-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'vi-matrix-'));
const now = () => Date.parse('2026-01-05T12:30:00Z');
const ward = { type: 'medicine', beds: 9, nightPatientsPerStaff: 8 };
const site = siteSchema.parse({
  siteId: 'x',
  model: 'vi-1',
  name: 'x',
  wards: ['A', 'B'].map((wardId) => ({ wardId, name: wardId, ...ward })),
});

/** Who asks: by what was granted. The last three are nobody. */
const CALLERS = [
  'ward_viewer:A',
  'ward_viewer:B',
  'ward_lead:A',
  'ward_lead:B',
  'wall:A',
  'wall:B',
  'planner',
  'planner:A',
  'planner:B',
  'engineer',
  'auditor',
  'sender:*',
  'none',
  'expired',
  'forged',
] as const;
type Caller = (typeof CALLERS)[number];
const KNOWN = CALLERS.slice(0, -3);

const RANGE = 'from=2026-01-05T08:00:00Z&to=2026-01-05T12:00:00Z';
const NO_JUDGEMENT = '/v1/wards/A/judgements/9d1f4b77-1c2e-4a51-8b0f-2f6f0a3c5d10';
const OF_A: Caller[] = ['ward_viewer:A', 'ward_lead:A', 'planner', 'planner:A'];
const OF_WARDS: Caller[] = [...OF_A, 'ward_viewer:B', 'ward_lead:B', 'planner:B'];
/** Who treats, and is shown patients: a wall is not. */
const TREATING_A: Caller[] = ['ward_viewer:A', 'ward_lead:A'];
const TREATING: Caller[] = [...TREATING_A, 'ward_viewer:B', 'ward_lead:B'];
/** Callers who may see a wall's sums. */
const SUMS_OF_A: Caller[] = [...OF_A, 'wall:A'];
const SUMS: Caller[] = [...OF_WARDS, 'wall:A', 'wall:B'];

/** Who may call what, written down by hand: everyone else gets 403, and nobody 401. */
const MATRIX: [entry: string, url: string, may: readonly Caller[]][] = [
  ['GET /v1/session', '/v1/session', KNOWN],
  ['POST /v1/events', '/v1/events', ['sender:*']],
  ['GET /v1/dead-letters', '/v1/dead-letters', ['engineer']],
  ['POST /v1/dead-letters/retry', '/v1/dead-letters/retry', ['engineer']],
  ['POST /v1/dead-letters/dismiss', '/v1/dead-letters/dismiss', ['engineer']],
  ['POST /v1/dead-letters/reopen', '/v1/dead-letters/reopen', ['engineer']],
  ['GET /v1/pipeline/health', '/v1/pipeline/health', ['engineer']],
  ['POST /v1/clock/confirm', '/v1/clock/confirm', ['engineer']],
  ['GET /v1/pipeline/unplaced/:list', '/v1/pipeline/unplaced/presumed-left', ['engineer']],
  ['GET /metrics', '/metrics', ['engineer']],
  ['GET /v1/wards', '/v1/wards', SUMS],
  ['GET /v1/wards/:wardId', '/v1/wards/A', SUMS_OF_A],
  ['GET /v1/wards/:wardId/intensity', `/v1/wards/A/intensity?${RANGE}`, SUMS_OF_A],
  [
    'GET /v1/wards/:wardId/changes',
    `/v1/wards/A/changes?${RANGE}&asKnownAt=2026-01-05T10:00:00Z`,
    OF_A,
  ],
  ['GET /v1/compare', `/v1/compare?${RANGE}`, OF_WARDS],
  ['GET /v1/compare', `/v1/compare?${RANGE}&wards=A`, OF_A],
  ['GET /v1/compare', `/v1/compare?${RANGE}&wards=A,B`, ['planner']],
  ['GET /v1/heatmap', `/v1/heatmap?${RANGE}`, OF_WARDS],
  ['GET /v1/heatmap', `/v1/heatmap?${RANGE}&wards=A`, OF_A],
  ['GET /v1/levels/suggested', '/v1/levels/suggested', OF_WARDS],
  ['GET /v1/levels/suggested', '/v1/levels/suggested?wards=A', OF_A],
  ['GET /v1/judgements', `/v1/judgements?${RANGE}`, OF_WARDS],
  ['GET /v1/judgements', `/v1/judgements?${RANGE}&wards=A`, OF_A],
  ...(['json', 'csv', 'arrow', 'parquet'] as const).flatMap((format): typeof MATRIX => [
    ['GET /v1/export/:dataset', `/v1/export/ward-hours?${RANGE}&format=${format}`, OF_WARDS],
    ['GET /v1/export/:dataset', `/v1/export/ward-hours?${RANGE}&format=${format}&wards=A`, OF_A],
    ['GET /v1/export/:dataset', `/v1/export/encounter-hours?${RANGE}&format=${format}`, TREATING],
    [
      'GET /v1/export/:dataset',
      `/v1/export/encounter-hours?${RANGE}&format=${format}&wards=A`,
      TREATING_A,
    ],
  ]),
  ['GET /v1/export/:dataset', `/v1/export/staffing?${RANGE}&wards=A`, OF_A],
  ['GET /v1/export/:dataset', `/v1/export/judgements?${RANGE}&wards=A`, OF_A],
  ['GET /v1/stream', '/v1/stream', SUMS],
  ['POST /v1/wards/:wardId/judgements', '/v1/wards/A/judgements', ['ward_lead:A']],
  ['POST /v1/wards/:wardId/judgements', '/v1/wards/B/judgements', ['ward_lead:B']],
  ['DELETE /v1/wards/:wardId/judgements/:judgementId', NO_JUDGEMENT, ['ward_lead:A']],
  ['GET /v1/wards/:wardId/encounters', '/v1/wards/A/encounters', TREATING_A],
  ['GET /v1/wards/:wardId/encounters/ahead', '/v1/wards/A/encounters/ahead', TREATING_A],
  ['GET /v1/encounters/:encounterId/intensity', `/v1/encounters/A1/intensity?${RANGE}`, TREATING],
  [
    'GET /v1/encounters/:encounterId/explanation',
    '/v1/encounters/A1/explanation?hour=2026-01-05T09:00:00Z',
    TREATING_A,
  ],
  ['POST /v1/roster', '/v1/roster', ['planner', 'planner:A', 'planner:B']],
  ['GET /v1/snapshots', '/v1/snapshots', ['planner']],
  ['GET /v1/snapshots/:file', '/v1/snapshots/none.parquet', []],
  ['GET /v1/site', '/v1/site', KNOWN],
  ['GET /v1/models', '/v1/models', KNOWN],
  ['GET /v1/models/:modelId', '/v1/models/vi-1', KNOWN],
  ['GET /v1/openapi.json', '/v1/openapi.json', KNOWN],
  ['GET /docs', '/docs', KNOWN],
  ['GET /docs/*', '/docs/static/index.html', KNOWN],
  ['GET /v1/audit', '/v1/audit', ['auditor']],
  ['GET /v1/provenance', '/v1/provenance?source=t&id=A1', ['auditor']],
];

/** What is sent. */
const BODIES: Record<string, unknown> = {
  '/v1/roster': { file: Buffer.from('a;b\n1;2\n').toString('base64') },
  '/v1/events': [],
  '/v1/dead-letters/dismiss': { numbers: [1], because: 'test-data' },
  '/v1/dead-letters/reopen': { numbers: [1] },
  '/v1/wards/A/judgements': { id: '0b9f0a52-5f1c-4b8e-9a53-0f3a6c1f2d11', value: 1 },
  '/v1/wards/B/judgements': { id: '5c6f8d0e-3a1b-4f27-8d4e-7b9a2c3d4e5f', value: 1 },
};

/** Routes whose permitted callers find nothing, or nothing of theirs, and routes that create. */
const ANSWERED: Record<string, Partial<Record<Caller, number>>> = {
  '/v1/wards/A/judgements': { 'ward_lead:A': 201 },
  '/v1/wards/B/judgements': { 'ward_lead:B': 201 },
  '/v1/snapshots/none.parquet': { planner: 404 },
  [NO_JUDGEMENT]: { 'ward_lead:A': 404 },
  // that the patient is on another ward is not shown
  '/v1/encounters/A1/explanation?hour=2026-01-05T09:00:00Z': {
    'ward_viewer:B': 404,
    'ward_lead:B': 404,
  },
};

let server: TestServer;
let origin: string;
const keys: Partial<Record<Caller, string>> = {};

beforeAll(async () => {
  const file = join(folder, 'access.json');
  const add = (name: string, grants: string[], expiresAt: number | null = null) =>
    addKey(file, { name, grants, expiresAt });
  for (const caller of KNOWN) keys[caller] = await add(caller, [caller]);
  const all = ROLES.map((role) =>
    role === 'sender' ? 'sender:*' : grantText({ role, wards: '*' }),
  );
  keys.expired = await add('expired', all, now() - 1);
  // the id is known, the secret is another
  const { id } = parseKey(await add('forged', all))!;
  keys.forged = keyText({ id, secret: createKey().secret });
  server = await TestServer.open({ data: join(folder, 'data'), site, now, access: { file } });
  await server.serve.start();
  origin = await server.listen();
  const time = { occurredAt: '2026-01-05T08:00:00Z', recordedAt: '2026-01-05T08:00:00Z' };
  const later = '2026-01-05T12:10:00Z';
  const events = [
    ...['A', 'B'].flatMap((wardId) =>
      [1, 2, 3, 4, 5, 6].map((n) => {
        const encounterId = `${wardId}${n}`;
        return { id: encounterId, source: 't', type: 'admission', encounterId, wardId, ...time };
      }),
    ),
    { id: 'now', source: 't', type: 'tick', occurredAt: later, recordedAt: later },
  ];
  const sent = await ask('POST', '/v1/events', 'sender:*', events);
  expect(await sent.json()).toMatchObject({ accepted: 13 });
  await until('served', async () => (await wardsOf('planner')).length === 2);
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

function ask(method: string, url: string, caller: Caller, body?: unknown): Promise<Response> {
  const key = keys[caller];
  const headers = {
    ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  };
  const payload = body === undefined ? {} : { body: JSON.stringify(body) };
  return fetch(origin + url, {
    method,
    headers,
    ...payload,
    signal: AbortSignal.timeout(PATIENCE),
  });
}

/** The wards shown with a need. */
async function wardsOf(caller: Caller): Promise<string[]> {
  const { wards } = (await (await ask('GET', '/v1/wards', caller)).json()) as {
    wards: { wardId: string; minutes: number | null }[];
  };
  return wards.filter(({ minutes }) => minutes !== null).map(({ wardId }) => wardId);
}

describe.each(MATRIX)('%s as %s', (entry, url, may) => {
  const method = entry.split(' ')[0]!;
  test.each(CALLERS)('%s', async (caller) => {
    const response = await ask(method, url, caller, method === 'POST' ? BODIES[url] : undefined);
    await response.body?.cancel();
    const isNobody = !KNOWN.includes(caller);
    const answered = ANSWERED[url]?.[caller];
    expect(response.status).toBe(isNobody ? 401 : (answered ?? (may.includes(caller) ? 200 : 403)));
  });
});

test('the matrix holds every route that is not for everybody', () => {
  const held = new Set(MATRIX.map(([entry]) => entry));
  const missing = Object.entries(RULES).filter(([entry, rule]) => {
    return rule !== 'public' && !held.has(entry);
  });
  expect(missing).toEqual([]);
});

test.each([
  ['ward_viewer:A', ['A']],
  ['ward_viewer:B', ['B']],
  ['ward_lead:B', ['B']],
  ['planner', ['A', 'B']],
  ['planner:B', ['B']],
] as [Caller, string[]][])('%s sees %j and no other ward', async (caller, wards) => {
  expect(await wardsOf(caller)).toEqual(wards);
  const rows = async (url: string) => {
    const { items } = (await (await ask('GET', url, caller)).json()) as {
      items: { wardId: string }[];
    };
    return items.map(({ wardId }) => wardId);
  };
  expect(await rows(`/v1/compare?${RANGE}`)).toEqual(wards);
  const exported = await ask('GET', `/v1/export/ward-hours?${RANGE}&format=json`, caller);
  const hours = (await exported.json()) as { wardId: string }[];
  expect([...new Set(hours.map(({ wardId }) => wardId))]).toEqual(wards);
  const stream = await ask('GET', '/v1/stream', caller);
  const { value } = await stream.body!.getReader().read();
  const data = /^data: (.*)$/m.exec(Buffer.from(value!).toString())![1]!;
  const snapshot = JSON.parse(data) as { wards: { wardId: string }[] };
  expect(snapshot.wards.map(({ wardId }) => wardId)).toEqual(wards);
});

test('a patient of another ward is as one that there is not', async () => {
  const of = async (encounterId: string) => {
    const url = `/v1/encounters/${encounterId}/intensity?${RANGE}`;
    const { items } = (await (await ask('GET', url, 'ward_viewer:B')).json()) as { items: [] };
    return items;
  };
  expect(await of('A1')).toEqual([]);
  expect(await of('nobody')).toEqual([]);
  expect(await of('B1')).toHaveLength(4);
});
