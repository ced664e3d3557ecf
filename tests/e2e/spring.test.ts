import { describe, expect } from 'vitest';
import { pageTest } from './chromium.ts';
import { hospital, SPRING } from './hospital.ts';
import { stage } from './stage.ts';
import { textOf } from './tile.ts';

const { visit } = stage(hospital(SPRING));

describe('the night the clock is set forward', () => {
  pageTest('has 23 hours on the screen of a ward', async () => {
    const someone = await visit();
    const page = await someone.go('/ward?id=10C', 'Behov och bemanning');
    await page.getByText('Visa som tabell').first().click();
    const sunday = page
      .locator('.chart-table')
      .first()
      .locator('tbody tr', { hasText: 'sön 29 mars' });
    await expect.poll(() => sunday.count()).toBe(23);
    const night = await Promise.all((await sunday.all()).slice(0, 4).map(textOf));
    expect(night.map((row) => row.slice(0, 14).trim())).toEqual([
      'sön 29 mars 00',
      'sön 29 mars 01',
      'sön 29 mars 03',
      'sön 29 mars 04',
    ]);
    expect(await page.locator('.chart-picture').first().textContent()).toContain('sommartid');
  });

  pageTest('has 23 hours on the planner', async () => {
    const someone = await visit();
    const page = await someone.go('/planner?wards=10C&from=2026-03-29&to=2026-03-29&grain=hour');
    const rows = page.locator('history-panel tbody tr');
    await page.locator('history-panel').getByText('Visa som tabell').click();
    await expect.poll(() => rows.count()).toBe(23);
    const labels = await rows.locator('th').allInnerTexts();
    expect(labels.slice(0, 4)).toEqual([
      'sön 29 mars 00',
      'sön 29 mars 01',
      'sön 29 mars 03',
      'sön 29 mars 04',
    ]);
    await someone.go('/planner?wards=10C&from=2026-03-28&to=2026-03-29&grain=day');
    await page.locator('history-panel').getByText('Visa som tabell').click();
    // sixteen hours of 82 min and seven of 80: 81.39 / 60 = 1.357
    await expect
      .poll(async () => (await rows.allInnerTexts()).at(-1))
      .toMatch(/^sön 2026-03-29\t1,4\t1,4–1,4\t1,5\t\+0,1\t90\t23\/23/);
    await someone.go('/planner?wards=10C&from=2026-03-16&to=2026-03-29');
    // of the two Sundays one has no hour from two to three
    const sunday = page.locator('table.heat tbody tr').nth(6).locator('td');
    await sunday.nth(2).focus();
    await expect.poll(() => textOf(page.locator('.heat-readout'))).toContain('n 1');
    await sunday.nth(3).focus();
    await expect.poll(() => textOf(page.locator('.heat-readout'))).toContain('n 2');
  });
});
