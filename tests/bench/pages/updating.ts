import type { Browser } from 'playwright-core';
import { percentile } from '../timing.ts';
import { snapshotAt, wardAt } from './hospital.ts';
import type { PageServer } from './server.ts';
import { mark, type Spent, traced } from './trace.ts';
import { Watched } from './watched.ts';

const SETTLE_MS = 150;

/** What one message costs, in milliseconds. */
export interface Update {
  readonly what: string;
  readonly scriptMs: number;
  readonly scriptP95Ms: number;
  readonly taskMs: number;
}

/**
 * Sends the wall one ward, and all wards, message by message, and measures what each costs. The wall
 * draws itself every second as well; such a draw is in one of six figures.
 */
export async function updates(
  browser: Browser,
  server: PageServer,
  count: number,
): Promise<Update[]> {
  const watched = await Watched.open(browser);
  await watched.page.goto(server.url);
  await watched.page.locator('ward-tile').nth(39).waitFor();
  await watched.page.waitForTimeout(1_000);
  const measure = async (what: string, push: (turn: number) => void): Promise<Update> => {
    const spent = await traced(browser, watched.page, async () => {
      for (let turn = 1; turn <= count; turn++) {
        await mark(watched.page);
        push(turn);
        await watched.page.waitForTimeout(SETTLE_MS);
      }
      await mark(watched.page);
    });
    const all = spent.slice(1, -1);
    if (all.length !== count) throw new Error(`${all.length} of ${count} marks are in the trace`);
    return update(what, all);
  };
  try {
    const rows = [
      await measure('nothing new (150 ms)', () => {}),
      await measure('one ward', (turn) => {
        server.push('ward', JSON.stringify(wardAt(turn % 40, turn, Date.now())));
      }),
      await measure('all 40 wards (snapshot)', (turn) => {
        server.push('snapshot', JSON.stringify(snapshotAt(turn, Date.now())));
      }),
    ];
    await arrived(watched, count);
    return rows;
  } finally {
    await watched.close();
  }
}

function update(what: string, all: readonly Spent[]): Update {
  const scripts = all.map(({ scriptMs }) => scriptMs);
  const tasks = all.map(({ taskMs }) => taskMs);
  return {
    what,
    scriptMs: percentile(scripts, 0.5),
    scriptP95Ms: percentile(scripts, 0.95),
    taskMs: percentile(tasks, 0.5),
  };
}

/** @throws Error where the last message is not what is shown */
async function arrived({ page }: Watched, turn: number): Promise<void> {
  const { gap } = wardAt(0, turn, Date.now());
  const figure = Math.abs(gap!).toFixed(1).replace('.', ',');
  const shown = await page.locator('ward-tile .headline').first().textContent();
  if (!shown?.includes(figure)) throw new Error(`${figure} is not in: ${shown}`);
}
