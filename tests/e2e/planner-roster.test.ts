import { describe, expect } from 'vitest';
import { pageTest } from './chromium.ts';
import { AUTUMN, hospital } from './hospital.ts';
import { isThere } from './planner-parts.ts';
import { stage } from './stage.ts';

const it = stage(hospital(AUTUMN, 32));

/** As Swedish systems write it: semicolons, windows-1252. */
const ROSTER = [
  'Enhet;Anst;Yrkeskategori;Datum;Start;Slut;Aktivitet',
  'Kirurgi B;1001;Sjuksköterska;2026-10-27;07:00;15:00;Arbete',
  'Kirurgi B;1002;Undersköterska;2026-10-27;07:00;15:00;Semester',
  'Kirurgi B;1003;Specialistsjuk;2026-10-27;07:00;09:00;Arbete',
  'Kirurgi B;1004;Sjuksköterska;2026-10-27;kl. 7;15:00;Arbete',
].join('\r\n');

describe('the planner', () => {
  pageTest('takes in a roster after it has shown what changes', async () => {
    const someone = await it.visit();
    const page = await someone.go('/planner');
    await isThere(someone);
    await page.getByRole('button', { name: 'Läs in schema' }).click();
    const dialog = page.getByRole('dialog', { name: 'Läs in schema' });
    const apply = dialog.getByRole('button', { name: 'Ta in' });
    expect(await apply.isDisabled()).toBe(true);
    await dialog.getByLabel('Schemafil').setInputFiles({
      ...{ name: 'schema.csv', mimeType: 'text/csv', buffer: Buffer.from(ROSTER, 'latin1') },
    });
    const row = dialog.locator('.roster-days tbody tr');
    await expect.poll(() => row.allInnerTexts()).toEqual(['20B · 2026-10-27\t8\t0\t0\t0\t8']);
    const mistakes = dialog.locator('.roster-mistakes tbody tr');
    expect(await mistakes.allInnerTexts()).toEqual([
      '4\tYrkeskategori\tokänt yrke, raden räknas inte: Specialistsjuk',
      '5\tStart\ttid saknas eller går inte att läsa, raden räknas inte',
    ]);
    await dialog.getByLabel('Specialistsjuk (rader: 1)').selectOption({ label: 'ssk' });
    await expect.poll(() => row.allInnerTexts()).toEqual(['20B · 2026-10-27\t8\t0\t0\t0\t10']);
    await apply.click();
    await dialog.getByText('Schemat är inläst.').waitFor();
    const staffing = await page
      .context()
      .request.get(
        new URL(
          '/v1/export/staffing?from=2026-10-27T00:00:00Z&to=2026-10-28T00:00:00Z&wards=20B&format=json',
          page.url(),
        ).href,
      );
    const items = (await staffing.json()) as { role: string; headcount: number }[];
    expect(items.map(({ headcount }) => headcount)).toEqual([2, 2, 1, 1, 1, 1, 1, 1]);
    await dialog.getByRole('button', { name: 'Stäng' }).click();
  });
});
