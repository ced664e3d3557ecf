import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { wireEvent } from '../../../pipelines/events/encode.ts';
import type { WardEvent } from '../../../schemas/ward-event.ts';
import { clockTick } from '../../../services/clock/clock-tick.ts';
import { journalFiles, scan } from '../../../services/journal/files.ts';
import { Journal, type JournalOptions } from '../../../services/journal/journal.ts';
import { JournalReader } from '../../../services/journal/reader.ts';
import { event } from '../../support/scenario.ts';

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'vi-journal-')), 'journal');
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

const rate = (id: string, value = 80): WardEvent =>
  event('8', { id, type: 'observation', encounterId: `E${id}`, code: 'heart-rate', value });
const SENDERS = new Map([['ehr', 'key (abc)']]);
const append = (journal: Journal, ...events: WardEvent[]) =>
  journal.append({ events, senders: SENDERS });

/** All events of a journal, with their positions, read from the files and not from memory. */
async function everything(options?: JournalOptions) {
  const journal = (await Journal.open(folder, options))!;
  const reader = new JournalReader(journal);
  const found: { position: number; event: unknown; sender: string | undefined }[] = [];
  try {
    for (let from = (await journalFiles(folder))[0]!.first; ; ) {
      const chunk = await reader.read(from, 3);
      if (chunk === null) return found;
      for (const [index, each] of chunk.events.entries()) {
        const sender = chunk.senders.get(each.source);
        found.push({ position: chunk.positions[index]!, event: wireEvent(each), sender });
      }
      expect(chunk.first).toBe(from);
      from = chunk.next;
    }
  } finally {
    await reader.close();
    await journal.close();
  }
}

describe('what is appended is there', () => {
  test('with its position and sender, after a start, in files of any size, packed or not', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 4000 }),
        fc.nat(50),
        async (appends, fileBytes, first) => {
          rmSync(folder, { recursive: true, force: true });
          let journal = await Journal.create(folder, first, { fileBytes });
          const expected: WardEvent[] = [];
          for (const [index, count] of appends.entries()) {
            const events = Array.from({ length: count }, () =>
              rate(`${expected.length}${Math.random()}`),
            );
            expected.push(...events);
            const { next } = await append(journal, ...events);
            expect(next).toBe(first + expected.length);
            if (index % 5 !== 4) continue;
            await journal.close();
            journal = (await Journal.open(folder, { fileBytes }))!;
            expect(journal.end).toBe(first + expected.length);
          }
          await journal.close();
          expect(await everything()).toEqual(
            expected.map((each, index) => ({
              position: first + index,
              event: wireEvent(each),
              sender: 'key (abc)',
            })),
          );
        },
      ),
      { numRuns: 25 },
    );
  });

  test('in a file a day, which any gzip reader and JSON parser reads once it is closed', async () => {
    let now = Date.parse('2026-03-01T23:59:00Z');
    const journal = await Journal.create(folder, 0, { now: () => now });
    await append(journal, rate('a'), rate('b'));
    now += 120_000;
    await append(journal, rate('c'));
    await journal.close();
    expect(readdirSync(folder).toSorted()).toEqual([
      '000000000000000-2026-03-01.ndjson.gz',
      '000000000000002-2026-03-02.ndjson',
    ]);
    const text = execFileSync('gzip', [
      '-dc',
      join(folder, '000000000000000-2026-03-01.ndjson.gz'),
    ]);
    const lines = text
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map((line) => line.event?.id ?? line.link.kind)).toEqual([
      'file',
      'a',
      'b',
      'events',
    ]);
  });

  test('once, where a kill left a file beside what it was packed to', async () => {
    let now = Date.parse('2026-03-01T23:59:00Z');
    let journal = await Journal.create(folder, 0, { now: () => now });
    await append(journal, rate('a'));
    const plain = join(folder, readdirSync(folder)[0]!);
    const text = readFileSync(plain);
    now += 120_000;
    await append(journal, rate('b'));
    await journal.close();
    writeFileSync(plain, text);
    journal = (await Journal.open(folder))!;
    await journal.close();
    expect(existsSync(plain)).toBe(false);
    expect((await everything()).map(({ position }) => position)).toEqual([0, 1]);
  });

  test('chained: each link holds the hash of its text, of its records, and of the link before', async () => {
    const journal = await Journal.create(folder);
    await append(journal, rate('a'), rate('b'));
    await append(journal, rate('c'));
    await journal.close();
    const [name] = readdirSync(folder);
    const lines = readFileSync(join(folder, name!), 'utf8').trimEnd().split('\n');
    const sha = (text: string) => createHash('sha256').update(text).digest('base64url');
    let previous = '0'.repeat(43);
    let sums = '';
    for (const line of lines) {
      const parsed = JSON.parse(line);
      if (parsed.event !== undefined) {
        // the first half of the hash of the event's text, as it stands in the line
        const text = line.slice(line.indexOf('"event":') + 8, -1);
        expect(parsed.sum).toBe(sha(text).slice(0, 22));
        sums += parsed.sum;
        continue;
      }
      const text = line.slice('{"link":'.length, line.lastIndexOf(',"hash":'));
      expect(parsed.link.previous).toBe(previous);
      expect(parsed.hash).toBe(sha(`${text}\n${sums}`));
      previous = parsed.hash;
      sums = '';
    }
    expect(lines).toHaveLength(6);
  });
});

describe('what is sent again', () => {
  test('is known to the letter, also after a start, however its fields are ordered; another version is not', async () => {
    let journal = await Journal.create(folder);
    await append(journal, rate('a'));
    const reordered = Object.fromEntries(Object.entries(rate('a')).reverse()) as WardEvent;
    expect([...(await append(journal, reordered, rate('b'), rate('b'))).known]).toEqual([0, 2]);
    await journal.close();
    journal = (await Journal.open(folder))!;
    expect([...(await append(journal, rate('b'), rate('b', 81), rate('a'))).known]).toEqual([0, 2]);
    expect(journal.end).toBe(3);
    await journal.close();
  });
});

describe('an end that was not acknowledged', () => {
  test('is dropped wherever it was cut, and nothing before it', async () => {
    const journal = await Journal.create(folder);
    await append(journal, rate('a'), rate('b'));
    await append(journal, rate('c'));
    await journal.close();
    const path = join(folder, readdirSync(folder)[0]!);
    const whole = readFileSync(path);
    const lines = whole.toString().split('\n');
    // bytes after which an append is whole: those of its link and newline
    const ends = [0, 3, 5].map((last) =>
      Buffer.byteLength(`${lines.slice(0, last + 1).join('\n')}\n`),
    );
    for (let length = ends[0]!; length <= whole.length; length += 7) {
      for (const filler of [Buffer.alloc(0), Buffer.alloc(64)]) {
        writeFileSync(path, Buffer.concat([whole.subarray(0, length), filler]));
        const opened = (await Journal.open(folder))!;
        const expected = length >= ends[2]! ? 3 : length >= ends[1]! ? 2 : 0;
        expect(opened.end).toBe(expected);
        await append(opened, rate('d'));
        await opened.close();
        expect((await everything()).map(({ position }) => position)).toEqual(
          Array.from({ length: expected + 1 }, (_, position) => position),
        );
      }
    }
  });

  test('of an append that failed is overwritten by the next', async () => {
    const journal = await Journal.create(folder);
    await append(journal, rate('a'));
    const { file } = journal as unknown as { file: { datasync: () => Promise<void> } };
    const { datasync } = file;
    file.datasync = () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }));
    await expect(append(journal, rate('b'), rate('c'), rate('d'))).rejects.toThrow('full');
    file.datasync = datasync;
    expect(journal.end).toBe(1);
    expect((await append(journal, rate('b'))).known.size).toBe(0);
    await journal.close();
    expect((await everything()).map(({ position }) => position)).toEqual([0, 1]);
  });
});

describe('damage', () => {
  async function damaged(isPacked: boolean): Promise<string> {
    let now = Date.parse('2026-03-01T12:00:00Z');
    const journal = await Journal.create(folder, 0, { now: () => now });
    for (let from = 0; from < 600; from += 100) {
      const events = Array.from({ length: 100 }, (_, at) => rate(`${from + at}`));
      await append(journal, ...events);
    }
    if (isPacked) now += 86_400_000;
    await append(journal, rate('last'));
    await journal.close();
    return join(folder, readdirSync(folder).toSorted()[0]!);
  }
  async function scanned() {
    const [file] = await journalFiles(folder);
    const found = { records: [] as number[], damage: 0 };
    for await (const { records, damage } of scan(file!)) {
      found.records.push(...records.map(({ n }) => n));
      found.damage += damage.length;
    }
    return found;
  }

  test.each([false, true])(
    'of any bit is found, and costs the record or the block that it is in (packed: %s)',
    async (isPacked) => {
      const path = await damaged(isPacked);
      const whole = readFileSync(path);
      const { records: all } = await scanned();
      for (let bit = 5; bit < whole.length * 8; bit += Math.floor(whole.length / 5)) {
        const flipped = Buffer.from(whole);
        flipped[bit >> 3]! ^= 1 << (bit & 7);
        writeFileSync(path, flipped);
        const { records, damage } = await scanned();
        expect(damage).toBeGreaterThan(0);
        // a newline that is lost joins two lines; a block holds at most 65 280 bytes, some 300 records of this kind
        expect(all.length - records.length).toBeLessThanOrEqual(isPacked ? 320 : 2);
        expect(records.every((n, index) => index === 0 || n > records[index - 1]!)).toBe(true);
      }
    },
  );

  test('refuses to be read past, with the file and the place', async () => {
    const path = await damaged(false);
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace('"id":"250"', '"id":"251"'));
    await expect(Journal.open(folder)).rejects.toThrow(/damaged in .*\.ndjson at byte \d+/);
    rmSync(path);
    expect(existsSync(path)).toBe(false);
    expect(await Journal.open(folder)).toBeNull();
  });

  test('a file that is missing is named by its records', async () => {
    let now = Date.parse('2026-03-01T12:00:00Z');
    const journal = await Journal.create(folder, 0, { now: () => now });
    for (const id of ['a', 'b', 'c']) {
      await append(journal, rate(id));
      now += 86_400_000;
    }
    await journal.close();
    rmSync(join(folder, readdirSync(folder).toSorted()[1]!));
    await expect(everything()).rejects.toThrow('lacks the records 1 to 1');
  });
});

describe('a rewind', () => {
  const tick = (minute: number): WardEvent => clockTick(Date.UTC(2026, 0, 5, 8, minute));
  const found = async (options?: JournalOptions) =>
    (await everything(options)).map(({ position, event }) => [position, (event as WardEvent).id]);

  test('drops own ticks before it that lie after it, in whatever file, and what comes after it stays', async () => {
    for (const fileBytes of [1, 1_000, 1_000_000]) {
      rmSync(folder, { recursive: true, force: true });
      const journal = await Journal.create(folder, 0, { fileBytes });
      const foreign = { ...tick(50), source: 'other' };
      await append(journal, tick(10), tick(40), rate('a'), foreign);
      await append(journal, tick(30));
      await journal.note({ kind: 'rewind', to: '2026-01-05T08:30:00Z' });
      // the same minute comes again
      expect((await append(journal, tick(40), rate('b'))).known).toEqual(new Set());
      await journal.note({ kind: 'rewind', to: '2026-01-05T08:20:00Z' });
      await append(journal, tick(41));
      const expected = [
        ...[
          [0, tick(10).id],
          [2, 'a'],
          [3, tick(50).id],
        ],
        ...[
          [6, 'b'],
          [7, tick(41).id],
        ],
      ];
      // from memory, and from the files
      const reader = new JournalReader(journal);
      const chunk = (await reader.read(0, 100))!;
      expect(chunk.positions.map((at, n) => [at, chunk.events[n]!.id])).toEqual(expected);
      expect(chunk.next).toBe(8);
      await reader.close();
      await journal.close();
      expect(await found({ fileBytes })).toEqual(expected);
    }
  });
});
