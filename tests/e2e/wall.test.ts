import { describe, expect } from 'vitest';
import { pageTest } from './chromium.ts';
import { focused, tabStops, tabTo } from './hand.ts';
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
      'Saknar 0,5',
      ...[
        '−0,5',
        '146 %',
        'på plats 1,0',
        'behöver 1,5',
        '8/10 vpl',
        'till 14: −0,5',
        'data 100 %',
      ],
    ],
    '10B': ['Ansträngt', '−0,1', '109 %', 'på plats 1,3', 'behöver 1,4', 'för 4 min sedan'],
    '10C': ['I balans', '+0,1', '91 %', 'på plats 1,5', 'behöver 1,4'],
    '10D': ['Kan avvara 0,6', '+0,6', '68 %', 'på plats 2,0', 'behöver 1,4'],
    // 61.5 / 60 = 1.025 required, 1.5 present, 68 %: each in parentheses
    '20A': [
      ...['Ofullständigt underlag', '(+0,5)', '(68 %)', 'på plats (1,5)', 'behöver (1,0)'],
      ...['(6/10) vpl', 'till 14: (+0,5)', 'data 36 %', 'för 2 dygn sedan'],
    ],
    '20B': ['Bemanning saknas', '1,4 behövs', '8/10 vpl'],
    '20C': ['Inga patienter', '0 patienter', 'på plats 1,0', '0/10', 'data –'],
    '20D': ['I balans', '+0,2', '68 %', 'på plats 0,5', 'behöver 0,3', '2/10'],
    '30A': ['0,5 sjuksköterska saknas', '−0,5 ssk', '91 %', '12/10 +2 öb'],
    '30B': ['Uppgifter saknas', '–', 'underlag saknas'],
  },
  en: {
    '10A': [
      'Short by 0.5',
      ...[
        '−0.5',
        '146 %',
        'present 1.0',
        'required 1.5',
        '8/10 beds',
        'till 14: −0.5',
        'data 100 %',
      ],
    ],
    '10B': ['Tight', '−0.1', '109 %', '4 min ago'],
    '10C': ['Balanced', '+0.1', '91 %'],
    '10D': ['0.6 to spare', '+0.6', '68 %'],
    '20A': ['Incomplete data', '(+0.5)', '(68 %)', 'till 14: (+0.5)', 'data 36 %', '2 days ago'],
    '20B': ['No staffing data', '1.4 required'],
    '20C': ['No patients', '0 patients', '0/10'],
    '20D': ['Balanced', '+0.2', 'present 0.5', 'required 0.3'],
    '30A': ['0.5 RN missing', '−0.5 RN', '12/10 +2 over'],
    '30B': ['No data', '–', 'no inputs'],
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
        await someone.sees(lang === 'sv' ? 'mån 26 okt.' : 'Mon 26 Oct');
        await someone.sees(lang === 'sv' ? '9/10 aktuella' : '9/10 current');
        // present 1 + 1.25 + 1.5 + 2 + 1 + 0.5 + 2.25, required 1.460 + 3 · 1.367 + 0 + 0.342 + 2.05
        const total = await textOf(page.locator('p.total'));
        const [sv, en] = [
          'Totalt nu +1,5 9,5 på plats · behöver 8,0 2 avdelningar saknar personal, 1 ansträngd · 3 inte med i summan',
          'Total now +1.5 9.5 present · required 8.0 2 wards are short-staffed, 1 tight · 3 not in the total',
        ];
        expect(total).toBe(lang === 'sv' ? sv : en);
        // of medicine 5.75 of 5.561, of surgery 1.5 of 0.342
        const divisions = await page.locator('button.total').allInnerTexts();
        expect(divisions.map((text) => text.replace(/\s+/g, ' '))).toEqual(
          lang === 'sv'
            ? [
                'Medicin nu +0,2 5,8 på plats · behöver 5,6',
                'Opererande nu +1,2 1,5 på plats · behöver 0,3',
              ]
            : [
                'Medicin now +0.2 5.8 present · required 5.6',
                'Opererande now +1.2 1.5 present · required 0.3',
              ],
        );
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
    await expect.poll(() => textOf(tile(page, '20D'))).toContain('Uppgifter saknas');
    // to a planner 87.9 min are 90, in fives: 1.5 required of 1, 150 %; four minutes ago is five
    const coarse = ['−0,5', '150 %', 'behöver 1,5', '8/10', 'för 5 min sedan'];
    for (const text of coarse) {
      await expect.poll(() => textOf(tile(page, '10A'))).toContain(text);
    }
    expect(await textOf(tile(page, '10A'))).not.toMatch(/146/);
  });

  pageTest('is used by the keyboard alone', async () => {
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
