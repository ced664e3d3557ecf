import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { pageTest } from './chromium.ts';
import { AUTUMN, hospital } from './hospital.ts';
import { type Lang, looksRight } from './looks.ts';
import { stage } from './stage.ts';
import { textOf } from './tile.ts';
import type { Size, Visit } from './visit.ts';

const it = stage(hospital(AUTUMN, 32));

/** From a Monday two weeks ago to today, the day with an hour twice in it. */
const RANGE = 'from=2026-10-12&to=2026-10-26';
const SHOWN = `/planner?wards=10A,10D&${RANGE}`;

const row = (page: Page, table: string, name: string) =>
  page.locator(`${table} tbody tr`, { has: page.getByRole('rowheader', { name }) });
/** Of a weekday, 1 is Monday, and hour. */
const cell = (page: Page, weekday: number, hour: number) =>
  page
    .locator('table.heat tbody tr')
    .nth(weekday - 1)
    .locator('td')
    .nth(hour);

const PLANNER = {
  sv: {
    shown: '10A, 10D · 2026-10-12 till 2026-10-26 · per dygn · slutliga värden',
    // this evening 0.75 of 1.46 and 3 of 1.37; what is usual has not varied
    evening: {
      '10A': ['−0,7', 'plan 0,8 · behov 1,5 (1,5)'],
      '10D': ['+1,6', 'plan 3,0 · behov 1,4 (1,4)'],
    },
    readout: '10A Medicin A, kväll mån 26 okt. 14–21: −0,7',
    lender: '10D: 1 ssk, +1,6 → +0,6 (vid ovanligt högt behov +0,6), samma typ',
    // sixteen day hours of 87.625 and eight of 80 in 24 hours of 1.5 nurses: 94.5 %
    compared: ['10A', 'medicin', '95', '15', '+27,4', '100'],
    table: 'Visa som tabell',
    midnight: '+0,2',
  },
  en: {
    shown: '10A, 10D · 2026-10-12 to 2026-10-26 · by day · final values',
    evening: {
      '10A': ['−0.7', 'planned 0.8 · required 1.5 (1.5)'],
      '10D': ['+1.6', 'planned 3.0 · required 1.4 (1.4)'],
    },
    readout: '10A Medicin A, evening Mon 26 Oct 14–21: −0.7',
    lender: '10D: 1 RN, +1.6 → +0.6 (if demand is unusually high +0.6), same type',
    compared: ['10A', 'medicine', '95', '15', '+27.4', '100'],
    table: 'Show as table',
    midnight: '+0.2',
  },
} as const;

async function shows({ page }: Visit, lang: Lang): Promise<void> {
  const shown = PLANNER[lang];
  await page.locator('p.shown').getByText(shown.shown).waitFor();
  await page.locator('table.ahead').waitFor();
  await page.locator('.multiple .chart-picture').nth(1).waitFor();
  // by night 10A has 1.5 of 80 / 60, 10D too
  await expect.poll(() => textOf(cell(page, 2, 0))).toBe(shown.midnight);
  for (const [wardId, [figure, parts]] of Object.entries(shown.evening)) {
    // the day shift is on, and not among those to come
    const evening = row(page, 'table.ahead', wardId).locator('td').nth(0);
    await expect.poll(() => textOf(evening)).toBe(figure);
    expect(await evening.getAttribute('title')).toBe(parts);
  }
  await row(page, 'table.ahead', '10A').locator('td').nth(0).click();
  await expect.poll(() => textOf(page.locator('.ahead-readout'))).toContain(shown.readout);
  expect(await textOf(page.locator('.lenders li').first())).toBe(shown.lender);
  const compare = page.locator('compare-panel');
  await compare.getByText(shown.table).click();
  const ward = row(page, 'compare-panel table', '10A');
  await ward.waitFor();
  for (const text of shown.compared) await expect.poll(() => textOf(ward)).toContain(text);
}

describe('the planner', () => {
  for (const size of ['desktop', 'tablet', 'phone'] satisfies Size[]) {
    pageTest(`shows where staffing is short, on a ${size}`, async () => {
      const someone = await it.visit({ size });
      await looksRight(someone, SHOWN, (lang) => shows(someone, lang));
    });
  }

  pageTest('has the heatmap of a ward by need, staffing and gap', async () => {
    const someone = await it.visit();
    const page = await someone.go(`/planner?wards=10A&${RANGE}`);
    const readout = page.locator('.heat-readout');
    const expected = {
      Behov: ['1,5', 'mån 08–09: behov 1,5 i genomsnitt'],
      Bemanning: ['1,3', 'mån 08–09: bemanning 1,3 i genomsnitt'],
      // Mondays at eight: twice 1.5 nurses of 1.46, and one today
      Differens: ['−0,1', 'mån 08–09: differens −0,1 i genomsnitt'],
    };
    for (const [measure, [mean, text]] of Object.entries(expected)) {
      await page.locator('heatmap-panel').getByRole('button', { name: measure }).click();
      await expect.poll(() => textOf(cell(page, 1, 8))).toBe(mean);
      await cell(page, 1, 8).focus();
      await expect.poll(() => textOf(readout)).toContain(text);
      await expect.poll(() => textOf(readout)).toContain('n 3');
    }
    // today it is half past nine: of ten o'clock on Mondays two are known
    await cell(page, 1, 10).focus();
    await expect.poll(() => textOf(readout)).toContain('n 2');
    // the hour that came twice on one of two Sundays
    await cell(page, 7, 2).focus();
    await expect.poll(() => textOf(readout)).toContain('n 3');
    await cell(page, 7, 3).focus();
    await expect.poll(() => textOf(readout)).toContain('n 2');
  });

  pageTest('shows days of 25 hours beside others, by the hour and by the day', async () => {
    const someone = await it.visit();
    const page = await someone.go('/planner?wards=10C&from=2026-10-24&to=2026-10-26&grain=day');
    const history = page.locator('history-panel');
    const rows = history.locator('tbody tr');
    await history.getByText('Visa som tabell').click();
    await expect.poll(() => rows.count()).toBe(3);
    // 1312 by day and 720 in nine hours of the night, over 25 hours: 1.355 of 1.5
    expect((await rows.allInnerTexts()).map((text) => text.split('\t').slice(0, 7))).toEqual([
      ['lör 2026-10-24', '1,4', '1,4–1,4', '1,5', '+0,1', '90', '24/24'],
      ['sön 2026-10-25', '1,4', '1,4–1,4', '1,5', '+0,1', '90', '25/25'],
      ['mån 2026-10-26', '1,3', '1,3–1,3', '1,5', '+0,2', '90', '10/24'],
    ]);
    await someone.go('/planner?wards=10C&from=2026-10-25&to=2026-10-25&grain=hour');
    await history.getByText('Visa som tabell').click();
    await expect.poll(() => rows.count()).toBe(25);
    const labels = await rows.locator('th').allInnerTexts();
    expect(labels.slice(1, 5)).toEqual([
      'sön 25 okt. 01',
      'sön 25 okt. 02 (sommartid)',
      'sön 25 okt. 02 (normaltid)',
      'sön 25 okt. 03',
    ]);
  });
});
