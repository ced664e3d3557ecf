import { describe, expect } from 'vitest';
import { pageTest } from './chromium.ts';
import { AUTUMN, hospital } from './hospital.ts';
import { looksRight } from './looks.ts';
import { stage } from './stage.ts';

const { visit } = stage({ ...hospital(AUTUMN), deliveries: [] });

describe('a hospital of which nothing is known yet', () => {
  pageTest('has a wall that says so', async () => {
    const someone = await visit();
    await looksRight(someone, '/', async (lang) => {
      await someone.sees(lang === 'sv' ? 'Inaktuell 10' : 'Stale 10');
      await someone.sees(lang === 'sv' ? 'inget värde' : 'no value');
      expect(await someone.page.locator('article').count()).toBe(10);
    });
  });
});
