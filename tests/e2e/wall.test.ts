import { describe, expect } from 'vitest';
import { pageTest } from './chromium.ts';
import { AUTUMN, hospital } from './hospital.ts';
import { type Lang, looksRight } from './looks.ts';
import { stage } from './stage.ts';
import { textOf, tile } from './tile.ts';
import type { Size } from './visit.ts';

const { visit } = stage(hospital(AUTUMN));

/** By the hospital's own table, computed there by hand. */
const TILES: Record<Lang, Record<string, readonly string[]>> = {
  sv: {
    '10A': [
      'Mycket högre än vanligt',
      ...['146 %', '88 min/h', '88–88', '1/1,5', '8/10', 'data 100 %'],
    ],
    '10B': ['Högre än vanligt', '109 %', '82 min/h', '1,3/1,4', 'för 4 min sedan'],
    '10C': ['Som vanligt', '91 %', '1,5/1,4'],
    '10D': ['Lägre än vanligt', '68 %', '2/1,4'],
    '20A': [
      'Ofullständigt underlag',
      ...['(68 %)', '62 min/h', '62–109', 'data 36 %', 'för 2 dygn sedan'],
    ],
    '20B': ['Bemanning saknas', '1,4', 'ssk+usk behövs'],
    '20C': ['Lägre än vanligt', '0 %', '0/10', 'data –'],
    '20D': ['Som vanligt', '68 %', '21 min/h', '0,5/0,3', '2/10'],
    '30A': ['Som vanligt', '91 %', '12/10', '+2 öb'],
    '30B': ['Gamla uppgifter', '–', 'värde saknas', 'underlag saknas'],
  },
  en: {
    '10A': ['Much higher than usual', ...['146 %', '88 min/h', '1/1.5', '8/10', 'data 100 %']],
    '10B': ['Higher than usual', '109 %', '1.3/1.4', '4 min ago'],
    '10C': ['As usual', '91 %'],
    '10D': ['Lower than usual', '68 %'],
    '20A': ['Incomplete data', '(68 %)', 'data 36 %', '2 d ago'],
    '20B': ['No staffing data', '1.4', 'RN+NA needed'],
    '20C': ['Lower than usual', '0 %', '0/10'],
    '20D': ['As usual', '68 %', '0.5/0.3'],
    '30A': ['As usual', '91 %', '12/10', '2 over'],
    '30B': ['Out of date', '–', 'no value', 'no inputs'],
  },
};

describe('the wall', () => {
  for (const size of ['wall', 'desktop', 'tablet', 'phone'] satisfies Size[]) {
    pageTest(`shows every ward as it stands, on a ${size}`, async () => {
      const someone = await visit({ size });
      const { page } = someone;
      await looksRight(someone, '/', async (lang) => {
        await tile(page, '30B').waitFor();
        for (const [wardId, texts] of Object.entries(TILES[lang])) {
          const said = await textOf(tile(page, wardId));
          for (const text of texts) expect(said, `${lang} ${wardId}`).toContain(text);
        }
        // the clock of the site, and not of the browser's time zone
        await someone.sees('09:30');
        await someone.sees(lang === 'sv' ? '8/10 aktuella' : '8/10 current');
      });
    });
  }

  pageTest('describes each curve in one sentence', async () => {
    const someone = await visit();
    const page = await someone.go('/', '10C');
    expect(await tile(page, '10C').getByRole('img').getAttribute('aria-label')).toBe(
      'Omvårdnadsbehov de senaste 24 timmarna: 80–82 minuter per timme, nu 82.',
    );
  });

  pageTest('shows no values of wards with too few patients', async () => {
    const someone = await visit({ key: 'planner' });
    const page = await someone.go('/', '10A');
    await expect.poll(() => textOf(tile(page, '20D'))).toContain('värde saknas');
    // to a planner 87.9 min are 90, in fives: of 60 min a nurse has, 150 %; four minutes ago is five
    const coarse = ['150 %', '90 min/h', '90–90', '1/1,5', '8/10', 'för 5 min sedan'];
    for (const text of coarse) {
      await expect.poll(() => textOf(tile(page, '10A'))).toContain(text);
    }
    expect(await textOf(tile(page, '10A'))).not.toMatch(/146|88/);
  });
});
