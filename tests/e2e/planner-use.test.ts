import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { pageTest } from './chromium.ts';
import { focused, tabStops, tabTo } from './hand.ts';
import { AUTUMN, hospital } from './hospital.ts';
import { FORTNIGHT, isThere } from './planner-parts.ts';
import { stage } from './stage.ts';
import { textOf } from './tile.ts';

const it = stage(hospital(AUTUMN, 32));
const query = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams);

describe('the planner', () => {
  pageTest(
    'has all that is chosen in the address, for a reload and for another browser',
    async () => {
      const someone = await it.visit();
      const page = await someone.go('/planner');
      await isThere(someone);
      // four weeks up to today, of the first three wards
      await someone.sees('10A, 10B, 10C · 2026-09-29 till 2026-10-26 · per dygn · slutliga värden');
      await page.getByText('Avdelningar: 3 av 10 valda').click();
      await page.getByRole('checkbox', { name: '10B Medicin B' }).uncheck();
      await page.getByRole('checkbox', { name: '30A Ortopedi' }).check();
      const from = page.getByLabel('Från och med');
      // of a browser in English, on a page in Swedish
      expect(await from.inputValue()).toBe('2026-09-29');
      await from.fill('20261314');
      await from.press('Enter');
      await someone.sees('Skriv som 2026-11-27');
      expect(await from.inputValue()).toBe('20261314');
      await from.fill('261012');
      await from.press('Enter');
      await expect.poll(() => from.inputValue()).toBe('2026-10-12');
      await from.press('ArrowUp');
      await expect.poll(() => from.inputValue()).toBe('2026-10-13');
      await page.getByLabel('Upplösning').selectOption({ label: 'pass' });
      await page.locator('heatmap-panel').getByRole('button', { name: 'Behov' }).click();
      await page.getByRole('button', { name: 'Valda avdelningar' }).click();
      await page
        .locator('compare-panel')
        .getByRole('button', { name: 'Minuter per timme' })
        .click();
      await someone.sees('10A, 10C, 30A · 2026-10-13 till 2026-10-26 · per pass · slutliga värden');
      expect(query(page)).toMatchObject({
        ...{ wards: '10A,10C,30A', from: '2026-10-13', to: '2026-10-26' },
        ...{ grain: 'shift', measure: 'need', compared: 'minutes', ahead: 'chosen' },
      });
      // once every panel has the new choice: wards, shifts, and need
      await page.locator('history-panel').getByRole('heading', { name: 'Ortopedi' }).waitFor();
      await page.locator('history-panel').getByText('n 41 pass').first().waitFor();
      await page.locator('compare-panel').getByText('n 41').first().waitFor();
      await page.locator('table.ahead').getByRole('rowheader', { name: '30A' }).waitFor();
      expect(await page.locator('table.ahead tbody tr.ahead-ward').count()).toBe(3);
      await page.locator('heatmap-panel').getByText('n 3–9 timmar per ruta').waitFor();
      const shown = () => textOf(page.locator('.panels'));
      const before = await shown();
      await page.reload();
      await isThere(someone);
      await expect.poll(shown).toBe(before);

      const other = await it.visit();
      const { pathname, search } = new URL(page.url());
      await other.go(`${pathname}${search}`);
      await isThere(other);
      await expect.poll(() => textOf(other.page.locator('.panels'))).toBe(before);
      await page.goBack();
      await page.goForward();
      await isThere(someone);
    },
  );

  pageTest('names the invalid parameters of an address', async () => {
    const someone = await it.visit();
    await someone.go('/planner?wards=10A,99Z&from=2026-02-31&to=2026-10-26&grain=minute');
    await someone.sees('En avdelning i länken finns inte, eller så saknar du behörighet till den.');
    await someone.sees('Startdatumet i länken är ogiltigt.');
    await isThere(someone);
  });

  pageTest('shows what was known then, and what has changed since', async () => {
    const someone = await it.visit();
    // as of the first delivery, a day ago: later events were not known
    const page = await someone.go(
      '/planner?wards=10C&from=2026-10-25&to=2026-10-25&grain=hour&known=2026-10-25T09:30',
    );
    await isThere(someone);
    await someone.sees(/som det var känt/);
    await page.locator('history-panel').getByText('Visa som tabell').click();
    const rows = page.locator('history-panel .chart-table tbody tr');
    await expect.poll(() => rows.count()).toBe(25);
    await expect.poll(() => textOf(rows.filter({ hasText: 'sön 25 okt. 08' }))).toContain('1,4');
    await expect
      .poll(() => textOf(rows.filter({ hasText: 'sön 25 okt. 10' })))
      .toContain('ännu inte');
    // Sunday at ten was not yet, in the heatmap too, and the files are of what was known then
    const ten = page.locator('table.heat tbody tr').nth(6).locator('td').nth(10);
    await expect.poll(() => textOf(ten)).toBe('saknas');
    const files = page.locator(':is(heatmap-panel, compare-panel, history-panel) .exports a');
    const known = () =>
      files.evaluateAll((links) =>
        links.map((link) => (link.getAttribute('href') ?? '').includes('asKnownAt=')),
      );
    expect(new Set(await known())).toEqual(new Set([true]));
    await page.getByRole('button', { name: 'Slutliga' }).click();
    await expect.poll(() => query(page)).not.toHaveProperty('known');
    await expect.poll(() => textOf(ten)).toMatch(/\d/);
    expect(new Set(await known())).toEqual(new Set([false]));
    expect((await known()).length).toBeGreaterThanOrEqual(6);
    await page.reload();
    await isThere(someone);
    await page.locator('history-panel').getByText('Visa som tabell').click();
    await expect.poll(() => textOf(rows.filter({ hasText: 'sön 25 okt. 10' }))).toContain('1,4');
  });

  pageTest('is used by the keyboard alone', async () => {
    const someone = await it.visit();
    const page = await someone.go(`/planner?wards=10A&${FORTNIGHT}`);
    await isThere(someone);
    const stops = await tabStops(page);
    expect(stops[0]).toBe('a Hoppa till innehållet');
    expect(stops.join('|')).toMatch(
      /Avdelningar: 1 av 10 valda.*Från och med.*Till och med.*7 dygn.*Upplösning.*Slutliga.*Kopiera länk.*Valda avdelningar.*td .*CSV.*Differens.*td .*CSV.*Visa som tabell/,
    );
    // a table of 168 cells is one stop, and so is that of the shifts to come
    expect(stops.filter((stop) => stop.startsWith('td '))).toHaveLength(2);

    // from the sum of all wards down to the first one, and on to the night
    await tabTo(page, page.locator('table.ahead td[tabindex="0"]'));
    const about = page.locator('.ahead-readout');
    await expect.poll(() => textOf(about)).toContain('Alla avdelningar, kväll mån 26 okt. 14–21');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await expect
      .poll(() => textOf(about))
      .toContain('10A Medicin A, kväll mån 26 okt. 14–21: −0,7');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => textOf(about)).toContain('10A Medicin A, natt mån 26 okt. 21–07');
    await page.keyboard.press('End');
    await expect.poll(() => textOf(about)).toContain('natt sön 8 nov. 21–07: schema saknas');
    await page.keyboard.press('Home');

    await tabTo(page, page.getByText('Avdelningar: 1 av 10 valda'));
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('checkbox', { name: '10C Medicin C' }));
    await page.keyboard.press('Space');
    await expect.poll(() => query(page).wards).toBe('10A,10C');
    await tabTo(page, page.getByLabel('Upplösning'));
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => query(page).grain).toBe('week');
    await someone.sees(/per vecka/);
    await isThere(someone);

    await tabTo(page, page.locator('heatmap-panel').getByRole('button', { name: 'Bemanning' }));
    await page.keyboard.press('Enter');
    await expect.poll(() => query(page).measure).toBe('staffing');
    const readout = page.locator('.heat-readout');
    await tabTo(page, page.locator('table.heat td[tabindex="0"]'));
    await expect.poll(() => textOf(readout)).toContain('mån 08–09: bemanning');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => textOf(readout)).toContain('tis 09–10: bemanning 1,5');
    await page.keyboard.press('End');
    await expect.poll(() => textOf(readout)).toContain('tis 23–00');
    expect(await focused(page)).toMatch(/^td 1,5/);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Shift+Tab');
    await expect.poll(() => textOf(readout)).toContain('tis 23–00');
  });

  pageTest('shows the rest where one panel has no answer', async () => {
    const someone = await it.visit({ clock: 'moving' });
    const { page } = someone;
    await page.route('**/v1/compare?*', (route) => route.fulfill({ status: 503 }));
    await page.route('**/v1/heatmap?wards=10A&*', (route) => route.fulfill({ status: 500 }));
    await someone.go(`/planner?wards=10A&${FORTNIGHT}`);
    const compare = page.locator('compare-panel');
    await compare.getByText('Servern är hårt belastad.').waitFor();
    await page.locator('heatmap-panel').getByText('Något gick fel i servern.').waitFor();
    await page.locator('history-panel .chart-picture').waitFor();
    await page.unrouteAll();
    await page.clock.fastForward(11_000);
    await compare.locator('.chart-picture').waitFor();
    await page.locator('heatmap-panel').getByRole('button', { name: 'Försök igen' }).click();
    await page.locator('table.heat').waitFor();
    someone.forgive(/50[03] \(/);
  });

  pageTest('hides few patients from a planner, and says how much', async () => {
    const someone = await it.visit({ key: 'planner' });
    const page = await someone.go(
      `/planner?wards=20D&${FORTNIGHT}`,
      'Det finns inga uppgifter för urvalet.',
    );
    await page.locator('table.ahead').waitFor();
    // two patients all the time, but for the hours that are to come: 13 days, 10 hours and the one that came twice
    await someone.sees('323 avdelningstimmar visas inte: för få patienter.');
    const staffless = await it.visit({ key: 'planner' });
    await staffless.go(`/planner?wards=20B&${FORTNIGHT}`);
    await staffless.sees('Bemanning saknas: behovet visas men ingen differens.');
    // components are not shown by the hour: in both languages, and why
    const outside = page.locator('history-panel [data-outside]');
    await someone.go(`/planner?wards=10B&${FORTNIGHT}&lang=sv`);
    await outside.getByText('Annars skulle en enskild patient kunna kännas igen.').waitFor();
    await someone.go(`/planner?wards=10B&${FORTNIGHT}&lang=en`, 'Heatmap');
    await outside.getByText('Otherwise an individual patient could be recognised.').waitFor();
  });

  pageTest('says nothing of the kind to one who belongs to the ward', async () => {
    const someone = await it.visit({ key: 'viewer' });
    const page = await someone.go(`/planner?wards=10C&${FORTNIGHT}`);
    await page.locator('history-panel .chart-picture').waitFor();
    expect(await page.locator('[data-outside]').count()).toBe(0);
  });

  pageTest('is closed to users without a ward', async () => {
    const someone = await it.visit({ key: 'engineer' });
    const page = await someone.go('/planner');
    await page.getByText('Din behörighet omfattar inte den här sidan.').first().waitFor();
    expect(await page.locator('.panels').count()).toBe(0);
    someone.forgive(/403 \(Forbidden\)/);
  });

  pageTest('requires a key and keeps the choice in the address', async () => {
    const someone = await it.visit({ key: null });
    const page = await someone.go(`/planner?wards=10B&${FORTNIGHT}&grain=shift`);
    await page.getByLabel('Nyckel').fill(it.served.keys.get('planner')!);
    await page.keyboard.press('Enter');
    await someone.sees('10B · 2026-10-13 till 2026-10-26 · per pass · slutliga värden');
    await isThere(someone);
    someone.forgive(/401 \(Unauthorized\)/);
  });
});
