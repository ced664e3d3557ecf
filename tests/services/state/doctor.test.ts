import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { journalFiles } from '../../../services/journal/files.ts';
import { examine, type Finding } from '../../../services/state/examine.ts';
import { rebuildScorer } from '../../../services/state/rebuild.ts';
import { repairState } from '../../../services/state/repair.ts';
import { cli } from '../../support/cli.ts';
import { siteOf, startFilled } from '../../support/filled-state.ts';
import { openServe } from '../../support/test-server.ts';

const HOSPITAL = { wards: 2, bedsPerWard: 4, days: 2, seed: 7 };
const site = siteOf(HOSPITAL);

let whole: string;
let data: string;
beforeAll(async () => {
  whole = mkdtempSync(join(tmpdir(), 'vi-doctor-'));
  const serve = await startFilled(whole, { ...HOSPITAL, disturbances: true });
  await serve.stop();
  // a stop leaves what is not scored to the next start
  const again = await openServe({ data: whole, site });
  await again.start();
  await again.stop();
});
afterAll(() => rmSync(whole, { recursive: true, force: true }));
afterEach(() => rmSync(data, { recursive: true, force: true }));

/** A copy of the state that a server left. */
function copied(): string {
  data = mkdtempSync(join(tmpdir(), 'vi-doctor-'));
  cpSync(whole, data, { recursive: true });
  return data;
}

function sums(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    names
      .filter((each) => each.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((path) => [path, createHash('sha256').update(readFileSync(path)).digest('hex')]),
  );
}

async function damageOf(folder: string): Promise<Pick<Finding, 'of' | 'what' | 'command'>[]> {
  const before = sums(folder);
  const findings: Finding[] = [];
  for await (const finding of examine({ data: folder })) findings.push(finding);
  expect(sums(folder)).toEqual(before);
  return findings.filter(({ level }) => level === 'damage').map(({ level: _, ...rest }) => rest);
}

/** How a server refuses a folder. */
const refusal = (folder: string) =>
  openServe({ data: folder, site }).then(
    async (serve) => {
      await serve.stop();
      return 'opens';
    },
    (error: Error) => `${error.name}: ${error.message}`,
  );

describe('doctor', () => {
  test('says of a whole state what there is, and of a running one that it runs', async () => {
    copied();
    expect(await damageOf(data)).toEqual([]);
    const { status, stdout } = cli('doctor', '--data', data);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^ok {4} head\.json: events up to \d+ were acknowledged/);
    expect(stdout).toMatch(/ok {4} serving\.duckdb: publications up to \d+/);
    expect(stdout).toMatch(/ok {4} disk: [\d,]+ MB are free\n/);
    expect(stdout).toContain('Nothing needs to be done.');
    const serve = await openServe({ data, site });
    const beside = cli('doctor', '--data', data);
    expect(beside.stdout).toMatch(/note {2} scorer\.duckdb: is open in another process/);
    expect(beside.status).toBe(0);
    await serve.stop();
  });

  test('names a lost journal, which a server refuses', async () => {
    rmSync(join(copied(), 'journal'), { recursive: true });
    expect(await damageOf(data)).toEqual([
      {
        of: 'journal',
        what: 'is missing, and with it the log of what was acknowledged',
        command: 'npm run cli -- restore --from BACKUP_DIR --data NEW_DIR',
      },
    ]);
    expect(await refusal(data)).toMatch(/^InputError: .*journal is missing.*"doctor --data \S+"/);
  });

  test('names a journal that ends before what was acknowledged', async () => {
    const [file] = await journalFiles(join(copied(), 'journal'));
    truncateSync(file!.path, 5_000);
    const [damage] = await damageOf(data);
    expect(damage).toMatchObject({ of: 'journal' });
    expect(damage!.what).toMatch(/events up to \d+ were acknowledged; the journal has \d+$/);
    expect(damage!.command).toBe(`npm run cli -- log repair --data ${data} --from BACKUP_DIR`);
    expect(await refusal(data)).toMatch(/^InputError: Events up to .*"doctor --data \S+"/);
  });

  test('names a journal that is older than what is served, and nothing else says so', async () => {
    const [file] = await journalFiles(join(copied(), 'journal'));
    const lines = readFileSync(file!.path, 'utf8').split('\n');
    const half = lines.findLastIndex(
      (line, at) => at < lines.length / 2 && line.startsWith('{"link":'),
    );
    writeFileSync(file!.path, `${lines.slice(0, half + 1).join('\n')}\n`);
    for (const name of ['head.json', 'scorer.duckdb', 'scorer.duckdb.wal']) {
      rmSync(join(data, name), { force: true });
    }
    const [damage, ...rest] = await damageOf(data);
    expect(rest).toEqual([]);
    expect(damage!.what).toMatch(/^serving\.duckdb has events up to \d+; the journal has \d+$/);
    expect(damage!.command).toBe(`npm run cli -- log repair --data ${data} --from BACKUP_DIR`);
    expect(await refusal(data)).toMatch(
      /^InputError: Events up to \d+ were acknowledged; \S+ has \d+\. .*"doctor --data \S+"/,
    );
    await expect(rebuildScorer({ data, site })).rejects.toThrow(
      /it ends at \d+, serving\.duckdb at \d+/,
    );
    // what no backup has is given up
    const { after } = await repairState({ data, acceptLoss: true });
    expect(after.givenUp).toBeGreaterThan(0);
    expect(await damageOf(data)).toEqual([]);
    expect(await refusal(data)).toBe('opens');
  });

  test('names a journal that is damaged within', async () => {
    const [file] = await journalFiles(join(copied(), 'journal'));
    const text = readFileSync(file!.path, 'utf8');
    const at = text.indexOf('{"n":7,');
    writeFileSync(file!.path, text.replace('{"n":7,', '{"m":7,'));
    const [damage] = await damageOf(data);
    expect(damage!.what).toBe(`${file!.name}, byte ${at}: damaged, and with it 7`);
    expect(await refusal(data)).toMatch(/^InputError: .*byte \d+\. "doctor --data \S+"/);
  });

  for (const [name, command] of [
    ['scorer', /^npm run cli -- rebuild --data/],
    ['serving', /^npm run cli -- rebuild --serving --data/],
    ['ingest', /^npm run cli -- restore --only ingest\.duckdb --from BACKUP_DIR/],
  ] as const) {
    test(`names ${name}.duckdb where its header is damaged`, async () => {
      const path = join(copied(), `${name}.duckdb`);
      const bytes = readFileSync(path);
      bytes.fill(0xff, 0, 8192 * 1.5);
      writeFileSync(path, bytes);
      const [damage, ...rest] = await damageOf(data);
      expect(rest).toEqual([]);
      expect(damage!.of).toBe(`${name}.duckdb`);
      expect(damage!.command).toMatch(command);
      expect(await refusal(data)).toMatch(/^InputError: .*"doctor --data \S+"/);
    });
  }

  test('names a block of a DuckDB file that was changed, which a server may read much later', async () => {
    const path = join(copied(), 'serving.duckdb');
    const bytes = readFileSync(path);
    // the files begin with three headers of 4 KB; blocks of 64 KB follow
    for (let at = 12_288 + 4_096; at < bytes.length; at += 65_536) bytes[at]! ^= 0xff;
    writeFileSync(path, bytes);
    expect((await damageOf(data)).map(({ of }) => of)).toEqual(['serving.duckdb']);
  });

  test('names a head that cannot be read', async () => {
    writeFileSync(join(copied(), 'head.json'), '{');
    expect((await damageOf(data)).map(({ of }) => of)).toEqual(['head.json']);
    expect(await refusal(data)).toMatch(
      /^InputError: .*head\.json is damaged.*"doctor --data \S+"/,
    );
    const { status, stdout } = cli('doctor', '--data', data);
    expect(status).toBe(1);
    expect(stdout).toContain(`\nNext:\n  mv ${data}/head.json ${data}/head.json.damaged\n`);
  });

  test('names what is no file or folder where one is expected, or a link to nothing, as a start does', async () => {
    const [file] = await journalFiles(join(copied(), 'journal'));
    const files = [
      ...['head.json', 'scorer.duckdb', 'serving.duckdb', 'ingest.duckdb', 'serving.duckdb.wal'],
      ...['clock.json', 'simulation.json', 'simulation-state', 'local-key', 'session-secret'],
      ...['ended-sessions', 'audit-head.json', 'audit/2026-01.ndjson', `journal/${file!.name}`],
    ];
    const folders = ['journal', 'audit', 'answers', 'snapshots'];
    for (const name of [...files, ...folders]) {
      const path = join(data, name);
      const whole = join(data, 'whole');
      mkdirSync(dirname(path), { recursive: true });
      if (existsSync(path)) renameSync(path, whole);
      const isFile = files.includes(name);
      for (const isLink of [false, true]) {
        if (isLink) symlinkSync(join(data, 'none'), path);
        else if (isFile) mkdirSync(path);
        else writeFileSync(path, '');
        const [damage, ...rest] = await damageOf(data);
        expect(rest).toEqual([]);
        const [is, expected] = isFile ? ['folder', 'file'] : ['file', 'folder'];
        const what = isLink
          ? /^is a link to what is not there: mount or restore that, or move it away/
          : new RegExp(`^is a ${is}, and a ${expected} is expected there: move it away`);
        expect(damage!.what).toMatch(what);
        expect(damage).toMatchObject({ of: name, command: `mv ${path} ${path}.aside` });
        const message = `InputError: ${path} ${damage!.what}. Nothing was changed`;
        expect(await refusal(data)).toBe(message);
        await expect(rebuildScorer({ data, site })).rejects.toThrow(damage!.what);
        rmSync(path, { recursive: true });
      }
      if (existsSync(whole)) renameSync(whole, path);
    }
  });

  test('takes nothing for damaged that this user may not read', async () => {
    const head = join(copied(), 'head.json');
    const { getuid, seteuid } = process as Required<NodeJS.Process>;
    const isRoot = getuid() === 0;
    chmodSync(head, 0);
    for (const [mode, path] of [
      [0o755, head],
      [0o000, data],
    ] as const) {
      chmodSync(data, mode);
      if (isRoot) seteuid(65_534);
      try {
        await expect(examine({ data }).next()).rejects.toThrow(
          `This user may not read ${path}: run it as the user of the server`,
        );
      } finally {
        if (isRoot) seteuid(0);
        chmodSync(data, 0o700);
      }
    }
  });

  test.each([
    ['has bytes for a write-ahead log', { bavail: 16_384, ffree: 16 }, /^67 MB are free$/],
    ['has fewer', { bavail: 16_383, ffree: 16 }, /^is full: 67 MB are free, and a server needs 68/],
    ['has none', { bavail: 0, ffree: 16 }, /^is full: 0 MB are free/],
    [
      'has no room for files',
      { bavail: 16_384, ffree: 15 },
      /^has no room for more files \(15 left/,
    ],
    ['counts no files', { bavail: 16_384, files: 0, ffree: 0 }, /^67 MB are free$/],
  ])('says whether the disk is full: it %s', async (_, room, what) => {
    // 16 384 blocks of 4 KB are 64 MiB, which is 67.1 MB
    const roomOf = async () => ({ bsize: 4_096, blocks: 1_000_000, files: 1_000, ...room });
    data = mkdtempSync(join(tmpdir(), 'vi-doctor-'));
    const findings: Finding[] = [];
    for await (const finding of examine({ data, roomOf })) findings.push(finding);
    const { level, of, what: found } = findings.at(-1)!;
    expect(found).toMatch(what);
    expect([level, of]).toEqual([/MB are free$/.test(found) ? 'ok' : 'damage', 'disk']);
  });

  test('says where there is no folder, and of an empty one that it may be used', async () => {
    data = mkdtempSync(join(tmpdir(), 'vi-doctor-'));
    expect(cli('doctor', '--data', join(data, 'none')).status).toBe(1);
    expect(await damageOf(data)).toEqual([]);
  });
});
