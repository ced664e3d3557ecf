import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { violations } from './axe.ts';
import { pageTest } from './chromium.ts';
import { HOUR, MINUTE, staffing, tick, utc } from './events.ts';
import { admit, fortyWards, NOON, REQUIRED } from './forty-wards.ts';
import { stage } from './stage.ts';
import { textOf, tile } from './tile.ts';
import type { Visit } from './visit.ts';

const it = stage(fortyWards());
const ALL = 40;

/** The wards in the order they are shown. */
const order = (page: Page) => page.locator('.tile-id').allTextContents();
/** What a ward's tile says first. */
const lead = (page: Page, wardId: string) => textOf(tile(page, wardId).locator('.headline'));
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });

/** A ward gets as many nurses as make its load from now on; resolves when the server has it. */
async function staffFor(wardId: string, load: number): Promise<void> {
  const { served } = it;
  served.now += 1_000;
  const noon = Date.parse(NOON);
  // to the end of the shift
  const span = [noon - 2 * HOUR, noon + 2 * HOUR] as const;
  const rn = Math.round((REQUIRED / load) * 1e6) / 1e6;
  // one roster, amended: another would be added to it
  const roster = staffing(wardId, 'actual', span, { rn }, served.now);
  const events = roster.map((each) => ({ ...each, id: `roster-${wardId}` }));
  await served.deliver({ until: utc(served.now), events: [...events, tick(served.now)] });
}

/** Moves the time of the server and of the page. */
async function pass(visit: Visit, milliseconds: number): Promise<void> {
  const { served } = it;
  served.now += milliseconds;
  await visit.page.clock.fastForward(milliseconds);
  await served.deliver({ until: utc(served.now), events: [tick(served.now)] });
  served.serve.api.stream.tick();
}

/** Nothing is to be scrolled to, and every tile is within the screen. */
async function fitsTheScreen(page: Page): Promise<void> {
  expect(await page.locator('article').count()).toBe(ALL);
  const beyond = 'document.documentElement.scrollHeight - innerHeight';
  expect(await page.evaluate<number>(beyond)).toBeLessThanOrEqual(0);
  for (const place of await page.locator('article').all()) {
    const { y, height } = (await place.boundingBox())!;
    expect(y + height).toBeLessThanOrEqual(1080);
  }
  // and all of what is in a tile
  const cut = `[...document.querySelectorAll('article')].filter(
    ({ scrollHeight, clientHeight }) => scrollHeight > clientHeight,
  ).length`;
  expect(await page.evaluate<number>(cut)).toBe(0);
}

describe('the wall, alive', () => {
  pageTest('has forty wards on one screen', async () => {
    const someone = await it.visit({ size: 'wall' });
    const page = await someone.go('/', '40/40 aktuella');
    await fitsTheScreen(page);
    expect(await order(page)).toEqual((await order(page)).toSorted());
  });

  pageTest('shows the wards of a state or a kind, and keeps that in the address', async () => {
    const someone = await it.visit();
    const page = await someone.go('/', '40/40 aktuella');
    // every eighth ward is short: the sixth, the fourteenth …
    await button(page, /^Saknar personal/).click();
    await expect.poll(() => order(page)).toEqual(['11B', '13B', '15B', '17B', '19B']);
    await expect.poll(() => textOf(button(page, /^Saknar personal/))).toBe('Saknar personal 5');
    expect(new URL(page.url()).searchParams.get('state')).toBe('short');
    await page.getByLabel('Avdelningstyp').selectOption('kirurgi');
    await page.reload();
    await expect.poll(() => order(page)).toEqual(['11B', '13B', '15B', '17B', '19B']);
    expect(new URL(page.url()).searchParams.get('type')).toBe('surgery');
    await page.getByLabel('Avdelningstyp').selectOption('geriatrik');
    await someone.sees('Ingen avdelning har det läget just nu.');
    await button(page, 'Visa alla').click();
    await expect.poll(async () => (await order(page)).length).toBe(ALL);
    expect(new URL(page.url()).search).toBe('');
  });

  pageTest('changes a ward when an event comes, but not while it is paused', async () => {
    const someone = await it.visit();
    const page = await someone.go('/', '40/40 aktuella');
    expect(await lead(page, '12A')).toBe('0,0');
    await button(page, 'Pausa').click();
    await someone.sees(/Pausad sedan 12:00: nya värden visas inte/);
    expect(await violations(page)).toEqual([]);
    await staffFor('12A', 2);
    const other = await it.visit();
    await other.go('/');
    await expect.poll(() => lead(other.page, '12A')).toBe('−1,5');
    expect(await lead(page, '12A')).toBe('0,0');
    await button(page, 'Fortsätt').click();
    await expect.poll(() => lead(page, '12A')).toBe('−1,5');
    await staffFor('12A', 1);
    for (const each of [page, other.page]) {
      await expect.poll(() => lead(each, '12A')).toBe('0,0');
    }
  });

  pageTest('moves a tile only after ten minutes in another state', async () => {
    const someone = await it.visit({ clock: 'moving' });
    const page = await someone.go('/?order=deviation', '40/40 aktuella');
    const begun = await order(page);
    expect(begun.slice(0, 6)).toEqual(['11B', '13B', '15B', '17B', '19B', '10C']);
    await staffFor('19D', 1.5);
    await expect.poll(() => lead(page, '19D')).toBe('−1,0');
    await tile(page, '19D').getByText('I balans').waitFor();
    await pass(someone, 8 * MINUTE);
    await tile(page, '19D').getByText('I balans').waitFor();
    await someone.sees('Live');
    expect(await order(page)).toEqual(begun);
    await pass(someone, 3 * MINUTE);
    await tile(page, '19D').getByText('Saknar 1').waitFor();
    await expect.poll(async () => (await order(page)).indexOf('19D')).toBe(5);
    expect(await button(page, 'Efter avvikelse').getAttribute('aria-pressed')).toBe('true');
    // back at once in the order of the site
    await button(page, 'Fast ordning').click();
    expect((await order(page)).at(-1)).toBe('19D');
    await staffFor('19D', 1.1);
    await pass(someone, 11 * MINUTE);
    await tile(page, '19D').getByText('I balans').waitFor();
  });

  pageTest(
    'shows the wards of a division, with its sum, and keeps that in the address',
    async () => {
      const someone = await it.visit();
      const page = await someone.go('/', '40/40 aktuella');
      await button(page, /^Opererande/).click();
      await expect.poll(async () => (await order(page)).length).toBe(20);
      expect((await order(page)).every((wardId) => /[BD]$/.test(wardId))).toBe(true);
      await page.reload();
      await expect.poll(async () => (await order(page)).length).toBe(20);
      expect(await button(page, /^Opererande/).getAttribute('aria-pressed')).toBe('true');
      await button(page, /^Opererande/).click();
      await expect.poll(async () => (await order(page)).length).toBe(ALL);
      expect(new URL(page.url()).search).toBe('');
    },
  );

  pageTest(
    'turns pages by itself in a kiosk that is too small for all, until it is held',
    async () => {
      const someone = await it.visit({ size: 'tablet', clock: 'moving' });
      const page = await someone.go('/?kiosk=1', '40/40 aktuella');
      const dots = page.locator('.pager-dot');
      await dots.first().waitFor();
      const pages = await dots.count();
      expect(pages).toBeGreaterThan(1);
      const seen = new Set<string>();
      for (let turn = 0; turn < pages; turn++) {
        await expect.poll(() => dots.nth(turn).getAttribute('aria-current')).toBe('page');
        for (const wardId of await order(page)) seen.add(wardId);
        await page.clock.fastForward(15_000);
      }
      expect(seen.size).toBe(ALL);
      await expect.poll(() => dots.first().getAttribute('aria-current')).toBe('page');
      expect(await violations(page)).toEqual([]);
      await button(page, 'Stanna på sidan').click();
      await page.clock.fastForward(40_000);
      expect(await dots.first().getAttribute('aria-current')).toBe('page');
      await dots.nth(1).click();
      await expect.poll(() => dots.nth(1).getAttribute('aria-current')).toBe('page');
      await page.clock.fastForward(40_000);
      expect(await dots.nth(1).getAttribute('aria-current')).toBe('page');
    },
  );

  pageTest('hides its controls in a kiosk, until someone tabs there', async () => {
    const someone = await it.visit({ size: 'wall' });
    const page = await someone.go('/?kiosk=1', '40/40 aktuella');
    const pause = button(page, 'Pausa');
    const opacity = () =>
      page.evaluate<number>('+getComputedStyle(document.querySelector(".controls")).opacity');
    expect(await opacity()).toBe(0);
    expect((await page.locator('.controls').boundingBox())!.width).toBeLessThanOrEqual(1);
    await pause.focus();
    await expect.poll(opacity).toBe(1);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect.poll(() => new URL(page.url()).searchParams.has('kiosk')).toBe(false);
    expect(await opacity()).toBe(1);
    // a wall that nobody touches does not stay paused
    await pause.click();
    const connection = page.locator('.connection-state');
    await expect.poll(() => textOf(connection)).toBe('Pausad');
    await button(page, 'Storskärmsläge').click();
    await expect.poll(() => textOf(connection)).toBe('Live');
  });

  pageTest('keeps the device awake in a kiosk, and lets it sleep after', async () => {
    const someone = await it.visit({ size: 'wall' });
    // counts the requests to the real lock
    await someone.page.addInitScript(`{
      const { wakeLock } = navigator;
      const request = wakeLock.request.bind(wakeLock);
      globalThis.locks = [];
      wakeLock.request = async (type) => {
        const lock = await request(type);
        globalThis.locks.push(lock);
        return lock;
      };
    }`);
    const released = () => someone.page.evaluate<boolean[]>('locks.map((lock) => lock.released)');
    const page = await someone.go('/?kiosk=1', '40/40 aktuella');
    await expect.poll(released).toEqual([false]);
    await button(page, 'Avsluta storskärmsläge').focus();
    await page.keyboard.press('Enter');
    await expect.poll(released).toEqual([true]);
  });

  pageTest('leads from a tile to its ward', async () => {
    const someone = await it.visit();
    const page = await someone.go('/', '40/40 aktuella');
    await page.getByRole('link', { name: '13C', exact: true }).click();
    await page.waitForURL('**/ward?id=13C');
    await page.goBack();
    await someone.sees('40/40 aktuella');
  });

  pageTest('says when nothing new has come for 45 seconds, and goes on by itself', async () => {
    const someone = await it.visit({ clock: 'moving' });
    const page = await someone.go('/', '40/40 aktuella');
    await page.clock.pauseAt(it.served.now + 2 * MINUTE);
    await someone.sees(/Inga nya värden sedan \d\d:\d\d/);
    await someone.sees('Gamla uppgifter 40');
    await someone.sees('0/40 aktuella');
    await expect.poll(() => textOf(tile(page, '12A'))).toContain('Gamla uppgifter');
    expect(await page.getByRole('status').textContent()).toMatch(/Inga nya värden sedan/);
    await page.clock.resume();
    await someone.sees('40/40 aktuella');
  });

  pageTest('has forty wards on one screen also when one is far over its beds', async () => {
    const someone = await it.visit({ size: 'wall' });
    const page = await someone.go('/', '40/40 aktuella');
    const many = Array.from({ length: 16 }, (_, index) => `P-over-${index}`);
    await admit(it.served, '14C', many);
    await someone.sees('17/4 +13 öb');
    await fitsTheScreen(page);
  });
});
