import { describe, expect } from 'vitest';
import { pageTest } from './chromium.ts';
import { AUTUMN, hospital } from './hospital.ts';
import { stage } from './stage.ts';
import { textOf, tile } from './tile.ts';

const { visit } = stage(hospital(AUTUMN));
const FORBIDDEN = /403 \(Forbidden\)/;

describe('whoever may not see all', () => {
  pageTest('sees on the wall the ward of their grant', async () => {
    const someone = await visit({ key: 'viewer' });
    const page = await someone.go('/', '1/1 aktuella');
    expect(await page.locator('article').count()).toBe(1);
    await expect.poll(() => textOf(tile(page, '10C'))).toContain('91 %');
  });

  pageTest('is told so where there is no ward for them', async () => {
    const someone = await visit({ key: 'engineer' });
    const page = await someone.go('/', 'Du har inte behörighet att se det här.');
    expect(await page.locator('article').count()).toBe(0);
    expect(await page.locator('form.sign-in').count()).toBe(0);
    someone.forgive(FORBIDDEN);
  });
});
