import { describe, expect } from 'vitest';
import { pageTest } from './chromium.ts';
import { AUTUMN, hospital } from './hospital.ts';
import { stage } from './stage.ts';
import { textOf, tile } from './tile.ts';

const { visit } = stage(hospital(AUTUMN));
const FORBIDDEN = /403 \(Forbidden\)/;

describe('a user without access to every ward', () => {
  pageTest('sees on the wall the ward of their grant', async () => {
    const someone = await visit({ key: 'viewer' });
    const page = await someone.go('/', '1/1 aktuella');
    expect(await page.locator('article').count()).toBe(1);
    await expect.poll(() => textOf(tile(page, '10C'))).toContain('91 %');
  });

  pageTest('reads that there is no ward for them', async () => {
    const someone = await visit({ key: 'engineer' });
    const page = await someone.go('/', 'Du har inte behörighet att se det här.');
    expect(await page.locator('article').count()).toBe(0);
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
    await wall.go('/ward?id=20D', 'Bedömningen görs av ledningsansvarig sjuksköterska.');
    expect(await page.locator('.patient').count()).toBe(0);
    wall.forgive(FORBIDDEN);
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
