import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import type { PageServer } from './server.ts';

export interface Weight {
  readonly page: string;
  readonly files: number;
  /** Of the files, each compressed for itself by gzip at its usual level. */
  readonly bytes: number;
}

const PAGES = ['/', '/ward?id=10A', '/planner', '/pipeline'];

/** What each page loads in Chromium, and all files that were built, each once. */
export async function weights(
  browser: Browser,
  server: PageServer,
  folder: string,
): Promise<{ pages: Weight[]; whole: Weight }> {
  const pages: Weight[] = [];
  for (const path of PAGES) {
    const context = await browser.newContext();
    const page = await context.newPage();
    const loaded: Promise<Buffer>[] = [];
    page.on('response', (response) => {
      const { pathname } = new URL(response.url());
      if (response.ok() && !pathname.startsWith('/v1/')) loaded.push(response.body());
    });
    await page.goto(`${server.url}${path}`, { waitUntil: 'load' });
    await page.waitForTimeout(1_000);
    const files = await Promise.all(loaded);
    pages.push({ page: path.replace(/\?.*/, ''), files: files.length, bytes: zipped(files) });
    await context.close();
  }
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((each) => each.isFile());
  const all = await Promise.all(files.map((each) => readFile(join(each.parentPath, each.name))));
  return { pages, whole: { page: 'all', files: all.length, bytes: zipped(all) } };
}

function zipped(files: readonly Buffer[]): number {
  return files.reduce((sum, bytes) => sum + gzipSync(bytes).length, 0);
}
