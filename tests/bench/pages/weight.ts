import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { LANGS, type Lang } from '../../../dashboards/src/i18n/languages.ts';
import type { PageServer } from './server.ts';

export interface Weight {
  readonly what: string;
  readonly files: number;
  /** Of the files, each compressed for itself by gzip at its usual level. */
  readonly bytes: number;
}

const SCREENS = ['/', '/ward?id=10A', '/planner', '/pipeline'];

/** What Chromium loads of the wall and of the whole app in each language, and everything that was built. */
export async function weights(
  browser: Browser,
  server: PageServer,
  folder: string,
): Promise<{ wall: Weight[]; loaded: Weight[]; built: Weight }> {
  const wall: Weight[] = [];
  const loaded: Weight[] = [];
  for (const language of LANGS) {
    const first = await namesLoaded(browser, server, language, ['/']);
    wall.push({ what: `until the wall draws in ${language}`, ...(await weigh(folder, first)) });
    const names = await namesLoaded(browser, server, language, SCREENS);
    loaded.push({ what: `every screen in ${language}`, ...(await weigh(folder, names)) });
  }
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((each) => each.isFile())
    .map((each) => relative(folder, join(each.parentPath, each.name)));
  return { wall, loaded, built: { what: 'all that is built', ...(await weigh(folder, names)) } };
}

/** Names of the files that a browser asks for which opens some screens. */
async function namesLoaded(
  browser: Browser,
  server: PageServer,
  language: Lang,
  screens: readonly string[],
): Promise<ReadonlySet<string>> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const names = new Set(['index.html']);
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (extname(pathname) !== '' && response.ok()) names.add(pathname.slice(1));
  });
  for (const screen of screens) {
    const url = new URL(screen, server.url);
    url.searchParams.set('lang', language);
    await page.goto(url.href, { waitUntil: 'load' });
    await page.waitForSelector(`html[lang=${language}] main`);
  }
  await context.close();
  return names;
}

async function weigh(folder: string, names: Iterable<string>) {
  const files = await Promise.all([...names].map((name) => readFile(join(folder, name))));
  return {
    files: files.length,
    bytes: files.reduce((sum, bytes) => sum + gzipSync(bytes).length, 0),
  };
}
