import { readFile } from 'node:fs/promises';
import type { Locator } from 'playwright-core';
import { describe, expect } from 'vitest';
import { pageTest } from './chromium.ts';
import { AUTUMN, hospital } from './hospital.ts';
import { FORTNIGHT, isThere } from './planner-parts.ts';
import { stage } from './stage.ts';
import type { Visit } from './visit.ts';

const it = stage(hospital(AUTUMN, 32));

/** What a link gives, as rows of cells, the headings first. */
async function csv({ page }: Visit, panel: string, index = 0): Promise<string[][]> {
  const link = page.locator(panel).getByRole('link', { name: /^CSV/ }).nth(index);
  const href = (await link.getAttribute('href'))!;
  const answer = await page.context().request.get(new URL(href, page.url()).href);
  expect(answer.headers()['content-type']).toContain('text/csv');
  return rowsOf(await answer.text());
}

/** The rows of a file that the page writes itself. */
async function downloaded({ page }: Visit, link: Locator): Promise<string[][]> {
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  expect(download.suggestedFilename()).toBe('planned.csv');
  return rowsOf(await readFile(await download.path(), 'utf8'));
}

function rowsOf(text: string): string[][] {
  expect(text[0]).toBe('\ufeff');
  return text
    .slice(1)
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(';'));
}

/** A number of a file, as the page writes it: one decimal, and a sign that is no hyphen. */
function written(text: string, isSigned: boolean): string {
  const value = Number(text.replace(',', '.'));
  const size = Math.abs(value).toLocaleString('sv-SE', {
    ...{ minimumFractionDigits: 1, maximumFractionDigits: 1 },
  });
  if (size === '0,0' || (value > 0 && !isSigned)) return size;
  return `${value < 0 ? '−' : '+'}${size}`;
}

const column = (rows: readonly string[][], heading: string) => {
  const index = rows[0]!.indexOf(heading);
  expect(index, heading).toBeGreaterThanOrEqual(0);
  return rows.slice(1).map((row) => row[index]!);
};

describe('what is taken along from the planner', () => {
  pageTest('is files of exactly what it shows', async () => {
    const someone = await it.visit();
    const page = await someone.go(`/planner?wards=10A,10C&${FORTNIGHT}&measure=gap`);
    await isThere(someone);

    const heat = await csv(someone, 'heatmap-panel');
    const means = column(heat, 'differens, medelvärde').map((mean) => written(mean, true));
    expect(means).toHaveLength(7 * 24);
    expect(await page.locator('table.heat td').allInnerTexts()).toEqual(means);

    const compared = await csv(someone, 'compare-panel');
    await page.locator('compare-panel').getByText('Visa som tabell').click();
    const wards = page.locator('compare-panel tbody tr');
    await expect.poll(() => wards.count()).toBe(4);
    expect(await wards.locator('th').allInnerTexts()).toEqual(column(compared, 'avdelning'));
    const gaps = column(compared, 'differens (timmar)').map((gap) => written(gap, true));
    expect(await wards.locator('td:nth-child(7)').allInnerTexts()).toEqual(gaps);

    const history = await csv(someone, 'history-panel');
    for (const table of await page.locator('history-panel').getByText('Visa som tabell').all()) {
      await table.click();
    }
    const days = page.locator('history-panel .chart-table tbody tr');
    await expect.poll(() => days.count()).toBe(2 * 14);
    expect(history).toHaveLength(1 + 2 * 14);
    // the file is in order of time, the page a ward after the other
    const ofWard = (wardId: string) => [history[0]!, ...history.filter(([id]) => id === wardId)];
    const perHour = ['10A', '10C'].flatMap((wardId) =>
      column(ofWard(wardId), 'differens per timme').map((gap) => written(gap, true)),
    );
    expect(await days.locator('td:nth-child(5)').allInnerTexts()).toEqual(perHour);

    await page.locator('ahead-panel').getByRole('button', { name: 'Valda avdelningar' }).click();
    const ward = (wardId: string) =>
      page.locator('table.ahead tbody tr', { has: page.getByRole('rowheader', { name: wardId }) });
    // the sum of two, and the two: 41 shifts from this evening on
    await expect.poll(() => page.locator('table.ahead tbody tr').count()).toBe(3);
    const ahead = await downloaded(someone, page.locator('ahead-panel .exports a').first());
    expect(ahead).toHaveLength(1 + 2 * 41);
    const ofAhead = (wardId: string) => [ahead[0]!, ...ahead.filter((row) => row[3] === wardId)];
    for (const wardId of ['10A', '10C']) {
      const differences = column(ofAhead(wardId), 'Differens');
      expect(differences.filter((gap) => gap !== '').length).toBeGreaterThan(3);
      const cells = (await ward(wardId).locator('td').allInnerTexts()).map((text) => text.trim());
      differences.forEach((gap, i) => {
        if (gap !== '') expect(cells[i]).toBe(written(gap, true));
        else expect(cells[i]).toMatch(/^(–.*|schema saknas|normalt behov ännu inte känt)$/s);
      });
    }
    // and what it is computed from
    const planned = await csv(someone, 'ahead-panel', 1);
    expect(planned).toHaveLength(1 + 10 * 41);
    const parquet = page.locator('heatmap-panel').getByRole('link', { name: /^Parquet/ });
    const file = await page
      .context()
      .request.get(new URL((await parquet.getAttribute('href'))!, page.url()).href);
    expect((await file.body()).subarray(0, 4).toString()).toBe('PAR1');
  });

  pageTest('is a print without its controls', async () => {
    const someone = await it.visit();
    const page = await someone.go(`/planner?wards=10A&${FORTNIGHT}`);
    await isThere(someone);
    await page.emulateMedia({ media: 'print' });
    await page.getByText('Utskriftsdatum 2026-10-26 09:30').waitFor();
    for (const hidden of [
      'nav.screens',
      '.choice-bar',
      '.exports',
      '.choices',
      '.panel-head button',
    ]) {
      const parts = await page.locator(hidden).all();
      expect(parts.length, hidden).toBeGreaterThan(0);
      for (const part of parts) expect(await part.isVisible(), hidden).toBe(false);
    }
    expect(await page.locator('table.heat').isVisible()).toBe(true);
    expect(await page.locator('p.shown').isVisible()).toBe(true);
    // dark on the screen, it is black on white on paper, and the colours of the heatmap are kept
    await page.evaluate('document.documentElement.dataset.theme = "dark"');
    const style = (selector: string, property: string) =>
      page.evaluate<string>(
        `getComputedStyle(document.querySelector('${selector}')).getPropertyValue('${property}')`,
      );
    expect(await style('html', 'background-color')).toBe('rgb(255, 255, 255)');
    expect(await style('h2', 'color')).toBe('rgb(0, 0, 0)');
    expect(await style('[data-heat]', 'print-color-adjust')).toBe('exact');
    // nothing is left in a box that paper cannot scroll
    expect(await style('.heat-scroll', 'overflow')).toBe('visible');
    // A4 landscape between its margins is 273 mm: every day is on it, the last as the first
    const onScreen = await page.locator('grid-table th[colspan]').allTextContents();
    expect(onScreen.length).toBeGreaterThanOrEqual(14);
    await page.setViewportSize({ width: Math.floor((273 / 25.4) * 96), height: 900 });
    await page.evaluate('dispatchEvent(new Event("beforeprint"))');
    const printed = page.locator('printed-grid th[colspan]');
    expect(await printed.allTextContents()).toEqual(onScreen);
    const widest = `Math.max(...[...document.querySelectorAll('printed-grid :is(th, td)')].map(
      (cell) => Math.max(cell.getBoundingClientRect().right, cell.getBoundingClientRect().left + cell.scrollWidth)))`;
    expect(await page.evaluate<number>(widest)).toBeLessThanOrEqual(1032);
    expect(await someone.overflow()).toBe(0);
    const type = await style('printed-grid td', 'font-size');
    expect(Number.parseFloat(type)).toBeGreaterThan((7 / 72) * 96);
    // the tables have the figures of the one on the screen
    const onPaper = await page.locator('printed-grid td').allInnerTexts();
    const cells = await page.locator('grid-table td').allTextContents();
    const figures = (texts: string[]) => texts.filter((text) => /[+−]\d/.test(text)).length;
    expect(figures(onPaper)).toBe(figures(cells));
    expect(figures(onPaper)).toBeGreaterThan(20);
    await page.emulateMedia({ media: 'screen' });
    expect(await style('html', 'background-color')).not.toBe('rgb(255, 255, 255)');
    const pdf = await page.pdf({ format: 'A4', landscape: true, printBackground: true });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  });
});
