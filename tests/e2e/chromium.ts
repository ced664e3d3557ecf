import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { test } from 'vitest';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const executablePath = process.env.CHROMIUM ?? PLACES.find((path) => existsSync(path));

const whereThere = test.skipIf(executablePath === undefined && process.env.CI !== 'true');

/**
 * A test of pages, where Chromium is there: elsewhere it is skipped, and the run says so. With
 * `CI=true` a missing Chromium fails it.
 */
export function pageTest(name: string, act: () => Promise<void>): void {
  whereThere(name, act);
}

if (executablePath === undefined) {
  console.warn(
    'SKIPPED: tests of pages. Install Chromium (apt-get install chromium), or set CHROMIUM.',
  );
}

/** A Chromium of its own that asks nobody for anything. */
export function openBrowser(): Promise<Browser> {
  if (executablePath === undefined) throw new Error('Chromium is not installed');
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}
