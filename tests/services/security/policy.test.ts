import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { site as siteSchema } from '../../../schemas/site.ts';
import { RULES } from '../../../services/security/auth/policy.ts';
import { TestServer } from '../../support/test-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'vi-policy-'));
const site = siteSchema.parse({
  siteId: 'x',
  model: 'vi-1',
  name: 'x',
  wards: [{ wardId: 'A', name: 'A', type: 'medicine', beds: 4, nightPatientsPerStaff: 7.5 }],
});
let server: TestServer;
let app: TestServer['app'];

beforeAll(async () => {
  const dashboards = join(folder, 'pages');
  for (const below of ['assets', 'help/sv'])
    mkdirSync(join(dashboards, below), { recursive: true });
  const pages = ['index', 'ward', 'planner', 'pipeline'].map((name) => `${name}.html`);
  for (const name of [...pages, 'assets/x.js', 'help/sv/ward.html'])
    writeFileSync(join(dashboards, name), '');
  server = await TestServer.open({ data: join(folder, 'data'), site, server: { dashboards } });
  app = server.app;
  await app.ready();
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Of addresses that are for all below them, one that is there. */
const BELOW: Record<string, string> = {
  '/assets/*': '/assets/x.js',
  '/help/*': '/help/sv/ward.html',
  '/docs/*': '/docs/static/*',
};
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
