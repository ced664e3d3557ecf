import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simulatedSite } from '../../pipelines/sources/simulator/hospital.ts';
import { site as siteSchema } from '../../schemas/site.ts';
import { createLog } from '../platform/log.ts';
import { createMetrics } from '../platform/metrics.ts';
import { ServeProcess } from '../processes/serve.ts';
import { Access } from '../security/auth/access.ts';
import { buildServer } from './build-server.ts';

/** The committed document. */
export const OPENAPI_FILE = new URL('../../schemas/json/openapi.json', import.meta.url);

/** Returns the documentation of a whole server as text. It reads the registered routes and calls none of them. */
export async function openApiText(): Promise<string> {
  const data = mkdtempSync(join(tmpdir(), 'vi-openapi-'));
  const site = siteSchema.parse(simulatedSite({ wards: 1, bedsPerWard: 1 }));
  const log = createLog('silent');
  const metrics = createMetrics();
  const server = await ServeProcess.open({ data, site, log, metrics, queueLimit: 1, clock: false });
  const access = await Access.open({ data, site, log });
  try {
    const app = await buildServer({
      ...{ access, log, metrics },
      ingest: server.ingestRoutes,
      api: server.api.routes(() => server.status()),
      readiness: server.readiness,
      gauge: () => {},
    });
    await app.ready();
    const text = `${JSON.stringify(app.swagger(), null, 2)}\n`;
    await app.close();
    return text;
  } finally {
    await server.stop();
    await access.close();
    rmSync(data, { recursive: true, force: true });
  }
}

/** Whether the committed document matches the routes. */
export async function isDocumentationCurrent(): Promise<boolean> {
  return readFileSync(OPENAPI_FILE, 'utf8') === (await openApiText());
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  writeFileSync(OPENAPI_FILE, await openApiText());
}
