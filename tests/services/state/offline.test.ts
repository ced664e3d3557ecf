import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Micros } from '../../../schemas/instant.ts';
import { journalFiles } from '../../../services/journal/files.ts';
import { backup } from '../../../services/state/backup.ts';
import { erase } from '../../../services/state/erasure/erase.ts';
import { rebuildScorer, rebuildServing } from '../../../services/state/rebuild.ts';
import { repairState } from '../../../services/state/repair.ts';
import { restore } from '../../../services/state/restore.ts';
import { rewindJournal } from '../../../services/state/rewind.ts';
import { siteOf, startFilled } from '../../support/filled-state.ts';
import { rowsOf } from '../../support/stored-rows.ts';
import { openServe } from '../../support/test-server.ts';
import { flip } from '../journal/damaged.ts';

const HOSPITAL = { wards: 2, bedsPerWard: 4, days: 1, seed: 5 };
const site = siteOf(HOSPITAL);
const root = mkdtempSync(join(tmpdir(), 'vi-offline-'));
const data = join(root, 'data');
const backups = join(root, 'backups');
const REWIND = (Date.parse('2026-01-05T12:00:00Z') * 1000) as Micros;
let encounterId: string;

beforeAll(async () => {
  await (await startFilled(data, HOSPITAL)).stop();
  await backup({ data, to: backups });
  const [row] = await rowsOf<{ id: string }>(
    data,
    'scorer',
    'select min(encounter_id) as id from encounter_hour',
  );
  encounterId = row!.id;
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

let copies = 0;
function copyOf(folder: string): string {
  const copy = join(root, `copy-${copies++}`);
  cpSync(folder, copy, { recursive: true });
  return copy;
}

/** The bytes of every file but for the audit, which notes who tried; a database is not opened in vain either. */
function bytesOf(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((each) => each.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((path) => [path.slice(folder.length + 1), readFileSync(path).toString('base64')])
      .filter(([name]) => !name!.startsWith('audit')),
  );
}

/** What changes the files of a stopped server, or copies them. */
const WORK: Record<string, (data: string) => Promise<unknown>> = {
  rebuild: (data) => rebuildScorer({ data, site }),
  'rebuild --serving': (data) => rebuildServing({ data, site }),
  'restore --only': (data) => restore({ data, from: backups, only: 'serving.duckdb' }),
  'state rewind': (data) => rewindJournal(data, REWIND),
  backup: (data) => backup({ data, to: join(root, 'other-backups') }),
};
const REPAIR = { 'log repair': (data: string) => repairState({ data, acceptLoss: true }) };
const ERASE = { erase: (data: string) => erase({ data, encounterId }) };

/** An erasure that was cut off once the scorer's file was done. */
async function erasedInPart(): Promise<string> {
  const folder = copyOf(data);
  const cutOff = erase({
    ...{ data: folder, encounterId },
    onStep: (step) => {
      if (step === 'scorer.duckdb: replaced') throw new Error('cut off');
    },
  });
  await expect(cutOff).rejects.toThrow('cut off');
  return folder;
}

describe('where an erasure was cut off', () => {
  let part: string;
  beforeAll(async () => {
    part = await erasedInPart();
  });

  test.each(Object.entries(WORK))('%s refuses, and changes nothing', async (_, work) => {
    const folder = copyOf(part);
    const before = bytesOf(folder);
    await expect(work(folder)).rejects.toThrow(
      /erasure that began at .* Run the same command again/,
    );
    expect(bytesOf(folder)).toEqual(before);
  });

  test('a journal that is damaged is repaired from a backup, and the erasure then finished', async () => {
    const folder = copyOf(part);
    const [file] = await journalFiles(join(folder, 'journal'));
    flip(file!.path, 5_000);
    await expect(ERASE.erase(folder)).rejects.toThrow(/damaged.*doctor/);
    await repairState({
      data: folder,
      from: join(backups, readdirSync(backups)[0]!),
      acceptLoss: false,
    });
    await ERASE.erase(folder);
    for (const name of ['scorer', 'serving']) {
      const found = await rowsOf(
        ...([folder, name] as const),
        `from encounter_hour where encounter_id = '${encounterId}'`,
      );
      expect(found).toEqual([]);
    }
    const texts = (await journalFiles(join(folder, 'journal'))).map(({ path }) =>
      readFileSync(path),
    );
    expect(texts.some((text) => text.includes(encounterId))).toBe(false);
  });
});

describe('where a restore was cut short', () => {
  test.each(Object.entries({ ...WORK, ...REPAIR, ...ERASE }))(
    '%s refuses, and changes nothing',
    async (_, work) => {
      const folder = copyOf(data);
      writeFileSync(join(folder, 'restoring'), '');
      const before = bytesOf(folder);
      await expect(work(folder)).rejects.toThrow(/restore into .* was cut short: start it again/);
      expect(bytesOf(folder)).toEqual(before);
    },
  );
});

describe('where the journal lacks what was acknowledged last', () => {
  const { 'restore --only': _, 'rebuild --serving': __, ...others } = WORK;

  test.each(Object.entries({ ...others, ...ERASE }))(
    '%s refuses: it would be lost for good',
    async (_, work) => {
      const folder = copyOf(data);
      const file = (await journalFiles(join(folder, 'journal'))).at(-1)!;
      // at the end of a link, where nothing shows but by the head
      const lines = readFileSync(file.path, 'utf8').trimEnd().split('\n');
      const links = lines.flatMap((line, index) => (line.startsWith('{"link"') ? [index] : []));
      writeFileSync(file.path, `${lines.slice(0, links.at(-3)! + 1).join('\n')}\n`);
      const before = bytesOf(folder);
      await expect(work(folder)).rejects.toThrow(/were acknowledged; the journal has .*doctor/);
      expect(bytesOf(folder)).toEqual(before);
    },
  );
});

test('a server whose scorer.duckdb was removed under it keeps others out of the folder', async () => {
  const folder = copyOf(data);
  const server = await openServe({ data: folder, site });
  try {
    rmSync(join(folder, 'scorer.duckdb'));
    for (const work of [WORK.rebuild, WORK['state rewind'], REPAIR['log repair']]) {
      await expect(work!(folder)).rejects.toThrow(/A server runs on .*stop it first. Nothing was/);
    }
  } finally {
    await server.stop();
  }
});
