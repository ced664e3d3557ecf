import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { journalFiles } from '../../../services/journal/files.ts';
import { repairState } from '../../../services/state/repair.ts';
import { siteOf, startFilled } from '../../support/filled-state.ts';
import { derivedOf } from '../../support/stored-rows.ts';
import { openServe } from '../../support/test-server.ts';
import { flip } from '../journal/damaged.ts';

const HOSPITAL = { wards: 1, bedsPerWard: 3, days: 1, seed: 5 };
const site = siteOf(HOSPITAL);
const root = mkdtempSync(join(tmpdir(), 'vi-lost-'));
const data = join(root, 'data');
/** Which staffing of the journal is damaged: the first is of the opening roster, later ones change it. */
const STAFFING = [0, 10, 25];

beforeAll(async () => {
  await (await startFilled(data, HOSPITAL)).stop();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function settled(folder: string) {
  const serve = await openServe({ data: folder, site, allowOld: true });
  await serve.start();
  await serve.idle();
  await serve.stop();
  return derivedOf(folder);
}

test('what was given up leaves everything: rows are those of a hospital that never had it', async () => {
  const before = await settled(data);
  for (const which of STAFFING) {
    const repaired = join(root, `repaired-${which}`);
    cpSync(data, repaired, { recursive: true });
    const [file] = await journalFiles(join(repaired, 'journal'));
    const places = [...readFileSync(file!.path, 'latin1').matchAll(/"type":"staffing"/g)];
    flip(file!.path, places[which]!.index);
    const { after } = await repairState({ data: repaired, acceptLoss: true });
    expect(after.givenUp).toBeGreaterThan(0);
    const fresh = join(root, `fresh-${which}`);
    cpSync(join(repaired, 'journal'), join(fresh, 'journal'), { recursive: true });
    const rows = await settled(repaired);
    expect(rows).toEqual(await settled(fresh));
    // and some of it was there
    expect(rows.staffing.length).toBeGreaterThan(0);
    expect(rows.staffing.length).toBeLessThan(before.staffing.length);
  }
});
