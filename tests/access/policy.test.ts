import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { site as siteSchema } from '../../schemas/site.ts';
import { Access } from '../../services/access/access.ts';
import { RULES } from '../../services/access/policy.ts';
import { Embedded } from '../../services/embedded.ts';
import { buildServer } from '../../services/http/server.ts';
import { createLog } from '../../services/log.ts';
import { createMetrics } from '../../services/metrics.ts';

const folder = mkdtempSync(join(tmpdir(), 'vi-policy-'));
const site = siteSchema.parse({
  siteId: 'x',
  name: 'x',
  wards: [{ wardId: 'A', name: 'A', type: 'medicine', beds: 4, nightPatientsPerNurse: 7.5 }],
});
let embedded: Embedded;
let access: Access;
let app: Awaited<ReturnType<typeof buildServer>>;

beforeAll(async () => {
  const dashboards = join(folder, 'pages');
  mkdirSync(join(dashboards, 'assets'), { recursive: true });
  const pages = ['index', 'ward', 'planner', 'pipeline'].map((name) => `${name}.html`);
  for (const name of [...pages, 'assets/x.js']) writeFileSync(join(dashboards, name), '');
  const [log, metrics, data] = [createLog('silent'), createMetrics(), join(folder, 'data')];
  embedded = await Embedded.open({ data, site, queueLimit: 1, log, metrics, clock: false });
  access = await Access.open({ data, site, log });
  app = await buildServer({
    ingest: embedded.ingest,
    api: embedded.reading.routes(() => embedded.standing()),
    ...{ access, metrics, log, dashboards },
    readiness: embedded.readiness,
    gauge: () => undefined,
  });
  await app.ready();
});
afterAll(async () => {
  await app.close();
  await embedded.stop();
  await access.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Of addresses that are for all below them, one that is there. */
const BELOW: Record<string, string> = { '/assets/*': '/assets/x.js', '/docs/*': '/docs/static/*' };
const routes = Object.entries(RULES).map(([entry, rule]) => {
  const [method, url] = entry.split(' ') as ['GET', string];
  return { entry, rule, method, url: BELOW[url] ?? url };
});

test('every rule is of a route that is there', () => {
  const missing = routes.filter(({ method, url }) => !app.hasRoute({ method, url }));
  expect(missing).toEqual([]);
});

test('without a key every route that is not public answers 401, and so does HEAD', async () => {
  for (const { entry, rule, method, url } of routes) {
    const path = url.replace(/:\w+|\*/g, 'x');
    for (const each of method === 'GET' ? (['GET', 'HEAD'] as const) : [method]) {
      if (rule === 'public' || !app.hasRoute({ method: each, url })) continue;
      expect((await app.inject({ method: each, url: path })).statusCode, entry).toBe(401);
    }
  }
});
