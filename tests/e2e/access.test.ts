import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { pageTest } from './chromium.ts';
import { focused } from './hand.ts';
import { AUTUMN, hospital } from './hospital.ts';
import { stage } from './stage.ts';
import { textOf, tile } from './tile.ts';

const { visit } = stage(hospital(AUTUMN, 3));
const FORBIDDEN = /403 \(Forbidden\)/;

describe('a user without access to every ward', () => {
  pageTest('sees on the wall the ward of their grant', async () => {
    const someone = await visit({ key: 'viewer' });
    const page = await someone.go('/', '1/1 aktuella');
    expect(await page.locator('article').count()).toBe(1);
    await expect.poll(() => textOf(tile(page, '10C'))).toContain('91 %');
  });

  pageTest('lands on the first screen that they may read', async () => {
    const someone = await visit({ key: 'engineer' });
    const page = await someone.go('/', 'Felkö');
    expect(new URL(page.url()).pathname).toBe('/pipeline');
    expect(await textOf(page.locator('nav.screens'))).toBe('Driftstatus Hjälp');
    await someone.go('/planner', 'Din behörighet omfattar inte den här sidan.');
    someone.forgive(FORBIDDEN);
  });

  pageTest('reads that no screen is theirs, and why', async () => {
    const someone = await visit({ key: 'auditor' });
    const page = await someone.go(
      '/',
      'Du är inloggad, men din behörighet omfattar ingen av sidorna.',
    );
    expect(await textOf(page.locator('nav.screens'))).toBe('Hjälp');
    expect(await page.locator('form.sign-in').count()).toBe(0);
    someone.forgive(FORBIDDEN);
  });

  pageTest('judges a ward as its lead only', async () => {
    const lead = await (await visit({ key: 'lead' })).go('/ward?id=10C', 'Spara bedömning');
    expect(await lead.locator('ward-judgements textarea').count()).toBe(1);
    const viewer = await (await visit({ key: 'viewer' })).go(
      '/ward?id=10C',
      'Bedömningen görs av ledningsansvarig sjuksköterska.',
    );
    expect(await viewer.locator('ward-judgements textarea').count()).toBe(0);
  });

  pageTest('sees few patients on a wall of the ward, and who they are nowhere', async () => {
    const wall = await visit({ key: 'wall' });
    const page = await wall.go('/', '1/1 aktuella');
    await expect.poll(() => textOf(tile(page, '20D'))).toContain('68 %');
    await wall.go('/ward?id=20D', 'Behov och bemanning');
    const parts = 'ward-patients, ward-judgements, [href="#patients-title"], [href="/planner"]';
    expect(await page.locator(parts).count()).toBe(0);
  });

  pageTest('signs out, and must sign in again', async () => {
    const someone = await visit({ key: 'viewer' });
    const page = await someone.go('/', '1/1 aktuella');
    await page.getByRole('button', { name: 'Logga ut' }).click();
    await page.locator('form.sign-in').waitFor();
    expect(await page.locator('article').count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Logga ut' }).count()).toBe(0);
    await someone.go('/');
    await page.locator('form.sign-in').waitFor();
    someone.forgive(/401 \(Unauthorized\)/);
  });
});

const WHOLE = 'Översikt Planering Driftstatus Hjälp';

/** Keeps every menu that the page draws. */
const KEEP = `window.menus = new Set();
  new MutationObserver(() => {
    const links = [...document.querySelectorAll('nav.screens a')];
    if (links.length > 0) window.menus.add(links.map((it) => it.textContent.trim()).join(' '));
  }).observe(document, { childList: true, subtree: true });`;
const menus = (page: Page) => page.evaluate<string[]>('[...window.menus]');

pageTest('the menu is drawn once, and stands while its session is read again', async () => {
  const someone = await visit();
  await someone.page.addInitScript(KEEP);
  let isHeld = false;
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await someone.page.route('**/v1/session', async (route) => {
    if (isHeld) {
      await released;
      await route.fulfill({ json: { screens: ['pipeline'] } });
    } else {
      await new Promise((resolve) => setTimeout(resolve, 200));
      await route.continue();
    }
  });
  const page = await someone.go('/', 'aktuella');
  expect(await menus(page)).toEqual([WHOLE]);

  // the next page of the tab waits for nothing
  isHeld = true;
  await someone.go('/pipeline', 'Felkö');
  expect(await menus(page)).toEqual([WHOLE]);
  const own = page
    .getByRole('navigation', { name: 'Sidor' })
    .getByRole('link', { name: 'Driftstatus' });
  await own.focus();
  release();
  await expect.poll(() => menus(page)).toEqual([WHOLE, 'Driftstatus Hjälp']);
  expect(await focused(page)).toBe('a Driftstatus');
});
