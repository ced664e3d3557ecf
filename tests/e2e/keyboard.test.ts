import { describe, expect } from 'vitest';
import { pageTest } from './chromium.ts';
import { focused, tabStops, tabTo } from './hand.ts';
import { AUTUMN, hospital } from './hospital.ts';
import { stage } from './stage.ts';

const { visit } = stage(hospital(AUTUMN));

describe('by the keyboard alone', () => {
  pageTest('the wall is used', async () => {
    const someone = await visit();
    const page = await someone.go('/', '9/10 aktuella');
    const pressed = (name: string | RegExp) =>
      page.getByRole('button', { name }).getAttribute('aria-pressed');

    // every control and every ward, in the order they are seen in
    const stops = await tabStops(page);
    expect(stops.slice(0, 4)).toEqual([
      'a Hoppa till innehållet',
      'a Översikt',
      'a Planering',
      'a Driftstatus',
    ]);
    expect(stops.filter((stop) => /^a \d\d[A-D]$/.test(stop))).toHaveLength(10);
    const controls = [
      'select Avdelningstyp',
      'button Fast ordning',
      'button Efter avvikelse',
      'button Pausa',
    ];
    expect(stops).toEqual(expect.arrayContaining(controls));

    // past all of that at once
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('content');
    // the sums come first: each division shows its wards
    for (const stop of [/^button Medicin/, /^button Opererande/, /^a 10A$/]) {
      await page.keyboard.press('Tab');
      expect(await focused(page)).toMatch(stop);
    }

    await page.reload();
    await someone.sees('9/10 aktuella');
    await tabTo(page, page.getByRole('button', { name: /^Kan avvara personal/ }));
    await page.keyboard.press('Space');
    await expect.poll(() => page.locator('article').count()).toBe(1);
    expect(await pressed(/^Kan avvara personal/)).toBe('true');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('article').count()).toBe(10);

    await tabTo(page, page.getByRole('button', { name: 'Efter avvikelse' }));
    await page.keyboard.press('Enter');
    expect(await pressed('Efter avvikelse')).toBe('true');
    await tabTo(page, page.getByRole('button', { name: 'Pausa' }));
    await page.keyboard.press('Space');
    await someone.sees(/Pausad sedan 09:30/);
    await tabTo(page, page.getByRole('button', { name: 'Mörkt läge' }));
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('dark');
    expect(await page.evaluate('getComputedStyle(document.documentElement).backgroundColor')).toBe(
      'rgb(14, 22, 28)',
    );
    await tabTo(page, page.getByRole('button', { name: 'en, English' }));
    await page.keyboard.press('Enter');
    await someone.sees('Care intensity');
    await tabTo(page, page.getByRole('link', { name: '20B', exact: true }));
    await page.keyboard.press('Enter');
    await page.waitForURL('**/ward?id=20B');
  });
});
