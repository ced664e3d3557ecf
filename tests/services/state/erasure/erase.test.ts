import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decode, type RawRecord } from '../../../../pipelines/events/decode.ts';
import { eventRules } from '../../../../pipelines/events/event-rules.ts';
import { site as siteSchema } from '../../../../schemas/site.ts';
import { journalFiles, scan } from '../../../../services/journal/files.ts';
import { Journal } from '../../../../services/journal/journal.ts';
import { NO_HASH } from '../../../../services/journal/lines.ts';
import { searchAudit } from '../../../../services/security/audit/audit-search.ts';
import { verify } from '../../../../services/security/audit/audit-verify.ts';
import { erase } from '../../../../services/state/erasure/erase.ts';
import { examine, type Finding } from '../../../../services/state/examine.ts';
import { derivedOf, rowsOf } from '../../../support/stored-rows.ts';
import { openServe } from '../../../support/test-server.ts';
import { filesOf, holding } from './folder.ts';

const FIXTURE = new URL('../../../fixtures/state-12/', import.meta.url);
const site = siteSchema.parse(JSON.parse(readFileSync(new URL('site.json', FIXTURE), 'utf8')));
const SENDER = { subject: 'adt', sources: '*' } as const;
const DAY = 86_400_000;

type Line = Record<string, unknown> & {
  readonly id: string;
  readonly source: string;
  readonly encounterId?: string;
};

const lines = gunzipSync(readFileSync(new URL('events.ndjson.gz', FIXTURE)))
  .toString('utf8')
  .trimEnd()
  .split('\n')
  .flatMap((text) => {
    try {
      return [JSON.parse(text) as Line];
    } catch {
      return [];
    }
  });
/** After the last of them. */
const NOW = Date.parse('2026-03-06T12:00:00Z');

const ERASED = 'E1MBBPM0';
const OTHER = 'E18A92IN';
const observation = (id: string, encounterId: string, more: object = {}): Line => ({
  ...{ id, source: 'ehr', type: 'observation', encounterId, code: 'heart-rate', value: 131 },
  ...{ occurredAt: '2026-03-01T10:00:00Z', recordedAt: '2026-03-01T10:05:00Z' },
  ...more,
});
const amended = { status: 'amended', recordedAt: '2026-03-01T12:00:00Z' };
const judgement = (id: string, note: string): Line => ({
  ...{ id, source: 'unit', type: 'judgement', wardId: '31A', value: 2, note },
  ...{ occurredAt: '2026-03-01T13:00:00Z', recordedAt: '2026-03-01T13:00:00Z' },
});

/** What stays in any erasure: charted on the wrong patient, and corrected since to be the other's. */
const STAYS = [observation('moved-away', OTHER, amended), judgement('of-nobody', 'Lugnt.')];
/** What goes. */
const GOES = [
  observation('moved-away', ERASED),
  observation('moved-here', OTHER),
  observation('moved-here', ERASED, amended),
  judgement('names-it', `Extravak för ${ERASED}.`),
  // its id has the pseudonym: the other encounter loses it
  observation(`${ERASED}-900`, ERASED),
  observation(`${ERASED}-900`, OTHER, amended),
];
const isErased = (line: Line) => line.encounterId === ERASED || GOES.includes(line);

const escaped = [...ERASED].map((c) => `\\u00${c.charCodeAt(0).toString(16)}`).join('');
/** Rejected: of no known type, cut off, and in JSON within JSON. */
const LETTERS = [
  `{"id":"1","source":"ehr","type":"unheard-of","encounterId":"${ERASED}"}`,
  `{"id":"2","source":"ehr","type":"unheard-of","encounterId":"${escaped}"}`,
  `{"id":"3","source":"ehr","encounterId":"${ERASED}","type":"obs`,
  JSON.stringify({ id: '4', body: JSON.stringify({ encounterId: ERASED }) }),
  `{"id":"5","source":"ehr","encounterId":"${escaped}","type":"obs`,
];
const OTHER_LETTERS = [`{"id":"7","source":"ehr","type":"unheard-of","encounterId":"${OTHER}"}`];

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vi-erase-'));
  folders.push(folder);
  return folder;
}
function copyOf(folder: string): string {
  const copy = emptyFolder();
  cpSync(folder, copy, { recursive: true });
  return copy;
}

const records = (texts: readonly string[]): RawRecord[] =>
  texts.map((text, offset) => ({ offset, bytes: Buffer.from(text) }));
const textsOf = (some: readonly Line[]) => some.map((line) => JSON.stringify(line));

/**
 * Sends to a folder in one run of a server, at a time.
 * @param isServed stops once all is served: from when on staffing is known depends on it
 */
async function run(
  data: string,
  texts: readonly string[],
  now: number,
  isServed = false,
): Promise<string[]> {
  const serve = await openServe({ data, site, now: () => now });
  await serve.start();
  const decoded = decode(records(texts), eventRules(site));
  const results = await serve.ingest.queue.submit(decoded, SENDER);
  if (isServed) await serve.idle();
  await serve.stop();
  return results.map(({ status }) => status);
}

/** A folder of a server that ran on three days, and caught up with all of it. */
async function filled(keep: (line: Line) => boolean, letters: readonly string[]): Promise<string> {
  const data = emptyFolder();
  const all = [...lines.slice(0, 1200), ...GOES, ...STAYS].filter(keep);
  await run(data, [...textsOf(all), ...letters], NOW);
  await run(data, textsOf(lines.slice(1200).filter(keep)), NOW + DAY);
  await run(data, [], NOW + 2 * DAY);
  return data;
}

async function opened(data: string): Promise<void> {
  const serve = await openServe({ data, site, now: () => NOW + 2 * DAY });
  await serve.start();
  await serve.stop();
}

/** Checks every link of a journal's chain. Gives the kinds of its links and its records without an event. */
async function chainOf(data: string): Promise<{ kinds: string[]; erased: number }> {
  const kinds: string[] = [];
  let erased = 0;
  let previous = NO_HASH;
  for (const file of await journalFiles(join(data, 'journal'))) {
    for await (const { link, hash, damage, records: some } of scan(file)) {
      expect(damage).toEqual([]);
      expect(link!.previous).toBe(previous);
      previous = hash;
      kinds.push(link!.kind);
      erased += some.filter(({ text }) => text === null).length;
    }
  }
  return { kinds, erased };
}

/** What an examination of a folder calls damaged. */
async function damageIn(data: string): Promise<string[]> {
  const findings: Finding[] = [];
  for await (const finding of examine({ data })) findings.push(finding);
  return findings.flatMap(({ level, of }) => (level === 'damage' ? [of] : []));
}

const counted = [...lines, ...GOES, ...STAYS].filter(isErased);

let before: string;
let expected: Awaited<ReturnType<typeof derivedOf>>;
beforeAll(async () => {
  before = await filled(() => true, [...LETTERS, ...OTHER_LETTERS]);
  for (const folder of ['answers', 'snapshots']) {
    mkdirSync(join(before, folder), { recursive: true });
    writeFileSync(join(before, folder, 'left.csv'), `${ERASED}\n`);
  }
  expected = await derivedOf(await filled((line) => !isErased(line), OTHER_LETTERS));
});

describe('an erased encounter', () => {
  test('is in no byte of any file, and every aggregate equals a replay without it', async () => {
    const data = copyOf(before);
    const packed = filesOf(data).filter((file) => file.endsWith('.ndjson.gz'));
    expect(packed.length).toBeGreaterThan(0);
    expect(await holding(data, ERASED)).toEqual(
      expect.arrayContaining([...packed, 'ingest.duckdb', 'scorer.duckdb', 'serving.duckdb']),
    );
    // where a simulated hospital was: it makes its past again
    writeFileSync(join(data, 'simulation-state'), ERASED);
    // what a rebuild and a repair kept
    cpSync(join(data, 'scorer.duckdb'), join(data, 'scorer.duckdb.before'));
    cpSync(join(data, packed[0]!), join(data, `${packed[0]}.damaged`));
    const erased = await erase({ data, encounterId: ERASED, reason: 'Beslut 4711' });
    expect(erased).toMatchObject({ records: counted.length, deadLetters: LETTERS.length });
    expect(erased.leftovers).toEqual([]);
    expect(await holding(data, ERASED)).toEqual([]);
    expect(existsSync(join(data, 'answers'))).toBe(false);
    await opened(data);
    expect(await holding(data, ERASED)).toEqual([]);
    const found = await derivedOf(data);
    expect(expected.wardHours.length).toBeGreaterThan(500);
    for (const [name, rows] of Object.entries(expected)) {
      expect(found[name as keyof typeof found], name).toEqual(rows);
    }
  });

  test('leaves its sums in the chain, which still holds, and a link that says how many', async () => {
    const data = copyOf(before);
    const head = JSON.parse(readFileSync(join(data, 'head.json'), 'utf8'));
    const { kinds: linksBefore, erased: none } = await chainOf(data);
    expect(none).toBe(0);
    await erase({ data, encounterId: ERASED });
    const { kinds, erased } = await chainOf(data);
    expect(erased).toBe(counted.length);
    expect(kinds.filter((kind) => kind === 'erased')).toHaveLength(1);
    expect(kinds.filter((kind) => kind === 'events')).toEqual(
      linksBefore.filter((kind) => kind === 'events'),
    );
    const now = JSON.parse(readFileSync(join(data, 'head.json'), 'utf8'));
    expect(now.journal).toMatchObject({ id: head.journal.id, end: head.journal.end });
    expect(await damageIn(data)).toEqual([]);
  });

  test('is named by the audit alone: who read it, and that it was erased, who did it and by what decision', async () => {
    const data = copyOf(before);
    await erase({ data, encounterId: ERASED, reason: 'Beslut 4711' });
    const found: unknown[] = [];
    for await (const { entry } of searchAudit(join(data, 'audit'), { encounterId: ERASED })) {
      found.push(entry);
    }
    const common = { by: userInfo().username, encounterId: ERASED, reason: 'Beslut 4711' };
    expect(found).toMatchObject([
      { note: 'an encounter is to be erased', ...common },
      { note: 'an encounter is erased', ...common, records: counted.length, deadLetters: 5 },
    ]);
    expect((await verify(join(data, 'audit'))).breaks).toEqual([]);
  });

  test('that is sent again is a new admission of data', async () => {
    const data = copyOf(before);
    await erase({ data, encounterId: ERASED });
    const again = textsOf(lines.filter(isErased));
    expect(new Set(await run(data, again, NOW + 2 * DAY))).toEqual(new Set(['accepted']));
    // and what was not erased is known as before
    const [{ n: hours } = { n: 0 }] = await rowsOf<{ n: number }>(
      data,
      'serving',
      `select count(*) as n from encounter_hour where encounter_id = '${ERASED}'`,
    );
    expect(hours).toBeGreaterThan(0);
  });

  test('leaves what was published of its ward-hours, but where that is to go too', async () => {
    const published = 'from superseded_ward_hour order by ward_id, hour, known_at';
    const [kept, forgotten] = [copyOf(before), copyOf(before)];
    const were = await rowsOf<{ ward_id: string; hour: number }>(before, 'serving', published);
    const part = await rowsOf<{ ward_id: string; hour: number }>(
      before,
      'serving',
      `select distinct ward_id, hour from encounter_hour where encounter_id = '${ERASED}'`,
    );
    const isPart = (row: { ward_id: string; hour: number }) =>
      part.some(({ ward_id, hour }) => ward_id === row.ward_id && hour === row.hour);
    await erase({ data: kept, encounterId: ERASED });
    await erase({ data: forgotten, encounterId: ERASED, forgetPublished: true });
    expect(part.length).toBeGreaterThan(0);
    expect(await rowsOf(kept, 'serving', published)).toEqual(expect.arrayContaining(were));
    expect(await rowsOf(forgotten, 'serving', published)).toEqual(
      were.filter((row) => !isPart(row)),
    );
  });
});

describe('an erased judgement', () => {
  const [ID, SOURCE, NAME] = ['5b0c7a52-2f0e-4d3c-9a51-0c6f6e8f7d11', 'huset', 'Anna Svensson'];
  const judged = (hour: number, note: string, more: object = {}): Line => ({
    ...{ ...judgement(ID, note), source: SOURCE, recordedAt: `2026-03-06T${hour}:00:00Z` },
    ...more,
  });
  const goes = [
    judged(13, `${NAME} är orolig.`),
    judged(14, 'En patient är orolig.', { status: 'amended' }),
    judged(15, 'En patient är orolig.', { status: 'entered-in-error' }),
  ];
  // of the same id, by another system; and of the same system, by another id. Last, so that stream time is theirs
  const stays = [judged(16, 'Tungt.', { source: 'unit' }), judged(16, 'Lätt.', { id: `${ID}-2` })];
  const letter = `{"id":"${ID}","source":"${SOURCE}","type":"judgment","note":"${NAME}"`;
  const otherLetter = `{"id":"${ID}","source":"unit","type":"judgment"`;
  const subject = { judgement: { source: SOURCE, id: ID } };
  /** With its note in a cached answer, as known earlier and withdrawn. */
  const withJudgement = async () => {
    const data = copyOf(before);
    await run(data, [...textsOf([...goes, ...stays]), letter, otherLetter], NOW + 2 * DAY, true);
    mkdirSync(join(data, 'answers'), { recursive: true });
    writeFileSync(join(data, 'answers', 'judgements.csv'), `${NAME} är orolig.\n`);
    return data;
  };

  test('and its note are in no byte of any file, and everything else is as if it had never come', async () => {
    const data = await withJudgement();
    const held = ['ingest.duckdb', 'scorer.duckdb', 'serving.duckdb', 'answers/judgements.csv'];
    expect(await holding(data, NAME)).toEqual(expect.arrayContaining(held));
    const erased = await erase({ data, ...subject, reason: 'Beslut 13' });
    expect(erased).toEqual({ records: 3, wardHours: 0, deadLetters: 1, leftovers: [] });
    for (const text of [NAME, 'En patient är orolig', `"source":"${SOURCE}","id":"${ID}"`]) {
      expect(await holding(data, text), text).toEqual([]);
    }
    const without = copyOf(before);
    await run(without, [...textsOf(stays), otherLetter], NOW + 2 * DAY, true);
    const known = 'select * from staffing union all from superseded_staffing order by all';
    expect(await rowsOf(data, 'serving', known)).toEqual(await rowsOf(without, 'serving', known));
    const letters = 'select count(*) as n from dead_letter';
    expect(await rowsOf(data, 'ingest', letters)).toEqual(await rowsOf(without, 'ingest', letters));
    for (const each of [data, without]) await opened(each);
    const [found, wanted] = [await derivedOf(data), await derivedOf(without)];
    for (const [name, rows] of Object.entries(wanted)) {
      expect(found[name as keyof typeof found], name).toEqual(rows);
    }
    expect((await chainOf(data)).erased).toBe(3);
    expect(await damageIn(data)).toEqual([]);
    const notes: unknown[] = [];
    for await (const { entry } of searchAudit(join(data, 'audit'), {})) {
      if ('judgement' in entry) notes.push(entry);
    }
    const common = { by: userInfo().username, ...subject, reason: 'Beslut 13' };
    expect(notes).toMatchObject([
      { note: 'a judgement is to be erased', ...common },
      { note: 'a judgement is erased', ...common, records: 3, deadLetters: 1 },
    ]);
  });

  test('that is cut off keeps servers and other erasures away until the same call ends it', async () => {
    const data = await withJudgement();
    const cut = { data, ...subject, onStep: failAt('serving.duckdb: replaced') };
    await expect(erase(cut)).rejects.toThrow('cut off');
    await expect(openServe({ data, site })).rejects.toThrow(/Run the same command/);
    const other = { judgement: { source: 'unit', id: ID } };
    await expect(erase({ data, ...other })).rejects.toThrow(/Another erasure/);
    await expect(erase({ data, encounterId: ID })).rejects.toThrow(/Another erasure/);
    expect(await erase({ data, ...subject })).toMatchObject({ records: 3, deadLetters: 1 });
    expect(await holding(data, NAME)).toEqual([]);
  });
});

/** Interrupts an erasure at a step. */
function failAt(at: string): (step: string) => void {
  return (step) => {
    if (step === at) throw new Error('cut off');
  };
}

test('what the journal has and the files do not have yet is erased, too, and what it corrects stays', async () => {
  const data = copyOf(before);
  const back = { ...amended, recordedAt: '2026-03-01T13:00:00Z' };
  const stays = observation('moved-here', OTHER, back);
  const late = [observation('late', ERASED), stays];
  const journal = (await Journal.open(join(data, 'journal')))!;
  const { events } = decode(records(textsOf(late)), eventRules(site));
  await journal.append({ events, senders: new Map() });
  await journal.close();
  await erase({ data, encounterId: ERASED });
  await opened(data);
  expect(await holding(data, ERASED)).toEqual([]);

  const without = await filled((line) => !isErased(line), OTHER_LETTERS);
  await run(without, textsOf([observation('moved-here', OTHER), stays]), NOW + 2 * DAY);
  await opened(without);
  expect(await derivedOf(data)).toEqual(await derivedOf(without));
});

describe('an erasure that is cut off', () => {
  test('keeps servers away at every step, and the same command ends it', async () => {
    const data = copyOf(before);
    const cuts: { step: string; copy: string }[] = [];
    // the folder as a kill leaves it, at each step
    await erase({
      data,
      encounterId: ERASED,
      onStep: (step) => {
        if (!cuts.some((cut) => cut.step === step)) cuts.push({ step, copy: copyOf(data) });
      },
    });
    const steps = cuts.map(({ step }) => step);
    expect(steps).toContain('scorer.duckdb: copied');
    expect(steps.some((step) => step.endsWith('.gz is erased'))).toBe(true);
    for (const { step, copy } of cuts) {
      // a killed process holds no lock; this one lives
      rmSync(join(copy, 'command.lock'));
      if (step !== 'audited') {
        expect(await damageIn(copy), step).toContain('erasing.json');
        expect(readFileSync(join(copy, 'erasing.json'), 'utf8'), step).not.toContain(ERASED);
        const start = openServe({ data: copy, site });
        await expect(start, step).rejects.toThrow(/is not finished in .*Run the same command/);
        const other = erase({ data: copy, encounterId: OTHER });
        await expect(other, step).rejects.toThrow(/Another erasure/);
      }
      await erase({ data: copy, encounterId: ERASED });
      expect(await holding(copy, ERASED), step).toEqual([]);
      const { kinds, erased } = await chainOf(copy);
      expect(erased, step).toBe(counted.length);
      expect(kinds.filter((kind) => kind === 'erased').length, step).toBe(1);
      expect(filesOf(copy), step).not.toContain('erasing.json');
    }
    // what is derived is the same wherever it was cut
    for (const { step, copy } of cuts.filter((_, index) => index % 4 === 1)) {
      await opened(copy);
      expect(await derivedOf(copy), step).toEqual(expected);
    }
  });
});

test('files that somebody else put there are named, not changed', async () => {
  const data = copyOf(before);
  writeFileSync(join(data, 'list.csv'), `a;${ERASED}\n`);
  writeFileSync(join(data, 'list.json.gz'), gzipSync(`{"id":"${ERASED}"}`));
  writeFileSync(join(data, 'other.csv'), `a;${OTHER}\n`);
  cpSync(join(data, 'serving.duckdb'), join(data, 'old.duckdb'));
  const { leftovers } = await erase({ data, encounterId: ERASED });
  expect(leftovers.toSorted((a, b) => (a.file < b.file ? -1 : 1))).toEqual([
    { file: 'list.csv', why: 'names' },
    { file: 'list.json.gz', why: 'names' },
    { file: 'old.duckdb', why: 'unsearched' },
  ]);
});

describe('erasing is refused, and nothing is changed', () => {
  const bytesOf = (data: string) => filesOf(data).map((file) => readFileSync(join(data, file)));

  test('where a server runs', async () => {
    const data = copyOf(before);
    const serve = await openServe({ data, site });
    const journal = readdirSync(join(data, 'journal'));
    await expect(erase({ data, encounterId: ERASED })).rejects.toThrow(
      /already open|stop the server/,
    );
    expect(readdirSync(join(data, 'journal'))).toEqual(journal);
    await serve.stop();
    expect(await holding(data, ERASED)).not.toEqual([]);
  });

  test('where the journal is damaged', async () => {
    const data = copyOf(before);
    const packed = filesOf(data).find((file) => file.endsWith('.ndjson.gz'))!;
    const bytes = readFileSync(join(data, packed));
    bytes[Math.floor(bytes.length / 2)]! ^= 1;
    writeFileSync(join(data, packed), bytes);
    await expect(erase({ data, encounterId: ERASED })).rejects.toThrow(
      /is damaged: .*, byte \d+: .*doctor --data .* Nothing was changed/,
    );
    expect(filesOf(data)).not.toContain('erasing.json');
    expect(
      await rowsOf(data, 'serving', `from encounter_hour where encounter_id = '${ERASED}'`),
    ).not.toEqual([]);
  });

  test('where the folder is none of a server', async () => {
    const data = emptyFolder();
    await expect(erase({ data, encounterId: ERASED })).rejects.toThrow(/no folder of a server/);
    expect(bytesOf(data)).toEqual([]);
  });
});

test('a state of a program before journals is erased by what its own file says', async () => {
  const data = emptyFolder();
  for (const name of ['scorer', 'serving', 'ingest']) {
    const packed = readFileSync(new URL(`${name}.duckdb.gz`, FIXTURE));
    writeFileSync(join(data, `${name}.duckdb`), gunzipSync(packed));
  }
  expect(await holding(data, ERASED)).toEqual(['scorer.duckdb', 'serving.duckdb']);
  expect(await erase({ data, encounterId: ERASED })).toMatchObject({ records: null });
  expect(await holding(data, ERASED)).toEqual([]);
  await opened(data);
  const without = emptyFolder();
  await run(without, textsOf(lines.filter((line) => !isErased(line))), NOW);
  await opened(without);
  const [found, wanted] = [await derivedOf(data), await derivedOf(without)];
  for (const [name, rows] of Object.entries(wanted)) {
    expect(found[name as keyof typeof found], name).toEqual(rows);
  }
});
