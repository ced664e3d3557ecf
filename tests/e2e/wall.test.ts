import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { type Server, startServer } from '../bench/serve/server.ts';
import { openBrowser, pageTest } from './chromium.ts';

const folder = mkdtempSync(join(tmpdir(), 'vi-wall-'));
const site = {
  siteId: 'e2e',
  name: 'Testsjukhuset',
  wards: ['A', 'B', 'C'].map((wardId) => ({
    wardId,
    name: `Medicin ${wardId}`,
    type: 'medicine',
    beds: 4,
    nightPatientsPerNurse: 8,
  })),
};

const at = (milliseconds: number) => new Date(Date.now() + milliseconds).toISOString();
const admission = (id: string, wardId: string, before: number) => ({
  id,
  source: 'e2e',
  type: 'admission',
  encounterId: `e-${id}`,
  wardId,
  occurredAt: at(-before),
  recordedAt: at(-before),
});

async function post(
  { url, authorization }: Server,
  events: unknown,
): Promise<Record<string, unknown>> {
  const response = await fetch(`${url}/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...authorization },
    body: JSON.stringify(events),
  });
  return (await response.json()) as Record<string, unknown>;
}

/** By the key of the machine, as one who has no link. */
async function signIn(page: Page, { url, authorization }: Server): Promise<void> {
  await page.goto(url);
  const key = page.getByLabel('Nyckel');
  await key.fill('vi_no_key');
  await page.getByRole('button', { name: 'Logga in' }).click();
  await page.getByRole('alert').getByText('Nyckeln gäller inte.').waitFor();
  expect(await page.locator('article').count()).toBe(0);
  await key.fill(authorization.authorization.replace('Bearer ', ''));
  await key.press('Enter');
}

let server: Server;
let browser: Browser | undefined;
const start = () =>
  startServer([
    '--site',
    join(folder, 'site.json'),
    '--data',
    join(folder, 'data'),
    '--log-level',
    'error',
  ]);

beforeAll(async () => {
  writeFileSync(join(folder, 'site.json'), JSON.stringify(site));
  server = await start();
  await post(server, [admission('1', 'A', 3_600_000), admission('2', 'B', 3_600_000)]);
});
afterAll(async () => {
  await browser?.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('the live wall in Chromium', () => {
  pageTest(
    'shows every ward, and a ward changes when an event comes',
    async () => {
      browser = await openBrowser();
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      const elsewhere: string[] = [];
      const troubles: string[] = [];
      page.on('request', (request) => {
        if (!request.url().startsWith(server.url)) elsewhere.push(request.url());
      });
      page.on('console', (message) => {
        if (message.type() === 'error') troubles.push(message.text());
      });
      page.on('pageerror', (error) => troubles.push(error.message));
      await page.goto(server.link);
      expect(page.url()).toBe(`${server.url}/`);
      const tile = (ward: string) =>
        page.locator('article', { has: page.getByText(ward, { exact: true }) });
      await tile('C').waitFor();
      expect(await page.locator('article').count()).toBe(3);
      expect(await page.title()).toContain('Vårdintensitet');

      const beds = () => tile('A').getByText('1/4').or(tile('A').getByText('2/4')).textContent();
      expect(await beds()).toBe('1/4');
      const need = tile('A').locator('.need-value');
      const before = await need.textContent();
      const outcome = await post(server, admission('3', 'A', 60_000));
      expect(outcome).toMatchObject({ accepted: 1, rejected: 0 });
      await tile('A').getByText('2/4').waitFor({ timeout: 10_000 });
      expect(await need.textContent()).not.toBe(before);

      // two nurses on the ward: the headline is the load now
      await post(server, {
        id: 's1',
        source: 'e2e',
        type: 'staffing',
        wardId: 'A',
        role: 'rn',
        basis: 'actual',
        headcount: 2,
        from: at(-4 * 3_600_000),
        to: at(4 * 3_600_000),
        occurredAt: at(-4 * 3_600_000),
        recordedAt: at(-1000),
      });
      await tile('A').locator('.headline', { hasText: '%' }).waitFor({ timeout: 10_000 });

      await page
        .getByRole('button', { name: 'en', exact: true })
        .or(page.getByText('en', { exact: true }))
        .first()
        .click();
      await page.getByText('care intensity', { exact: false }).first().waitFor();
      expect(elsewhere).toEqual([]);
      expect(troubles).toEqual([]);
    },
    60_000,
  );

  pageTest(
    'says that it lost the server, and recovers when it is back',
    async () => {
      browser ??= await openBrowser();
      const page = await browser.newPage();
      await signIn(page, server);
      await page.locator('article').first().waitFor();
      const port = new URL(server.url).port;
      await server.stop();
      await page
        .getByText(/Ingen kontakt/)
        .first()
        .waitFor({ timeout: 30_000 });
      server = await startServer([
        '--site',
        join(folder, 'site.json'),
        '--data',
        join(folder, 'data'),
        '--port',
        port,
      ]);
      await post(server, admission('4', 'C', 60_000));
      const tile = page.locator('article', { has: page.getByText('C', { exact: true }) });
      await tile.getByText('1/4').waitFor({ timeout: 40_000 });
    },
    90_000,
  );
});
