import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { simulatedSite } from '../../../pipelines/sources/simulator/hospital.ts';
import { site as siteSchema } from '../../../schemas/site.ts';
import { journalFiles } from '../../../services/journal/files.ts';
import { Journal } from '../../../services/journal/journal.ts';
import { JournalReader } from '../../../services/journal/reader.ts';
import { verifyJournal } from '../../../services/journal/verify.ts';
import { readHead } from '../../../services/state/head.ts';
import { repairState } from '../../../services/state/repair.ts';
import { cli } from '../../support/cli.ts';
import { DAY, filledState, flip, noteHead, rate, SENDERS, stateFolder } from './damaged.ts';

/** The positions and ids of a journal, as a server reads it. */
async function read(folder: string): Promise<[number, string][]> {
  const journal = (await Journal.open(folder))!;
  const reader = new JournalReader(journal);
  const found: [number, string][] = [];
  try {
    for (let from = 0; ; ) {
      const chunk = await reader.read(from, 5);
      if (chunk === null) return found;
      for (const [index, { id }] of chunk.events.entries()) {
        found.push([chunk.positions[index]!, id]);
      }
      from = chunk.next;
    }
  } finally {
    await reader.close();
    await journal.close();
  }
}

const numbers = (...ranges: [number, number][]): [number, string][] =>
  ranges.flatMap(([from, to]) =>
    Array.from({ length: to - from }, (_, n): [number, string] => [from + n, `${from + n}`]),
  );

/** A copy of a state: its backup. */
function backupOf(data: string): string {
  const backup = stateFolder();
  cpSync(data, backup, { recursive: true });
  return backup;
}

const bytesOf = (folder: string) =>
  Object.fromEntries(
    readdirSync(folder)
      .filter((name) => !name.endsWith('.damaged'))
      .map((name) => [name, readFileSync(join(folder, name)).toString('base64')]),
  );

/** What may happen to a file, by where in it. */
const DAMAGE: Record<string, (path: string, part: number) => void> = {
  'a flipped bit': (path, part) => flip(path, Math.floor(part * readFileSync(path).length)),
  truncation: (path, part) => truncateSync(path, Math.floor(part * readFileSync(path).length)),
  'zeros at the end': (path, part) => {
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(0, Math.floor(part * bytes.length)));
  },
  absence: (path) => rmSync(path),
};

/** Damage of one to three files: which file, what, and where in it. */
const damages = fc.array(
  fc.tuple(
    fc.nat(3),
    fc.constantFrom(...Object.keys(DAMAGE)),
    fc.double({ min: 0, max: 0.999, noNaN: true }),
  ),
  { minLength: 1, maxLength: 3 },
);

describe('log repair --from', () => {
  test('gives the journal as it was, to the byte, whatever happened to whichever files', async () => {
    const { data, folder, files } = await filledState();
    const backup = backupOf(data);
    const whole = bytesOf(folder);
    await fc.assert(
      fc.asyncProperty(damages, async (drawn) => {
        rmSync(folder, { recursive: true });
        cpSync(join(backup, 'journal'), folder, { recursive: true });
        for (const [index, kind, part] of drawn) {
          const { path } = files[index]!;
          if (existsSync(path)) DAMAGE[kind]!(path, part);
        }
        const { after } = await repairState({ data, from: backup, acceptLoss: false });
        expect(after.damage).toEqual([]);
        expect(after.hash).toBe((await readHead(backup))!.journal.hash);
        expect(bytesOf(folder)).toEqual(whole);
      }),
      { numRuns: 40 },
    );
  });

  test('refuses another journal, and a backup that lacks what is damaged', async () => {
    const { data, folder, files } = await filledState();
    const backup = backupOf(data);
    const { data: other } = await filledState();
    rmSync(files[2]!.path);
    const before = bytesOf(folder);
    await expect(repairState({ data, from: other, acceptLoss: false })).rejects.toThrow(
      /another journal. Nothing was changed/,
    );
    rmSync(files[2]!.path.replace(data, backup));
    await expect(repairState({ data, from: backup, acceptLoss: false })).rejects.toThrow(
      /the records 12 to 17 cannot be repaired from there either/,
    );
    expect(bytesOf(folder)).toEqual(before);
  });
});

describe('log repair --accept-loss', () => {
  test('keeps all that can be read, with its position, whatever happened; and the journal goes on', async () => {
    await fc.assert(
      fc.asyncProperty(damages, async (drawn) => {
        const { data, folder, files } = await filledState();
        for (const [index, kind, part] of drawn) {
          const { path } = files[index]!;
          if (existsSync(path)) DAMAGE[kind]!(path, part);
        }
        const head = (await readHead(data))!;
        const before = await verifyJournal(folder, head.journal);
        if (before.damage.length === 0) return;
        // what is lost is known where every bound of it is
        const { repaired, after } = await repairState({ data, acceptLoss: true });
        expect(after).toMatchObject({ damage: [], end: 24 });
        const lost = repaired!.lost.flatMap(({ from, to }) => numbers([from, to]).map(([n]) => n));
        const left = numbers([0, 24]).filter(([n]) => !lost.includes(n));
        expect(await read(folder)).toEqual(left);
        expect(after.givenUp).toBe(lost.length);
        // whole files lose nothing
        const hurt = new Set(drawn.map(([index]) => index));
        expect(lost.every((n) => hurt.has(Math.floor(n / 6)))).toBe(true);
        const journal = (await Journal.open(folder))!;
        await journal.append({ events: [rate('24')], senders: SENDERS });
        const { id, end, endHash: hash } = journal;
        await journal.close();
        expect((await verifyJournal(folder, { id, end, hash })).damage).toEqual([]);
        expect(await read(folder)).toEqual([...left, [24, '24']]);
      }),
      { numRuns: 40 },
    );
  });

  test('is refused before anything is changed where it is not said', async () => {
    const { data, folder, files } = await filledState();
    flip(files[1]!.path, 100);
    const before = bytesOf(folder);
    const refused = cli('log', 'repair', '--data', data, '--quiet');
    expect(refused.status).toBe(1);
    expect(refused.stderr).toMatch(/the records 6 to 11 cannot be repaired.*--accept-loss/);
    expect(bytesOf(folder)).toEqual(before);
    const accepted = cli('log', 'repair', '--data', data, '--accept-loss', '--quiet');
    expect(accepted.status).toBe(0);
    expect(accepted.stdout).toContain('lost: 6 to 11.');
    expect(existsSync(`${files[1]!.path}.damaged`)).toBe(true);
    expect(await read(folder)).toEqual(numbers([0, 6], [12, 24]));
    expect(cli('log', 'repair', '--data', data).stdout).toMatch(/^Nothing is damaged\.\n/);
  });

  test('goes on where all files of what was acknowledged are gone but the first', async () => {
    const { data, folder, files } = await filledState();
    for (const { path } of files.slice(1)) rmSync(path);
    const { after } = await repairState({ data, acceptLoss: true });
    expect(after).toMatchObject({ damage: [], end: 24, givenUp: 18 });
    expect(await read(folder)).toEqual(numbers([0, 6]));
    expect((await readHead(data))!.journal).toMatchObject({ end: 24, hash: after.hash });
  });
});

describe('links that are no events', () => {
  const REWIND = { kind: 'rewind', to: '2026-11-02T00:00:00.000000Z' } as const;
  const noted = (wards: number) => ({
    site: siteSchema.parse(simulatedSite({ wards, bedsPerWard: 2 })),
    former: [],
  });

  /** A journal of 4 days: on the first a site file is noted, on the second another and a rewind. */
  async function notedState() {
    const data = stateFolder();
    const folder = join(data, 'journal');
    let now = DAY;
    let journal = await Journal.create(folder, 0, { now: () => now });
    for (let day = 0; day < 4; day++) {
      now = DAY + day * 86_400_000;
      await journal.append({ events: [rate(`${day * 2}`)], senders: SENDERS });
      if (day === 0) await journal.noteSite(noted(1));
      if (day === 1) await journal.noteSite(noted(2));
      if (day === 1) await journal.note(REWIND);
      await journal.append({ events: [rate(`${day * 2 + 1}`)], senders: SENDERS });
    }
    await journal.close();
    journal = (await Journal.open(folder, { now: () => now }))!;
    const { id, end, endHash: hash } = journal;
    await journal.close();
    noteHead(data, { id, end, hash });
    return { data, folder, files: await journalFiles(folder) };
  }

  const said = async (folder: string) => {
    const journal = (await Journal.open(folder))!;
    await journal.close();
    return { site: journal.site?.site.wards.length, rewinds: journal.rewinds };
  };

  test('come back from a backup to the byte, whatever happened to whichever files', async () => {
    const { data, folder, files } = await notedState();
    const backup = backupOf(data);
    const whole = bytesOf(folder);
    await fc.assert(
      fc.asyncProperty(damages, async (drawn) => {
        rmSync(folder, { recursive: true });
        cpSync(join(backup, 'journal'), folder, { recursive: true });
        for (const [index, kind, part] of drawn) {
          const { path } = files[index]!;
          if (existsSync(path)) DAMAGE[kind]!(path, part);
        }
        const { after } = await repairState({ data, from: backup, acceptLoss: false });
        expect(after.damage).toEqual([]);
        expect(bytesOf(folder)).toEqual(whole);
      }),
      { numRuns: 30 },
    );
  }, 120_000);

  test('of files that are whole count on, whichever other file is given up', async () => {
    const expected = { site: 2, rewinds: [{ next: 3, to: REWIND.to }] };
    for (const lost of [0, 2, 3]) {
      const { data, folder, files } = await notedState();
      expect(await said(folder)).toEqual(expected);
      rmSync(files[lost]!.path);
      const { after } = await repairState({ data, acceptLoss: true });
      expect(after).toMatchObject({ damage: [], givenUp: 2, end: 8 });
      expect(await said(folder)).toEqual(expected);
    }
  });

  test('of a file that is given up count on where a later file repeats them', async () => {
    const { data, folder, files } = await notedState();
    rmSync(files[1]!.path);
    await repairState({ data, acceptLoss: true });
    expect(await said(folder)).toEqual({ site: 2, rewinds: [{ next: 3, to: REWIND.to }] });
  });

  test('count on where all that came after the file with them is given up', async () => {
    const { data, folder, files } = await notedState();
    for (const { path } of files.slice(2)) rmSync(path);
    const { after } = await repairState({ data, acceptLoss: true });
    expect(after).toMatchObject({ damage: [], end: 8, givenUp: 4 });
    expect(await said(folder)).toEqual({ site: 2, rewinds: [{ next: 3, to: REWIND.to }] });
  });

  test('of files that are given up with all after them are gone', async () => {
    const { data, folder, files } = await notedState();
    for (const { path } of files.slice(1)) rmSync(path);
    const { after } = await repairState({ data, acceptLoss: true });
    expect(after.damage).toEqual([]);
    expect(await said(folder)).toEqual({ site: 1, rewinds: [] });
  });
});
