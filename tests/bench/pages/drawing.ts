import type { Browser } from 'playwright-core';
import { percentile } from '../timing.ts';
import type { PageServer } from './server.ts';
import { type Spent, traced } from './trace.ts';
import { Watched } from './watched.ts';

const SETTLE_MS = 900;

export interface Drawing {
  readonly wall: Spent;
  /** A page that writes the text of the same tiles as plain HTML. */
  readonly bare: Spent;
}

/** What it costs until forty wards stand on the wall, from an empty page: medians of cold starts. */
export async function firstDraw(
  browser: Browser,
  server: PageServer,
  runs: number,
): Promise<Drawing> {
  server.bare = await tileTexts(browser, server);
  const walls: Spent[] = [];
  const bares: Spent[] = [];
  for (let run = 0; run < runs; run++) {
    walls.push(await drawn(browser, `${server.url}/`, 'ward-tile article'));
    bares.push(await drawn(browser, `${server.url}/bare`, 'article'));
  }
  return { wall: median(walls), bare: median(bares) };
}

/** The middle of each figure. */
export function median(all: readonly Spent[]): Spent {
  return {
    scriptMs: percentile(
      all.map(({ scriptMs }) => scriptMs),
      0.5,
    ),
    taskMs: percentile(
      all.map(({ taskMs }) => taskMs),
      0.5,
    ),
  };
}

/** Loads a page afresh; nothing in it looks whether it is there yet until it is measured. */
async function drawn(browser: Browser, url: string, tiles: string): Promise<Spent> {
  const watched = await Watched.open(browser);
  const { page } = watched;
  try {
    const [spent] = await traced(browser, page, async () => {
      await page.goto(url, { waitUntil: 'load' });
      await page.waitForTimeout(SETTLE_MS);
    });
    const there = await page.locator(tiles).count();
    if (there !== 40) throw new Error(`${url} showed ${there} wards, and not forty`);
    return spent!;
  } finally {
    await watched.close();
  }
}

async function tileTexts(browser: Browser, server: PageServer): Promise<string[][]> {
  const watched = await Watched.open(browser);
  await watched.page.goto(server.url);
  const tiles = watched.page.locator('ward-tile');
  await tiles.nth(39).waitFor();
  const texts = await tiles.allInnerTexts();
  await watched.close();
  return texts.map((text) => text.split('\n').filter((line) => line !== ''));
}
