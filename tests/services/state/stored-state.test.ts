import { createHash } from 'node:crypto';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { decode } from '../../../pipelines/events/decode.ts';
import { eventRules } from '../../../pipelines/events/event-rules.ts';
import { SCORER_LAYOUT } from '../../../pipelines/scoring/layout.ts';
import { SERVING_LAYOUT } from '../../../pipelines/serving/layout.ts';
import { IncompatibleStateError } from '../../../pipelines/warehouse/incompatible-state-error.ts';
import { type Layout, newestLayout } from '../../../pipelines/warehouse/migrate.ts';
import { type Site, site as siteSchema } from '../../../schemas/site.ts';
import { DEAD_LETTERS_LAYOUT } from '../../../services/ingest/layout.ts';
import { journalFiles } from '../../../services/journal/files.ts';
import { Journal } from '../../../services/journal/journal.ts';
import { JournalReader } from '../../../services/journal/reader.ts';
import { derivedOf, rowsOf } from '../../support/stored-rows.ts';
import { openServe } from '../../support/test-server.ts';

/** What landed programs left, by the layout of the scorer's file; all of the same events. */
const STATES = ['state-7', 'state-12', 'state-13', 'state-14', 'state-17', 'state-19'] as const;
const FILES: readonly (readonly [string, Layout])[] = [
  ['scorer', SCORER_LAYOUT],
  ['serving', SERVING_LAYOUT],
  ['ingest', DEAD_LETTERS_LAYOUT],
];
const fixture = (state: string) => new URL(`../../fixtures/${state}/`, import.meta.url);
const FIXTURE = fixture('state-7');
const site = siteSchema.parse({
  ...JSON.parse(readFileSync(new URL('site.json', FIXTURE), 'utf8')),
  model: 'vi-1',
});
const otherRatio = {
  ...site,
  wards: site.wards.map((ward) => ({ ...ward, nightPatientsPerStaff: 4 })),
};
const records = gunzipSync(readFileSync(new URL('events.ndjson.gz', FIXTURE)))
  .toString('utf8')
  .trimEnd()
  .split('\n')
  .map((line, offset) => ({ offset, bytes: Buffer.from(line) }));
const DAYS = 60_000;

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Of the whole file, for tests that only read them. */
const shared: string[] = [];
afterAll(() => {
  for (const folder of shared) rmSync(folder, { recursive: true, force: true });
});

function emptyFolder(owner = folders): string {
  const folder = mkdtempSync(join(tmpdir(), 'vi-state-'));
  owner.push(folder);
  return folder;
}

/** The folder as the earlier program left it. */
function storedFolder(state: (typeof STATES)[number], owner = folders): string {
  const folder = emptyFolder(owner);
  for (const name of ['scorer', 'serving', 'ingest']) {
    const packed = readFileSync(new URL(`${name}.duckdb.gz`, fixture(state)));
    writeFileSync(join(folder, `${name}.duckdb`), gunzipSync(packed));
  }
  const head = new URL('head.json', fixture(state));
  if (!existsSync(head)) return folder;
  copyFileSync(head, join(folder, 'head.json'));
  mkdirSync(join(folder, 'journal'));
  const journal = new URL('journal/', fixture(state));
  for (const name of readdirSync(journal)) {
    const packed = readFileSync(new URL(name, journal));
    writeFileSync(join(folder, 'journal', name.replace(/\.gz$/, '')), gunzipSync(packed));
  }
  return folder;
}

const open = (data: string, ofSite: Site = site) => openServe({ data, site: ofSite });

/** Opens a folder, and stops once everything is scored and served. */
async function served(data: string, ofSite: Site = site): Promise<void> {
  const serve = await open(data, ofSite);
  await serve.start();
  await serve.stop();
}

/** A folder that today's program filled with the same events. */
async function replayed(ofSite: Site = site): Promise<string> {
  const folder = emptyFolder();
  const serve = await open(folder, ofSite);
  await serve.start();
  const { events, rejected } = decode(records, eventRules(ofSite));
  await serve.ingest.queue.submit({ events, rejected }, { subject: 'adt', sources: '*' });
  await serve.stop();
  await served(folder, ofSite);
  return folder;
}

const openedFolders = new Map<string, Promise<string>>();
/** A stored folder, or a new one, that today's program has opened: once, for tests that only read it. */
function openedFolder(state: (typeof STATES)[number] | 'new'): Promise<string> {
  const opening = async () => {
    const folder = state === 'new' ? emptyFolder(shared) : storedFolder(state, shared);
    await served(folder);
    return folder;
  };
  const opened = openedFolders.get(state) ?? opening();
  openedFolders.set(state, opened);
  return opened;
}

/** What `replayed` leaves, made once a site. */
const replays = new Map<Site, ReturnType<typeof contentOf>>();
function replay(ofSite: Site = site): ReturnType<typeof contentOf> {
  const made = replays.get(ofSite) ?? replayed(ofSite).then(contentOf);
  replays.set(ofSite, made);
  return made;
}

/** What a folder holds, the rejected records among it. */
async function contentOf(folder: string) {
  const letters = await rowsOf<{ origin: string }>(
    folder,
    'ingest',
    `select reason, pointer, bytes, (
        select string_agg(hex(raw), '' order by place) from dead_letter_piece
        where dead_letter_piece.number = dead_letter.number
      ) as raw, (
        select coalesce(source, '') || ' ' || coalesce(id, '') from dead_letter_origin
        where dead_letter_origin.number = dead_letter.number
      ) as origin
      from dead_letter order by raw`,
  );
  return { ...(await derivedOf(folder)), letters };
}

const hashes = (folder: string) =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => statSync(join(folder, name)).isFile())
      .toSorted()
      .map((name) => [
        name,
        createHash('sha256')
          .update(readFileSync(join(folder, name)))
          .digest('hex'),
      ]),
  );

/** Every column of a file's tables but for where `revision` stands: scorers once had it last. */
const columnsOf = (folder: string, name: string) =>
  rowsOf(
    folder,
    name,
    `select table_name, column_name, data_type, is_nullable,
      row_number() over (partition by table_name order by column_index) as place
    from duckdb_columns() where not internal and database_name = current_database()
    order by table_name, column_index`,
  );

describe.each(STATES)('the state of %s', (state) => {
  test(
    'opens, and once rescored is what a replay of the same events gives',
    async () => {
      const found = await contentOf(await openedFolder(state));
      const expected = await replay();
      expect(expected.hours.length).toBeGreaterThan(1000);
      expect(expected.letters).toHaveLength(4);
      for (const { origin } of expected.letters) expect(origin).toMatch(/\w* \w*/);
      expect(expected.staffing.length).toBeGreaterThan(50);
      for (const [name, rows] of Object.entries(expected)) {
        expect(found[name as keyof typeof found], name).toEqual(rows);
      }
    },
    DAYS,
  );

  test(
    'has every row scored again, and keeps what was known of ward-hours before',
    async () => {
      const known = 'from superseded_ward_hour order by ward_id, hour, known_at';
      const before = await rowsOf(storedFolder(state), 'serving', known);
      expect(before.length).toBeGreaterThan(20);
      const old = await openedFolder(state);
      const [fromBefore] = await rowsOf<{ n: number }>(
        old,
        'serving',
        'select count(*) as n from encounter_hour where revision is null',
      );
      expect(fromBefore!.n).toBe(0);
      expect(await rowsOf(old, 'serving', known)).toEqual(expect.arrayContaining(before));
    },
    DAYS,
  );

  test(
    'with another night ratio is scored again, and keeps what was published until then',
    async () => {
      const old = storedFolder(state);
      const published = await rowsOf<{ ward_id: string; hour: number; minutes: number }>(
        old,
        'serving',
        `select ward_id, hour, minutes from ward_hour, applied where known_at < stream_time
          and not provisional
        union all select ward_id, hour, minutes from superseded_ward_hour`,
      );
      await served(old, otherRatio);
      const now = await contentOf(old);
      expect(now.wardHours).toEqual((await replay(otherRatio)).wardHours);
      const before = await rowsOf<{ ward_id: string; hour: number; minutes: number }>(
        old,
        'serving',
        `select ward_id, hour, minutes from superseded_ward_hour, applied
          where known_until = stream_time order by ward_id, hour`,
      );
      expect(before.length).toBeGreaterThan(50);
      expect(published).toEqual(expect.arrayContaining(before));
    },
    DAYS,
  );

  test('has the tables of a new folder', async () => {
    const [old, fresh] = [await openedFolder(state), await openedFolder('new')];
    for (const [name, layout] of FILES) {
      expect(await columnsOf(old, name), name).toEqual(await columnsOf(fresh, name));
      expect(await rowsOf(old, name, 'from layout'), name).toEqual([
        { version: newestLayout(layout) },
      ]);
    }
  });

  test.each(FILES)(
    'stays as it was where one file is of a newer program: %s',
    async (name, layout) => {
      const folder = storedFolder(state);
      await rowsOf(
        folder,
        name,
        `create or replace table layout as select ${newestLayout(layout) + 1} as version`,
      );
      const before = hashes(folder);
      await expect(open(folder)).rejects.toThrow(IncompatibleStateError);
      await expect(open(folder)).rejects.toThrow(/newer program/);
      expect(hashes(folder)).toEqual(before);
      // and nothing is left open
      await expect(open(folder)).rejects.toThrow(/newer program/);
    },
  );

  test(
    'becomes a journal with all versions of all events and who sent them, from which the scorer is made again',
    async () => {
      const before = await rowsOf<{ key: string; sender: string | null }>(
        storedFolder(state),
        'scorer',
        `select source || ' ' || id || ' ' || epoch_us(recorded_at) || ' ' || status as key
          from (from event union all by name from superseded_event) order by key`,
      );
      const folder = emptyFolder();
      cpSync(await openedFolder(state), folder, { recursive: true });
      const content = await contentOf(folder);
      const senders = new Map<string, string | undefined>();
      const journal = (await Journal.open(join(folder, 'journal')))!;
      const reader = new JournalReader(journal);
      const [file] = await journalFiles(join(folder, 'journal'));
      for (let from = file!.first; from < journal.end; ) {
        const chunk = (await reader.read(from, 1000))!;
        for (const { source, id, recordedAt, status } of chunk.events) {
          senders.set(`${source} ${id} ${recordedAt} ${status}`, chunk.senders.get(source));
        }
        from = chunk.next;
      }
      await reader.close();
      await journal.close();
      expect([...senders.keys()].toSorted()).toEqual(before.map(({ key }) => key).toSorted());
      const noted = new Set(senders.values());
      // programs before layout 10 did not note who sent an event
      expect(noted).toEqual(
        new Set(
          state === 'state-7' ? [undefined] : ['local', 'adt (3r5ijl24bj4k)', 'ehr (kmwipwo2ogkt)'],
        ),
      );
      rmSync(join(folder, 'scorer.duckdb'));
      await served(folder);
      const again = await contentOf(folder);
      for (const [name, rows] of Object.entries(content)) {
        expect(again[name as keyof typeof again], name).toEqual(rows);
      }
    },
    DAYS,
  );

  test('is refused by programs before the journal once it was opened', async () => {
    const folder = await openedFolder(state);
    // what that program compared with '7'
    const [noted] = await rowsOf<{ value: string }>(
      folder,
      'scorer',
      "select value from meta where name = 'program layout'",
    );
    expect(noted!.value).not.toBe('7');
    // what programs since compare: the last before the journal knew 12
    const [{ version }] = (await rowsOf<{ version: number }>(folder, 'scorer', 'from layout')) as [
      { version: number },
    ];
    expect(version).toBeGreaterThan(12);
  });
});
