import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { LANGS, type Lang } from '../../../dashboards/src/words/languages.ts';
import type { PageServer } from './server.ts';

export interface Weight {
  readonly what: string;
  readonly files: number;
  /** Of the files, each compressed for itself by gzip at its usual level. */
  readonly bytes: number;
}

const SCREENS = ['/', '/ward?id=10A', '/planner', '/pipeline'];

/** What Chromium loads of the whole app in each language, and everything that was built. */
export async function weights(
  browser: Browser,
  server: PageServer,
  folder: string,
): Promise<{ loaded: Weight[]; built: Weight }> {
  const loaded: Weight[] = [];
  for (const language of LANGS) {
    const files = await loads(browser, server, language);
    loaded.push({ what: `every screen in ${language}`, ...weigh(files) });
  }
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((each) => each.isFile());
  const all = await Promise.all(files.map((each) => readFile(join(each.parentPath, each.name))));
  return { loaded, built: { what: 'all that is built', ...weigh(all) } };
}

/** The files that a browser gets which opens every screen, each once. */
async function loads(browser: Browser, server: PageServer, language: Lang): Promise<Buffer[]> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const files = new Map<string, Promise<Buffer>>();
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    const file = SCREENS.some((screen) => screen.split('?')[0] === pathname) ? '/' : pathname;
    if (response.ok() && !pathname.startsWith('/v1/')) files.set(file, response.body());
  });
  for (const screen of SCREENS) {
    const url = new URL(screen, server.url);
    url.searchParams.set('lang', language);
    await page.goto(url.href, { waitUntil: 'load' });
    await page.waitForSelector(`html[lang=${language}] main`);
    await Promise.all(files.values());
  }
  await context.close();
  return Promise.all(files.values());
}

function weigh(files: readonly Buffer[]): Pick<Weight, 'files' | 'bytes'> {
  return {
    files: files.length,
    bytes: files.reduce((sum, bytes) => sum + gzipSync(bytes).length, 0),
  };
}
