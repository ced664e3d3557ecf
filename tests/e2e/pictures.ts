import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { simulatedSite } from '../../pipelines/sources/simulator/hospital.ts';
import { site as siteSchema } from '../../schemas/site.ts';
import { builtDashboards } from '../../services/commands/running.ts';
import { Simulation } from '../../services/processes/simulation.ts';
import { Served } from '../services/api/served.ts';
import { violations } from './axe.ts';
import { openBrowser } from './chromium.ts';
import { cutTexts } from './cut-texts.ts';
import { LANGS } from './looks.ts';
import { SIZES, type Size, Visit } from './visit.ts';

const HELP = `Every screen of hospitals of several sizes, in both languages, light and dark, on every size of window.

  --to DIR      writes the pictures there, and index.html that shows them
  --wards LIST  sizes of hospitals, in wards (1,6,40,120)
  --screens LIST  of: wall, kiosk, ward, planner, pipeline (all)

It fails where a page scrolls sideways, a text is cut off, axe has something against it, or the console has an error.`;

const { values } = parseArgs({
  options: {
    help: { type: 'boolean', default: false },
    to: { type: 'string' },
    wards: { type: 'string', default: '1,6,40,120' },
    screens: { type: 'string', default: 'wall,kiosk,ward,planner,pipeline' },
  },
});
if (values.help || values.to === undefined) {
  console.log(HELP);
  process.exit(values.help ? 0 : 2);
}
const folder = values.to;
const screens = values.screens.split(',');

/** A Wednesday morning of the simulated hospital: the same pictures every time. */
const NOW = '2026-10-14T08:40:00Z';
const HOUR = 3_600_000;
/** Ward-days that are simulated: a large hospital has a shorter past. */
const WARD_DAYS = 560;

const found: string[] = [];
const pictures: { readonly wards: number; readonly file: string; readonly name: string }[] = [];

await mkdir(folder, { recursive: true });
const browser = await openBrowser();
try {
  for (const wards of values.wards.split(',').map(Number)) await hospital(browser, wards);
} finally {
  await browser.close();
}
await writeFile(join(folder, 'index.html'), contactSheet());
for (const each of found) console.log(`BROKEN: ${each}`);
console.log(`${pictures.length} pictures, ${found.length} faults`);
process.exitCode = found.length === 0 ? 0 : 1;

async function hospital(browser: Browser, wards: number): Promise<void> {
  const size = { wards, bedsPerWard: 20, seed: 1 };
  const hours = Math.min(28 * 24, Math.ceil((WARD_DAYS * 24) / wards));
  const start = new Date(Date.parse(NOW) - hours * HOUR).toISOString();
  console.log(`simulating ${wards} wards for ${Math.round(hours / 24)} days …`);
  const site = siteSchema.parse(simulatedSite(size));
  const served = await Served.of({
    site,
    now: NOW,
    deliveries: [],
    dashboards: builtDashboards(),
    before: (serve) => new Simulation(serve, { ...size, start }, () => Date.parse(NOW)).catchUp(),
  });
  await served.listen();
  const ward = site.wards.at(-1)!.wardId;
  const paths: Record<string, string> = {
    wall: '/',
    kiosk: '/?kiosk=1',
    ward: `/ward?id=${encodeURIComponent(ward)}`,
    planner: '/planner',
    pipeline: '/pipeline',
  };
  try {
    for (const [screen, path] of Object.entries(paths)) {
      if (!screens.includes(screen)) continue;
      for (const window of Object.keys(SIZES) as Size[]) {
        for (const lang of LANGS)
          await look(browser, served, { wards, screen, path, window, lang });
      }
      console.log(`${wards} wards: ${screen}`);
    }
  } finally {
    await served.stop();
  }
}

interface View {
  readonly wards: number;
  readonly screen: string;
  readonly path: string;
  readonly window: Size;
  readonly lang: string;
}

async function look(browser: Browser, served: Served, view: View): Promise<void> {
  const { wards, screen, path, window, lang } = view;
  const visit = await Visit.begin(browser, served, { size: window });
  try {
    const page = await visit.go(`${path}${path.includes('?') ? '&' : '?'}lang=${lang}`);
    await visit.isDrawn();
    const name = `${screen} ${window} ${lang}`;
    const where = `${wards} wards, ${name}`;
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const file = `${wards}-${screen}-${window}-${lang}-${colorScheme}.png`;
      await writeFile(join(folder, file), await page.screenshot());
      pictures.push({ wards, file, name: `${name} ${colorScheme}` });
      found.push(...(await violations(page)).map((each) => `${where} ${colorScheme}: ${each}`));
    }
    const beyond = await visit.overflow();
    if (beyond > 0) found.push(`${where}: ${beyond} pixels to scroll sideways`);
    found.push(...(await cutTexts(page)).map((text) => `${where}: cut off: ${text}`));
    found.push(...visit.problems.map((text) => `${where}: ${text}`));
  } finally {
    await visit.end();
  }
}

function contactSheet(): string {
  const figures = pictures.map(
    ({ wards, file, name }) =>
      `<figure><a href="${file}"><img src="${file}" loading="lazy" alt=""></a><figcaption>${wards} wards, ${name}</figcaption></figure>`,
  );
  return `<!doctype html><meta charset="utf-8"><title>Screens</title>
<style>body{font:14px sans-serif;display:grid;grid-template-columns:repeat(auto-fill,minmax(340px,1fr));gap:12px}
img{width:100%;border:1px solid #999}figure{margin:0}</style>
${figures.join('\n')}
`;
}
