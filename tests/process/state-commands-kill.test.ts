import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decode } from '../../pipelines/events/decode.ts';
import { eventRules } from '../../pipelines/events/event-rules.ts';
import { simulatedSite } from '../../pipelines/sources/simulator/hospital.ts';
import { Random } from '../../pipelines/sources/simulator/random.ts';
import { simulate } from '../../pipelines/sources/simulator/simulate.ts';
import { journalFiles } from '../../services/journal/files.ts';
import { Journal } from '../../services/journal/journal.ts';
import { verifyJournal } from '../../services/journal/verify.ts';
import { findBackup, verifyBackup } from '../../services/state/backup.ts';
import { examine } from '../../services/state/examine.ts';
import { readHead } from '../../services/state/head.ts';
import { flip } from '../services/journal/damaged.ts';
import { holding } from '../services/state/erasure/folder.ts';
import { cli } from '../support/cli.ts';
import { siteOf } from '../support/filled-state.ts';
import { changesOf, type Kill, killed, running } from '../support/killed.ts';
import { derivedOf, rowsOf } from '../support/stored-rows.ts';
import { openServe } from '../support/test-server.ts';
import { killServers, LiveServer, until } from './live-server.ts';

/** Kills of each command; 0 for one at each of its changes: STATE_KILLS=0 npx vitest run tests/process/state-commands-kill.test.ts */
const ROUNDS = Number(process.env.STATE_KILLS);
const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
const HOSPITAL = { wards: 2, bedsPerWard: 2, days: 2, seed: 5 };
const site = siteOf(HOSPITAL);
const NOW = Date.parse('2026-01-08T12:00:00Z');
const DAY = 86_400_000;

const root = mkdtempSync(join(tmpdir(), 'vi-state-kill-'));
const siteFile = join(root, 'site.json');
/** A state of three days whose server was killed: packed files, one that is open, and logs of DuckDB. */
const base = join(root, 'base');
const backups = join(root, 'backups');
const random = new Random(SEED, 1);
let expected: Awaited<ReturnType<typeof derivedOf>>;

let folders = 0;
const newFolder = () => join(root, `folder-${folders++}`);
function copyOf(folder: string): string {
  const copy = newFolder();
  cpSync(folder, copy, { recursive: true });
  return copy;
}

async function run(data: string, events: readonly string[], now: number): Promise<void> {
  const serve = await openServe({ data, site, now: () => now, allowOld: true });
  await serve.start();
  const raw = events.map((text, offset) => ({ offset, bytes: Buffer.from(text) }));
  const sender = { subject: 'adt', sources: '*' } as const;
  await serve.ingest.queue.submit(decode(raw, eventRules(site)), sender);
  await serve.stop();
}

/** Copies of databases and locks that are left in a state; files of months are no copies. */
function leftIn(data: string): string[] {
  return filesOf(data).filter(
    (name) => !name.startsWith('snapshots/') && /snapshot|\.lock$/.test(name),
  );
}

/** What is derived once a server has scored and served everything. */
async function settled(data: string) {
  await run(data, [], NOW + 3 * DAY);
  return derivedOf(data);
}

/** What a fresh replay of a journal derives. */
async function replayed(data: string) {
  const fresh = newFolder();
  cpSync(join(data, 'journal'), join(fresh, 'journal'), { recursive: true });
  return settled(fresh);
}

beforeAll(async () => {
  console.log(`seed of the kills: ${SEED}`);
  writeFileSync(siteFile, JSON.stringify(simulatedSite(HOSPITAL)));
  const lines = [...simulate(HOSPITAL)].flatMap((arrival) =>
    'raw' in arrival ? [] : [JSON.stringify(arrival.event)],
  );
  const part = Math.floor(lines.length / 3);
  await run(base, [...lines.slice(0, part), '{"id":"broken"}'], NOW);
  await run(base, lines.slice(part, 2 * part), NOW + DAY);
  const server = await LiveServer.start(siteFile, base);
  const last = `${lines.slice(2 * part).join('\n')}\n`;
  expect((await server.send(last, 'application/x-ndjson')).status).toBe(200);
  await until('it is acknowledged, and being served', async () => {
    const [end, head] = [await Journal.end(join(base, 'journal')), await readHead(base)];
    return head?.journal.end === end!.end && existsSync(join(base, 'serving.duckdb.wal'));
  });
  await server.kill();
  expect(existsSync(join(base, 'serving.duckdb.wal'))).toBe(true);
  expect(cli('backup', '--data', copyOf(base), '--to', backups, '--quiet').status).toBe(0);
  expected = await replayed(base);
});
afterAll(async () => {
  await killServers();
  rmSync(root, { recursive: true, force: true });
});

type Derived = Awaited<ReturnType<typeof derivedOf>>;

function expectSame(found: Derived, wanted: Derived, text = ''): void {
  for (const [name, rows] of Object.entries(wanted)) {
    expect(found[name as keyof Derived], `${text}: ${name}`).toEqual(rows);
  }
}

/** Kills spread over a command with so many changes. */
function* kills(changes: number): Generator<Kill> {
  const rounds = ROUNDS === 0 ? changes : ROUNDS;
  for (let round = 0; round < rounds; round++) {
    const share = changes / rounds;
    const at = 1 + Math.floor(share * (round + (ROUNDS === 0 ? 0 : random.unit())));
    const by = random.chance(0.25) ? 'SIGTERM' : 'SIGKILL';
    yield { at, by, delay: ROUNDS === 0 || random.chance(0.7) ? 0 : random.whole(1, 60) };
  }
}

const textOf = ({ at, by, delay }: Kill) =>
  `${by} at change ${at}${delay > 0 ? ` + ${delay} ms` : ''}`;

function done(...args: string[]): void {
  const { status, stderr } = cli(...args);
  expect(status, `${args[0]}: ${stderr}`).toBe(0);
}

const refusal = (data: string) =>
  openServe({ data, site }).then(
    async (serve) => {
      await serve.stop();
      return null;
    },
    (error: Error) => error.message,
  );

const filesOf = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .toSorted();

async function damage(data: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { level, of, what } of examine({ data })) {
    if (level === 'damage') found.push(`${of}: ${what}`);
  }
  return found;
}

async function expectWhole(to: string, text: string): Promise<void> {
  const { faults, manifest } = await verifyBackup(await findBackup(to));
  expect(faults, text).toEqual([]);
  const derived = ['ingest.duckdb', 'scorer.duckdb', 'serving.duckdb'];
  expect(Object.keys(manifest.files), text).toEqual(expect.arrayContaining(derived));
  const restored = newFolder();
  done('restore', '--from', to, '--data', restored, '--quiet');
  expect(filesOf(restored), text).toEqual(Object.keys(manifest.files).toSorted());
  expect(await damage(restored), text).toEqual([]);
  expectSame(await settled(restored), expected, text);
}

/** A half of a backup is not taken for a whole one. */
async function expectNoHalf(to: string, text: string): Promise<void> {
  const target = newFolder();
  for (const from of [to, join(to, 'partial')]) {
    const { status, stderr } = cli('restore', '--from', from, '--data', target, '--quiet');
    if (status === 0) {
      expect((await verifyBackup(await findBackup(from))).faults, text).toEqual([]);
      rmSync(target, { recursive: true });
    } else {
      expect(stderr, text).toMatch(/cut short. Run "backup" again|has no backup/);
      expect(existsSync(target), text).toBe(false);
    }
  }
}

describe('backup', () => {
  const command = (data: string, to: string) => ['backup', '--data', data, '--to', to, '--quiet'];

  test('of a stopped server, killed, is gone on with by the next', async () => {
    const changes = changesOf(...command(copyOf(base), newFolder()));
    for (const kill of kills(changes)) {
      const text = textOf(kill);
      const [data, to] = [copyOf(base), newFolder()];
      await killed(kill, ...command(data, to));
      await expectNoHalf(to, text);
      done(...command(data, to));
      await expectWhole(to, text);
      expect(
        readdirSync(to).filter((name) => !/^\d{4}-.*Z$/.test(name)),
        text,
      ).toEqual([]);
      expect(leftIn(data), text).toEqual([]);
      expectSame(await settled(data), expected, text);
    }
  });

  test('of a server that runs, killed, is gone on with by the next', async () => {
    const data = copyOf(base);
    const server = await LiveServer.start(siteFile, data);
    const changes = changesOf(...command(data, newFolder()));
    for (const kill of kills(changes)) {
      const to = newFolder();
      await killed(kill, ...command(data, to));
      await expectNoHalf(to, textOf(kill));
      done(...command(data, to));
      await expectWhole(to, textOf(kill));
    }
    expect((await server.stop()).code).toBe(0);
    expect(leftIn(data)).toEqual([]);
  });
});

describe('restore', () => {
  test('that is killed leaves no state that opens, and is started again', async () => {
    const command = (data: string) => ['restore', '--from', backups, '--data', data, '--quiet'];
    const whole = newFolder();
    const changes = changesOf(...command(whole));
    const files = filesOf(whole);
    for (const kill of kills(changes)) {
      const [data, text] = [newFolder(), textOf(kill)];
      const { status } = await killed(kill, ...command(data));
      if (status !== 0 && existsSync(data) && readdirSync(data).length > 0) {
        const refused = await refusal(copyOf(data));
        if (refused === null) expect(filesOf(data), text).toEqual(files);
        else expect(refused, text).toMatch(/cut short: start it again/);
        const finished = cli(...command(data));
        if (refused !== null) expect(finished.status, `${text} ${finished.stderr}`).toBe(0);
      } else if (status !== 0) done(...command(data));
      expect(filesOf(data), text).toEqual(files);
      expect(await damage(data), text).toEqual([]);
      expectSame(await settled(data), expected, text);
    }
  });

  test('of one file that is killed leaves a state, and is started again', async () => {
    const command = (data: string) => [
      ...['restore', '--from', backups, '--data', data],
      ...['--only', 'serving.duckdb', '--quiet'],
    ];
    const changes = changesOf(...command(copyOf(base)));
    for (const kill of kills(changes)) {
      const [data, text] = [copyOf(base), textOf(kill)];
      await killed(kill, ...command(data));
      expectSame(await settled(copyOf(data)), expected, text);
      done(...command(data));
      expectSame(await settled(data), expected, text);
    }
  });
});

describe('rebuild', () => {
  const FORMER = 'from superseded_ward_hour order by all';
  for (const more of [[], ['--serving']]) {
    test(`${more.join('')} that is killed leaves the rows of a fresh replay`, async () => {
      const command = (data: string) => [
        ...['rebuild', '--data', data, '--site', siteFile, '--quiet', ...more],
      ];
      const changes = changesOf(...command(copyOf(base)));
      for (const kill of kills(changes)) {
        const [data, text] = [copyOf(base), textOf(kill)];
        const { status } = await killed(kill, ...command(data));
        const next = copyOf(data);
        expectSame(await settled(next), expected, text);
        if (more.length === 0) {
          const whole = copyOf(base);
          await settled(whole);
          expect(await rowsOf(next, 'serving', FORMER), text).toEqual(
            await rowsOf(whole, 'serving', FORMER),
          );
        }
        if (status !== 0) done(...command(data));
        expect(
          filesOf(data).filter((name) => /\.new|\.lock$/.test(name)),
          text,
        ).toEqual([]);
        expectSame(await settled(data), expected, text);
      }
    });
  }

  test('in the background of a server that is killed leaves the rows of a fresh replay', async () => {
    for (let round = 0; round < Math.max(ROUNDS, 1); round++) {
      const data = copyOf(base);
      for (const end of ['', '.wal']) rmSync(join(data, `scorer.duckdb${end}`), { force: true });
      const server = new LiveServer([
        ...['serve', '--site', siteFile, '--data', data, '--port', '0', '--no-clock'],
      ]);
      await until('it has begun', () => existsSync(join(data, 'scorer.duckdb')));
      await new Promise((resolve) => setTimeout(resolve, random.between(0, 400)));
      await server.kill();
      expectSame(await settled(data), expected);
    }
  });
});

describe('log repair', () => {
  /** Ways that a journal gets damaged. */
  const DAMAGE: Readonly<Record<string, (data: string) => Promise<void>>> = {
    'a flipped bit': async (data) => {
      const [file] = await journalFiles(join(data, 'journal'));
      flip(file!.path, 2_000);
    },
    'two damaged files': async (data) => {
      const files = await journalFiles(join(data, 'journal'));
      flip(files[0]!.path, 2_000);
      flip(files[1]!.path, 3_000);
    },
    'a missing file': async (data) => {
      const files = await journalFiles(join(data, 'journal'));
      rmSync(files[1]!.path);
    },
  };
  for (const [name, hurt] of Object.entries(DAMAGE)) {
    for (const more of [['--from', ''], ['--accept-loss']]) {
      test(`of ${name} ${more[0]}, killed, is gone on with`, async () => {
        const options = more[0] === '--from' ? ['--from', await findBackup(backups)] : more;
        const command = (data: string) => ['log', 'repair', '--data', data, ...options, '--quiet'];
        const hurtCopy = copyOf(base);
        await hurt(hurtCopy);
        const whole = copyOf(hurtCopy);
        const changes = changesOf(...command(whole));
        const atEnd = await settled(whole);
        if (more[0] === '--from') expect(atEnd).toEqual(expected);
        else expect(atEnd.events.length).toBeLessThan(expected.events.length);
        for (const kill of kills(changes)) {
          const [data, text] = [copyOf(hurtCopy), textOf(kill)];
          await killed(kill, ...command(data));
          // a server does not start, or has the rows of a repair that nobody ended
          const next = copyOf(data);
          const refused = await refusal(next);
          if (refused === null) expectSame(await settled(next), atEnd, text);
          else expect(refused, text).toMatch(/repair|"doctor/);
          done(...command(data));
          const verdict = await verifyJournal(join(data, 'journal'), null);
          expect(verdict.damage, text).toEqual([]);
          expect(await damage(data), text).toEqual([]);
          expectSame(await settled(data), atEnd, text);
        }
      });
    }
  }
});

describe('erase', () => {
  test('that is killed is finished by the same command', async () => {
    const [row] = await rowsOf<{ id: string }>(
      copyOf(base),
      'scorer',
      'select min(encounter_id) as id from encounter_hour',
    );
    const { id } = row!;
    const command = (data: string) => ['erase', '--data', data, '--encounter', id];
    const whole = copyOf(base);
    const changes = changesOf(...command(whole));
    const without = await settled(whole);
    expect(await replayed(whole)).toEqual(without);
    for (const kill of kills(changes)) {
      const [data, text] = [copyOf(base), textOf(kill)];
      await killed(kill, ...command(data));
      const refused = await refusal(copyOf(data));
      if (refused !== null) expect(refused, text).toMatch(/is not finished/);
      done(...command(data));
      expect(await holding(data, id), text).toEqual([]);
      expect(await damage(data), text).toEqual([]);
      expectSame(await settled(data), without, text);
      expect(await holding(data, id), text).toEqual([]);
    }
  });
});

describe('state rewind', () => {
  test('that is killed is done by the same command', async () => {
    const ticked = copyOf(base);
    const serve = await openServe({ data: ticked, site, clock: true, now: () => NOW + 2 * DAY });
    await serve.start();
    await serve.ingest.clock.follow();
    await serve.idle();
    await serve.stop();
    const to = new Date(NOW - 5 * DAY).toISOString();
    const command = (data: string) => ['state', 'rewind', '--data', data, '--to', to];
    const whole = copyOf(ticked);
    const changes = changesOf(...command(whole));
    const rewound = await settled(whole);
    expect(rewound.events.length).toBeLessThan((await settled(copyOf(ticked))).events.length);
    for (const kill of kills(changes)) {
      const [data, text] = [copyOf(ticked), textOf(kill)];
      await killed(kill, ...command(data));
      const next = copyOf(data);
      expectSame(await settled(next), await replayed(next), text);
      done(...command(data));
      expect(await damage(data), text).toEqual([]);
      expectSame(await settled(data), rewound, text);
    }
  });
});

describe('two commands at once', () => {
  const backup = (data: string, to: string) => ['backup', '--data', data, '--to', to, '--quiet'];

  test('two backups to one folder and one to another are whole', async () => {
    const [data, to, other] = [copyOf(base), newFolder(), newFolder()];
    const server = await LiveServer.start(siteFile, data);
    const made = await Promise.all(
      [to, to, other].map((each) => running({}, ...backup(data, each))),
    );
    for (const { status, stderr } of made) {
      if (status !== 0) expect(stderr).toContain('has a backup of this second already');
    }
    await server.stop();
    for (const each of [to, other]) await expectWhole(each, 'at once');
  });

  test('a backup beside a rebuild and an erasure has all of the encounter or nothing', async () => {
    const data = copyOf(base);
    const [row] = await rowsOf<{ id: string }>(
      data,
      'scorer',
      'select min(encounter_id) as id from encounter_hour',
    );
    const { id } = row!;
    const to = newFolder();
    const made = await Promise.all([
      running({}, ...backup(data, to)),
      running({}, 'rebuild', '--data', data, '--site', siteFile, '--quiet'),
      running({}, 'erase', '--data', data, '--encounter', id),
    ]);
    expect(made.map(({ status, stderr }) => status === 0 || stderr)).toEqual([true, true, true]);
    expect(await holding(data, id)).toEqual([]);
    const restored = newFolder();
    done('restore', '--from', to, '--data', restored, '--quiet');
    const held = await holding(restored, id);
    if (held.length > 0) {
      expect(held).toEqual(expect.arrayContaining(['scorer.duckdb', 'serving.duckdb']));
      expect(held.some((file) => file.startsWith('journal'))).toBe(true);
    }
    const erased = held.length === 0;
    expect(await settled(restored)).toEqual(erased ? await settled(data) : expected);
  });

  test('two restores to one folder: one is done, the other finds it', async () => {
    const data = newFolder();
    const command = ['restore', '--from', backups, '--data', data, '--quiet'];
    const made = await Promise.all([running({}, ...command), running({}, ...command)]);
    expect(made.map(({ status }) => status).toSorted()).toEqual([0, 1]);
    expect(made.find(({ status }) => status === 1)!.stderr).toContain('is not empty');
    expect(await damage(data)).toEqual([]);
    expectSame(await settled(data), expected);
  });
});
