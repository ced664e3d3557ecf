import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';

const LONGEST = 120_000;

/** In the page: how many wards have a load, once the wall is live and all have; 0 until then. */
const ALIVE = `(() => {
  const loads = [...document.querySelectorAll('.tile .headline')];
  const isTold = loads.every((load) => /\\d/.test(load.textContent));
  return document.querySelector('[data-connection=live]') !== null && isTold ? loads.length : 0;
})()`;

export interface Start {
  /** From the command to its link. */
  readonly linkMs: number;
  /** From the command to the wall, live with the load of every ward. */
  readonly wallMs: number;
  readonly wards: number;
}

/** `npm start` as the README has it, with an empty folder, until the wall is alive in Chromium. */
export async function startOfAll(browser: Browser): Promise<Start> {
  const data = await mkdtemp(join(tmpdir(), 'vi-start-'));
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
  const page = await context.newPage();
  const begun = performance.now();
  const server = spawn('npm', ['start', '--', '--port', '0', '--data', data], { detached: true });
  const ended = once(server, 'exit');
  try {
    const link = await Promise.race([
      new Promise<string>((resolve) => {
        let printed = '';
        for (const stream of [server.stdout, server.stderr]) {
          stream.on('data', (bytes: Buffer) => {
            printed += bytes;
            const [found] = /http:\/\/\S+(?=\s)/.exec(printed) ?? [];
            if (found !== undefined) resolve(found);
          });
        }
      }),
      ended.then(([code]) => Promise.reject(new Error(`npm start ended with ${code}`))),
    ]);
    const linkMs = performance.now() - begun;
    await page.goto(link);
    for (;;) {
      const wards = await page.evaluate<number>(ALIVE);
      const wallMs = performance.now() - begun;
      if (wards > 0) return { linkMs, wallMs, wards };
      if (wallMs > LONGEST) throw new Error('the wall does not come alive');
      await page.waitForTimeout(50);
    }
  } finally {
    await context.close();
    if (server.exitCode === null && server.pid !== undefined) process.kill(-server.pid, 'SIGTERM');
    await ended;
    await rm(data, { recursive: true, force: true });
  }
}
