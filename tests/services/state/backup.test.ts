import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decode } from '../../../pipelines/events/decode.ts';
import { eventRules } from '../../../pipelines/events/event-rules.ts';
import { AdapterJournal } from '../../../services/adapters/journal/journal.ts';
import { journalFiles } from '../../../services/journal/files.ts';
import { headPaths } from '../../../services/security/audit/audit-head.ts';
import { AuditLog } from '../../../services/security/audit/audit-log.ts';
import { type Backup, backup } from '../../../services/state/backup.ts';
import { erase } from '../../../services/state/erasure/erase.ts';
import { examine, type Finding } from '../../../services/state/examine.ts';
import { repairState } from '../../../services/state/repair.ts';
import { restore } from '../../../services/state/restore.ts';
import { cli } from '../../support/cli.ts';
import { siteOf, startFilled } from '../../support/filled-state.ts';
import { derivedOf, rowsOf } from '../../support/stored-rows.ts';
import { openServe } from '../../support/test-server.ts';
import { flip } from '../journal/damaged.ts';

const HOSPITAL = { wards: 2, bedsPerWard: 2, days: 1, seed: 5 };
const site = siteOf(HOSPITAL);
const root = mkdtempSync(join(tmpdir(), 'vi-backup-'));
const data = join(root, 'data');
let encounterId: string;
/** Before the second day, and after it. */
let [first, second]: Backup[] = [];

let folders = 0;
const newFolder = () => join(root, `folder-${folders++}`);
function copyOf(folder: string): string {
  const copy = newFolder();
  cpSync(folder, copy, { recursive: true });
  return copy;
}

beforeAll(async () => {
  await (await startFilled(data, HOSPITAL)).stop();
  first = await backup({ data, to: join(root, 'first') });
  const serve = await startFilled(data, { ...HOSPITAL, days: 2 });
  const broken = [{ offset: 0, bytes: Buffer.from('{"id":"broken"}') }];
  await serve.ingest.queue.submit(decode(broken, eventRules(site)), {
    subject: 'adt',
    sources: '*',
  });
  await serve.stop();
  await settled(data);
  second = await backup({ data, to: join(root, 'second') });
  const [row] = await rowsOf<{ id: string }>(
    data,
    'scorer',
    'select min(encounter_id) as id from encounter_hour',
  );
  encounterId = row!.id;
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Runs a server until everything is scored and served. */
async function settled(folder: string): Promise<void> {
  const serve = await openServe({ data: folder, site });
  await serve.start();
  await serve.stop();
}

async function findings(folder: string): Promise<Finding[]> {
  const found: Finding[] = [];
  for await (const finding of examine({ data: folder })) found.push(finding);
  return found;
}

/** What is called damaged, and by what command it is repaired. */
const damage = async (folder: string) =>
  (await findings(folder)).flatMap(({ level, of, what }) =>
    level === 'damage' ? [[of, what]] : [],
  );

const filesOf = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .toSorted();

describe('the journal of adapters', () => {
  const extract = { kind: 'hl7-adt', visit: 'V', patient: null, body: {} };
  const record = { channel: 'adt', receivedAt: 0, notes: [] };
  const open = (folder: string) =>
    AdapterJournal.open(join(folder, 'adapters.duckdb'), { keyId: 'aaaaaaaa' });

  /** What a restored backup has of it. */
  async function restored(made: Backup): Promise<unknown[]> {
    const folder = newFolder();
    await restore({ data: folder, from: made.folder });
    return rowsOf(folder, 'adapters', 'select visit from extract order by visit');
  }

  test('is in a backup, with a server that has it open, one that has not, and none', async () => {
    const folder = copyOf(data);
    let journal = await open(folder);
    await journal.take([{ ...record, extracts: [extract] }]);
    await journal.close();
    expect(await restored(await backup({ data: folder, to: newFolder() }))).toEqual([
      { visit: 'V' },
    ]);

    const serve = await openServe({ data: folder, site });
    await serve.start();
    try {
      expect(await restored(await backup({ data: folder, to: newFolder() }))).toEqual([
        { visit: 'V' },
      ]);
      journal = await open(folder);
      serve.backUp(journal.warehouse);
      await journal.take([{ ...record, extracts: [{ ...extract, visit: 'W' }] }]);
      expect(await restored(await backup({ data: folder, to: newFolder() }))).toEqual([
        { visit: 'V' },
        { visit: 'W' },
      ]);
      serve.backUp(undefined);
      await journal.close();
    } finally {
      await serve.stop();
    }
  });
});

describe('a restored state', () => {
  test('has all that its head notes, and what is removed of it is missed', async () => {
    const folder = newFolder();
    await restore({ data: folder, from: second!.folder });
    expect(await damage(folder)).toEqual([]);
    const [{ last }] = (await rowsOf(
      folder,
      'ingest',
      'select max(number) as last from dead_letter',
    )) as [{ last: number }];
    expect(last).toBeGreaterThan(0);
    for (const name of ['ingest', 'serving']) rmSync(join(folder, `${name}.duckdb`));
    expect(await damage(folder)).toEqual([
      ['serving.duckdb', expect.stringContaining('is not there')],
      ['ingest.duckdb', expect.stringContaining(`there were up to ${last}`)],
    ]);
  });

  test('has the line of the audit that is noted as its last, however much it grew meanwhile', async () => {
    const folder = copyOf(data);
    const append = async (of: string) => {
      const log = new AuditLog(join(of, 'audit'), Date.now, null, headPaths(join(of, 'audit')));
      await log.open();
      await log.append({ note: 'an encounter is to be erased', by: 'x', encounterId: 'E1' });
      await log.close();
    };
    await append(folder);
    // as they are one line later
    const later = copyOf(folder);
    await append(later);
    const [file] = readdirSync(join(later, 'audit'));
    const grown = readFileSync(join(later, 'audit', file!), 'utf8');
    const before = readFileSync(join(folder, 'audit', file!), 'utf8');
    let steps = 0;
    const made = await backup({
      ...{ data: folder, to: newFolder(), journalOnly: true },
      // the line is written after the first of them is copied, and the rest is noted at once
      onProgress: (name) => {
        if (!name.startsWith('audit') || ++steps !== 2) return;
        appendFileSync(join(folder, 'audit', file!), grown.slice(before.length));
        for (const head of ['audit-head.json', 'audit-head.copy.json']) {
          cpSync(join(later, head), join(folder, head));
        }
      },
    });
    expect(steps).toBeGreaterThan(2);
    const restored = newFolder();
    await restore({ data: restored, from: made.folder });
    expect(await damage(restored)).toEqual([]);

    // without its last line it is damaged, and the command that is named ends that
    writeFileSync(join(restored, 'audit', file!), before);
    const [cut] = (await findings(restored)).filter(({ level }) => level === 'damage');
    expect(cut!.command).toBe(`npm run cli -- audit accept --data ${restored}`);
    expect(cli(...cut!.command!.split(' ').slice(4)).status).toBe(0);
    expect(await damage(restored)).toEqual([]);
  });
});

test('a restore that was cut short is started again with any backup, and has no file of the first', async () => {
  const folder = newFolder();
  const cutOff = restore({
    ...{ data: folder, from: second!.folder },
    onProgress: (name) => {
      // all files of it are verified, then copied
      if (name === 'serving.duckdb' && existsSync(join(folder, 'scorer.duckdb'))) {
        writeFileSync(join(folder, 'journal', '000000000000999-2026-01-01.ndjson'), '');
        throw new Error('cut off');
      }
    },
  });
  await expect(cutOff).rejects.toThrow('cut off');
  expect(await damage(folder)).toContainEqual(['restoring', expect.stringContaining('again')]);
  await expect(openServe({ data: folder, site })).rejects.toThrow(/cut short: start it again/);
  await restore({ data: folder, from: first!.folder });
  expect(filesOf(folder)).toEqual(Object.keys(first!.manifest.files).toSorted());
  expect(await damage(folder)).toEqual([]);
});

describe('restore --only', () => {
  test('puts an older file back, which catches up with the rest', async () => {
    const expected = await derivedOf(data);
    for (const files of [['scorer.duckdb'], ['serving.duckdb', 'ingest.duckdb']]) {
      const folder = copyOf(data);
      for (const only of files) {
        writeFileSync(join(folder, only), 'damaged');
        await restore({ data: folder, from: first!.folder, only });
        expect(readFileSync(join(folder, `${only}.before`), 'utf8')).toBe('damaged');
      }
      expect(await damage(folder), `${files}`).toEqual([]);
      await settled(folder);
      expect(await derivedOf(folder), `${files}`).toEqual(expected);
      expect(await damage(folder), `${files}`).toEqual([]);
    }
  });

  test('refuses a file of another journal, or a folder without one, and leaves them as they are', async () => {
    const other = newFolder();
    await (await startFilled(other, { ...HOSPITAL, days: 1, seed: 6 })).stop();
    const empty = newFolder();
    for (const [folder, why] of [
      [other, /is of another journal/],
      [empty, /no journal/],
    ] as const) {
      const before = existsSync(folder) ? filesOf(folder) : null;
      const refused = restore({ data: folder, from: first!.folder, only: 'serving.duckdb' });
      await expect(refused).rejects.toThrow(why);
      expect(existsSync(folder) ? filesOf(folder) : null).toEqual(before);
    }
    await expect(
      restore({ data: copyOf(data), from: first!.folder, only: 'head.json' }),
    ).rejects.toThrow(
      /--only head.json: the backup has ingest.duckdb, scorer.duckdb, serving.duckdb/,
    );
  });
});

test('a repair takes the newest of a folder of backups, as a restore does', async () => {
  const folder = copyOf(data);
  const [file] = await journalFiles(join(folder, 'journal'));
  const whole = readFileSync(file!.path);
  flip(file!.path, 3_000);
  const from = join(root, 'second');
  const { repaired } = await repairState({ data: folder, from, acceptLoss: false });
  expect(repaired!.lost).toEqual([]);
  expect(readFileSync(file!.path)).toEqual(whole);
  const none = repairState({ data: copyOf(data), from: newFolder(), acceptLoss: false });
  await expect(none).rejects.toThrow(/has no backup/);
});

test('what comes back from a backup before an erasure is said', async () => {
  const folder = copyOf(data);
  await erase({ data: folder, encounterId });
  const { erasures } = await restore({
    ...{ data: folder, from: second!.folder, only: 'serving.duckdb' },
  });
  expect(erasures).toBe(1);
  await erase({ data: folder, encounterId });
  const hours = `from encounter_hour where encounter_id = '${encounterId}'`;
  expect(await rowsOf(folder, 'serving', hours)).toEqual([]);
  const [file] = await journalFiles(join(folder, 'journal'));
  flip(file!.path, 3_000);
  const repaired = await repairState({ data: folder, from: second!.folder, acceptLoss: false });
  expect(repaired.erasures).toBe(2);
  await erase({ data: folder, encounterId });
  expect(readFileSync(file!.path, 'utf8')).not.toContain(encounterId);
  expect(await damage(folder)).toEqual([]);
});
