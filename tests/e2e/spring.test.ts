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
});
