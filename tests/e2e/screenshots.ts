import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { simulatedSite } from '../../pipelines/sources/simulator/hospital.ts';
import { site as siteSchema } from '../../schemas/site.ts';
import { builtDashboards } from '../../services/commands/running.ts';
import { Simulation } from '../../services/processes/simulation.ts';
import { Served } from '../services/api/served.ts';
import { openBrowser } from './chromium.ts';
import { inPalette } from './palette.ts';
import { Visit, type Wishes } from './visit.ts';

/** A Wednesday morning of the simulated hospital: the same pictures every time. */
const NOW = '2026-10-14T08:40:00Z';
const HOSPITAL = { wards: 40, bedsPerWard: 20, seed: 1 };
/** Four weeks, so that there is a usual load. */
const START = '2026-09-16T08:00:00Z';

const SHOTS: Record<string, { readonly path: string; readonly size: Wishes['size'] }> = {
  wall: { path: '/?kiosk=1', size: 'wall' },
  ward: { path: '/ward?id=33B', size: 'desktop' },
  planner: { path: '/planner?from=2026-09-30&to=2026-10-13', size: 'desktop' },
  pipeline: { path: '/pipeline', size: 'desktop' },
};

const folder = fileURLToPath(new URL('../../dashboards/screenshots/', import.meta.url));
await mkdir(folder, { recursive: true });
console.log('simulating …');
const served = await Served.of({
  site: siteSchema.parse(simulatedSite(HOSPITAL)),
  now: NOW,
  deliveries: [],
  dashboards: builtDashboards(),
  before: (serve) =>
    new Simulation(serve, { ...HOSPITAL, start: START }, () => Date.parse(NOW)).catchUp(),
});
await served.listen();
const browser = await openBrowser();
try {
  for (const [name, { path, size = 'desktop' }] of Object.entries(SHOTS)) {
    const visit = await Visit.begin(browser, served, { size });
    const page = await visit.go(path);
    await visit.isDrawn();
    await writeFile(`${folder}${name}.png`, inPalette(await page.screenshot()));
    console.log(`${name}.png`, ...visit.problems);
    await visit.end();
  }
} finally {
  await browser.close();
  await served.stop();
}
