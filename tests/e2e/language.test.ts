import { describe, expect } from 'vitest';
import { pageTest } from './chromium.ts';
import { AUTUMN, hospital } from './hospital.ts';
import { stage } from './stage.ts';

const { visit } = stage({ ...hospital(AUTUMN), deliveries: [] });
const WORDS = '**/assets/messages-*.js';
const LOST = /net::ERR_FAILED/;

describe('a language', () => {
  pageTest('is loaded when it is chosen, and not before', async () => {
    const someone = await visit();
    const { page } = someone;
    const requested: string[] = [];
    page.on('request', (request) => {
      if (request.url().includes('/assets/messages-')) requested.push(request.url());
    });
    await someone.go('/planner', 'Värmekarta');
    expect(requested).toHaveLength(1);
    await page.getByRole('button', { name: 'en, English' }).click();
    await someone.sees('Heatmap');
    await page.getByRole('button', { name: 'sv, Svenska' }).click();
    await someone.sees('Värmekarta');
    expect(requested).toHaveLength(2);
  });

  pageTest('that cannot be loaded leaves the other, says so, and loads later', async () => {
    const someone = await visit();
    const { page } = someone;
    await someone.go('/', 'Översikt');
    await page.route(WORDS, (route) => route.abort());
    await page.getByRole('button', { name: 'en, English' }).click();
    await page.getByRole('alert').getByText('Språket kunde inte laddas.').waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('sv');
    await page.unroute(WORDS);
    await page.reload();
    await someone.sees('Overview');
    expect(await page.getByText('Språket kunde inte laddas.').count()).toBe(0);
    someone.forgive(LOST);
  });

  pageTest('is the one that was chosen last, whichever comes last', async () => {
    const someone = await visit();
    const { page } = someone;
    await someone.go('/', 'Översikt');
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route(WORDS, async (route) => {
      await held;
      await route.continue();
    });
    const arrival = page.waitForResponse(WORDS);
    await page.getByRole('button', { name: 'en, English' }).click();
    await page.getByRole('button', { name: 'sv, Svenska' }).click();
    release();
    await (await arrival).finished();
    await page.waitForTimeout(500);
    expect(await page.locator('html').getAttribute('lang')).toBe('sv');
    await someone.sees('Översikt');
  });

  pageTest('is requested until it arrives, when a screen opens', async () => {
    const someone = await visit();
    const { page } = someone;
    let lost = 0;
    await page.route(WORDS, (route) => {
      lost += 1;
      return lost < 3 ? route.abort() : route.continue();
    });
    await someone.go('/?lang=en', 'Overview');
    expect(lost).toBe(3);
    someone.forgive(LOST);
  });
});
