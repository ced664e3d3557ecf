import type { Locator, Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { pageTest } from './chromium.ts';
import { AUTUMN, hospital, ISOLATED } from './hospital.ts';
import { type Lang, looksRight } from './looks.ts';
import { stage } from './stage.ts';
import { textOf } from './tile.ts';
import type { Size, Visit } from './visit.ts';

const it = stage(hospital(AUTUMN));

/** A part of the page by its heading. */
const panel = (page: Page, title: string) =>
  page.locator('section', { has: page.getByRole('heading', { name: title, exact: true }) }).last();
const rows = (within: Locator) => within.locator('tbody tr');

/** By the hospital's own table; the first patient's base value is that of isolation, 123 / 16. */
const WARD = {
  sv: {
    now: [
      'Saknar 0,5',
      'Just nu −0,5 1,0 på plats, behöver 1,5',
      'Till 14 −0,5 i snitt 1,0 på plats, behöver 1,5',
      ...['146 %', '88 min/h', '8/10 vpl', '100 %'],
      'Behovet beräknas enligt beslutad bemanning. Ssk-andel 67 %.',
    ],
    // what is required is parted as agreed, two to one: 0.973 and 0.487
    roles: [
      'Sjuksköterskor −0,2 0,8 på plats, behöver 1,0',
      'Undersköterskor −0,2 0,3 på plats, behöver 0,5',
    ],
    shifts: [
      'Pass',
      ['lör 24 okt. dag', '1,5', '0,0'],
      ['mån 26 okt. dag', 'pågår, 3 av 7 h', '−0,5'],
    ],
    patients: 'Patienter',
    first: ['15,9 min', 'A2 S2', 'NEWS2 0'],
    why: [
      '15,9 minuter den här timmen',
      'Grundvärde 7,7 min',
      '3,4 min',
      '4,8 min',
      'Andningsfrekvens 18 /min',
      'Royal College of Physicians 2017',
    ],
    judgements: 'Egen bedömning',
    judged: '25 okt. 07:30 +2 tyngre belastning 97 %, behov 1,5, på plats 1,5',
    need: 'Behov och bemanning',
    table: 'Visa som tabell',
  },
  en: {
    now: [
      'Short by 0.5',
      'Right now −0.5 1.0 present, 1.5 required',
      'Till 14 −0.5 1.0 present, 1.5 required on average',
      ...['146 %', '88 min/h', '8/10 beds', '100 %'],
      'Required staff follows from the agreed staffing. RN share 67 %.',
    ],
    roles: [
      'Registered nurses −0.2 0.8 present, 1.0 required',
      'Nursing assistants −0.2 0.3 present, 0.5 required',
    ],
    shifts: [
      'Shift',
      ['Sat 24 Oct day', '1.5', '0.0'],
      ['Mon 26 Oct day', 'in progress, 3 of 7 h', '−0.5'],
    ],
    patients: 'Patients',
    first: ['15.9 min', 'A2 S2', 'NEWS2 0'],
    why: [
      '15.9 minutes this hour',
      'Base value 7.7 min',
      '3.4 min',
      '4.8 min',
      'Respiratory rate 18 /min',
      'Royal College of Physicians 2017',
    ],
    judgements: 'Professional judgement',
    judged: '25 Oct, 07:30 +2 heavier load 97 %, 1.5 required, 1.5 present',
    need: 'Required and present staff',
    table: 'Show as table',
  },
} as const;

async function contains(part: Locator, texts: readonly string[]): Promise<void> {
  // parts that load by themselves arrive at any time
  for (const text of texts) await expect.poll(() => textOf(part)).toContain(text);
}

async function shows({ page }: Visit, lang: Lang): Promise<void> {
  const expected = WARD[lang];
  await panel(page, expected.need).waitFor();
  await page.locator('.patient').nth(7).waitFor();
  await contains(page.locator('.now'), [...expected.now, ...expected.roles]);
  // need, load, and each role
  for (const figure of (await page.locator('chart-figure').all()).slice(0, 4)) {
    await figure.getByRole('img', { name: /\d/ }).waitFor();
  }
  const [title, ...shifts] = expected.shifts;
  const table = page.locator('table.shifts', { hasText: title });
  for (const [name, ...cells] of shifts)
    await contains(rows(table).filter({ hasText: name }), cells);
  await panel(page, expected.need).getByText(expected.table).first().click();
  await contains(page.locator('.patient').first(), [ISOLATED, ...expected.first]);
  await page.locator('.patient').first().click();
  await page.locator('.why .parts').waitFor();
  await contains(page.locator('.why'), expected.why);
  await page.getByText(expected.judged.slice(0, 9)).first().waitFor();
  await contains(panel(page, expected.judgements), [expected.judged]);
}

describe('a ward', () => {
  for (const size of ['desktop', 'tablet', 'phone'] satisfies Size[]) {
    pageTest(`is shown around now, on a ${size}`, async () => {
      const someone = await it.visit({ size });
      await looksRight(someone, '/ward?id=10A', (lang) => shows(someone, lang));
      // the difference of a shift is seen without swiping
      const box = someone.page
        .locator('.scroll', { has: someone.page.locator('table.shifts') })
        .first();
      const right = async (part: Locator) => {
        const { x, width } = (await part.boundingBox())!;
        return x + width;
      };
      expect(await right(box.locator('thead th').nth(3))).toBeLessThanOrEqual(await right(box));
    });
  }

  pageTest('has charts as large as its text on a screen of 3840', async () => {
    const someone = await it.visit({ size: 'large' });
    const page = await someone.go('/ward?id=10A', 'Behov och bemanning');
    const label = page.locator('.chart-picture text').first();
    await label.waitFor();
    // one rem is 32 pixels there: labels of three quarters of it are 24 high and more, not 12
    expect((await label.boundingBox())!.height).toBeGreaterThan(20);
  });

  pageTest('of any kind says what is not known of it, and why', async () => {
    const someone = await it.visit();
    const wards = {
      '20A': [
        'Ofullständigt underlag',
        'Just nu (+0,5)',
        '(68 %)',
        '36 %',
        'Underlaget räcker inte',
      ],
      '20B': ['Bemanning saknas', 'Just nu 1,4 behövs'],
      '20C': ['0 %', '0/10', 'Inga patienter på avdelningen just nu.'],
      '20D': ['68 %', '21 min/h', '2/10'],
      '30A': ['91 %', '12/10', '+2 överbeläggningar'],
      '30B': ['–', 'inga uppgifter ännu', 'Inga uppgifter har kommit in från avdelningen ännu.'],
    };
    for (const [wardId, texts] of Object.entries(wards)) {
      const page = await someone.go(`/ward?id=${wardId}`, 'Egen bedömning');
      await contains(page.locator('.now'), texts);
      expect(await page.title()).toContain(wardId);
    }
    await someone.go(
      '/ward?id=99Z',
      'Avdelningen ”99Z” finns inte, eller så saknar du behörighet till den.',
    );
    await someone.page.getByRole('link', { name: /10A/ }).click();
    await someone.sees('Egen bedömning');
  });

  pageTest('has an hour twice in the night the clock is set back', async () => {
    const someone = await it.visit();
    const page = await someone.go('/ward?id=10C', 'Behov och bemanning');
    const need = panel(page, 'Behov och bemanning');
    await need.getByText('Visa som tabell').first().click();
    // nine days after the first week are too few to know what is usual
    await need
      .getByText('Normalt behov visas när det finns uppgifter för ett par veckor.')
      .waitFor();
    // 48 hours before the one that is, and 24 after it
    await expect.poll(() => rows(need).count()).toBe(48 + 25);
    const sunday = rows(need).filter({ hasText: 'sön 25 okt.' });
    expect(await sunday.count()).toBe(25);
    const night = await Promise.all((await sunday.all()).slice(1, 5).map(textOf));
    // 80 min of 1.5 nurses
    const cells = '1,3 1,3–1,3 1,5 +0,2';
    expect(night).toEqual([
      `sön 25 okt. 01 ${cells}`,
      `sön 25 okt. 02 (sommartid) ${cells}`,
      `sön 25 okt. 02 (normaltid) ${cells}`,
      `sön 25 okt. 03 ${cells}`,
    ]);
    const coming = rows(need).filter({ hasText: 'mån 26 okt. 14' });
    await expect.poll(() => textOf(coming)).toBe('mån 26 okt. 14 ännu inte – 1,5 –');
    expect(await need.locator('.chart-picture').first().textContent()).toContain('normaltid');
    // nine hours at night of 80 min, two by day of 82, over eleven hours: 80.36 / 60
    await contains(rows(page.locator('table.shifts')).filter({ hasText: 'lör 24 okt. natt' }), [
      '1,3',
      '+0,2',
    ]);
    await page.getByRole('button', { name: '7 dygn' }).click();
    await expect.poll(() => rows(need).count()).toBe(168 + 25);
    await page.reload();
    await expect
      .poll(() => page.getByRole('button', { name: '7 dygn' }).getAttribute('aria-pressed'))
      .toBe('true');
  });
});
