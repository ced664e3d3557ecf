import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { pageTest } from './chromium.ts';
import { MINUTE, tick, utc } from './events.ts';
import { AUTUMN, hospital } from './hospital.ts';
import { stage } from './stage.ts';

const house = stage(hospital(AUTUMN, 3));
const TABS = 20;
const WALL = '/';
const WARD = '/ward?id=10C';

/** The time it is in the data, as a page heard it. */
const dataTimeOf = (tab: Page): Promise<number> =>
  tab.evaluate("document.querySelector('live-wall, ward-screen').view.dataNow");

/** Opens pages of one browser, in turn wall and ward, in both languages. */
async function openTabs(page: Page, origin: string): Promise<Page[]> {
  const tabs: Page[] = [];
  for (let n = 0; n < TABS; n++) {
    const tab = await page.context().newPage();
    const address = n % 2 === 0 ? `${WALL}?lang=${n % 4 === 0 ? 'sv' : 'en'}` : WARD;
    await tab.goto(origin + address, { waitUntil: 'domcontentloaded' });
    tabs.push(tab);
  }
  return tabs;
}

const isFed = (tab: Page) => expect.poll(() => contactOf(tab)).toBe('live');
const contactOf = (tab: Page) =>
  tab
    .locator('.connection-state')
    .getAttribute('data-connection', { timeout: 1_000 })
    .catch(() => null);

pageTest(
  'twenty pages of one browser are each fed over HTTP/1.1, as others leave, and go stale together',
  async () => {
    const someone = await house.visit({ clock: 'moving' });
    const first = await someone.go(WALL, 'aktuella');
    const { origin } = new URL(first.url());
    const tabs = await openTabs(first, origin);
    for (const tab of tabs) await isFed(tab);
    // one stream, though twenty-one pages follow
    await expect.poll(() => house.served.streams).toBe(1);

    // the first page leaves, and another crashes
    await first.close();
    const rest = tabs.slice(1);
    await tabs[0]!.close();
    const session = await rest[0]!.context().newCDPSession(rest[0]!);
    void session.send('Page.crash').catch(() => undefined);
    const alive = rest.slice(1);
    house.served.now += 10 * MINUTE;
    const { now } = house.served;
    await house.served.deliver({ until: utc(now), events: [tick(now)] });
    for (const tab of alive) {
      await expect.poll(() => dataTimeOf(tab)).toBeGreaterThanOrEqual(now);
    }
    for (const tab of alive) expect(await contactOf(tab)).toBe('live');

    // the worker itself is ended
    const browser = await alive[0]!.context().browser()!.newBrowserCDPSession();
    const { targetInfos } = await browser.send('Target.getTargets');
    const worker = targetInfos.find(({ type }) => type === 'shared_worker')!;
    await browser.send('Target.closeTarget', { targetId: worker.targetId });
    await expect.poll(() => house.served.streams).toBe(0);
    await expect.poll(() => house.served.streams).toBe(1);
    for (const tab of alive) await isFed(tab);
  },
);
