import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  asObjects,
  ColumnarEvents,
  type EventSequence,
} from '../../../pipelines/events/columnar-events.ts';
import { wireEvent } from '../../../pipelines/events/encode.ts';
import type { WardEvent } from '../../../schemas/ward-event.ts';
import { clockTick } from '../../../services/clock/clock-tick.ts';
import type { Chunk } from '../../../services/journal/chunk.ts';
import { eraseRecords } from '../../../services/journal/erase.ts';
import { journalFiles } from '../../../services/journal/files.ts';
import { Journal, JournalFault } from '../../../services/journal/journal.ts';
import { linkHash, linkLine, recordLine, sumOf } from '../../../services/journal/lines.ts';
import { JournalReader } from '../../../services/journal/reader.ts';
import { at, event } from '../../support/scenario.ts';

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'vi-columns-')), 'journal');
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

const START = at('8') / 1000;
const observation = (id: string, value: number | boolean | string, code = 'heart-rate') =>
  event('8', { id, type: 'observation', encounterId: `E${id}`, code, value });
/** Makes an event of each kind: such as every system writes, and such as only the judge of objects reads. */
const KINDS: readonly ((id: string) => WardEvent)[] = [
  (id) => observation(id, 80),
  (id) => observation(id, 1.25e-7, 'local.ratio'),
  (id) => observation(id, 'känd "sedan\ttidigare" \u2028', 'local.text'),
  (id) => observation(id, 'True', 'local.text'),
  (id) => observation(id, false, 'local.flag'),
  (id) => ({ ...observation(id, 81), source: 'lab' }),
  (id) => ({ ...observation(id, 82), status: 'entered-in-error' }),
  (id) => clockTick(START + Number(id) * 60_000),
  (id) => ({ ...clockTick(START + Number(id) * 60_000), source: 'other' }),
  (id) => event('8', { id, type: 'admission', encounterId: 'E', wardId: 'long gone', bed: 'Ö 1' }),
  (id) =>
    event('8', {
      ...{ id, type: 'assessment', encounterId: 'E', instrument: 'local.scale' },
      ...{ total: 3, items: { b: 1, a: 2 } },
    } as never),
  (id) =>
    event('8', { id, type: 'judgement', wardId: 'A', value: 3, note: 'tungt "pass"' } as never),
];

/** What is done to a journal: `texts` stands for records that a later program wrote. */
type Step =
  | {
      readonly kinds: readonly number[];
      readonly sender: number;
      readonly source: boolean;
    }
  | { readonly rewindTo: number }
  | { readonly text: string };

const SENDERS: readonly ReadonlyMap<string, string>[] = [
  new Map(),
  new Map([['ehr', 'key (a)']]),
  new Map([
    ['ehr', 'key (b)'],
    ['lab', 'key (b)'],
  ]),
];

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kinds: fc.array(fc.nat(KINDS.length - 1), { minLength: 1, maxLength: 6 }),
      sender: fc.nat(SENDERS.length - 1),
      source: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ rewindTo: fc.nat(20) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      text: fc.constantFrom('{"id":"x","source":"ehr","type":"of later"}', '{"id":"å"}', '{}'),
    }),
  },
);

async function make(steps: readonly Step[], fileBytes: number): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  let journal = await Journal.create(folder, 0, { fileBytes });
  let id = 0;
  for (const each of steps) {
    if ('text' in each) {
      await journal.close();
      await appendText(each.text);
      journal = (await Journal.open(folder, { fileBytes }))!;
    } else if ('rewindTo' in each) {
      const to = new Date(START + each.rewindTo * 60_000).toISOString();
      await journal.note({ kind: 'rewind', to });
    } else {
      const events = each.kinds.map((kind) => KINDS[kind]!(String(id++)));
      const source = each.source ? { source: { topic: 'simulator', nextOffset: id } } : {};
      await journal.append({ events, senders: SENDERS[each.sender]!, ...source });
    }
  }
  await journal.close();
}

/** Appends a record with any text, as a program that knows it would. */
async function appendText(text: string): Promise<void> {
  const journal = (await Journal.open(folder))!;
  const { end, endHash: previous, openFile } = journal;
  await journal.close();
  const sum = sumOf(text);
  const link = { kind: 'events', next: end + 1, at: '2026-01-05T08:00:00Z', count: 1 };
  const written = JSON.stringify({ ...link, senders: { ehr: 'key (c)' }, previous });
  const lines = [recordLine(end, sum, text), linkLine(written, linkHash(written, [sum]))];
  appendFileSync(join(folder, openFile), `${lines.join('\n')}\n`);
}

/** Reads a journal from a position on to its end, or up to a fault. */
async function readAll(
  from: number,
  next: (reader: JournalReader, at: number) => Promise<Chunk<EventSequence> | null>,
) {
  const journal = (await Journal.open(folder))!;
  const reader = new JournalReader(journal);
  const events: unknown[] = [];
  const rejected: unknown[] = [];
  const sources = new Map<string, number>();
  let fault: string | null = null;
  let columns = 0;
  try {
    for (let position = from; ; ) {
      const chunk = await next(reader, position);
      if (chunk === null) break;
      expect(chunk.first).toBe(position);
      if (chunk.events instanceof ColumnarEvents) columns += chunk.events.length;
      for (const [index, each] of asObjects(chunk.events).entries()) {
        events.push([chunk.positions[index], wireEvent(each), chunk.senders.get(each.source)]);
      }
      expect(chunk.positions).toHaveLength(chunk.events.length);
      rejected.push(
        ...chunk.rejected.map((each) => ({ ...each, raw: Buffer.from(each.raw).toString() })),
      );
      for (const [topic, offset] of chunk.sources) sources.set(topic, offset);
      position = chunk.next;
    }
  } catch (error) {
    if (!(error instanceof JournalFault)) throw error;
    fault = error.message;
  } finally {
    await reader.close();
    await journal.close();
  }
  return { found: { events, rejected, sources, fault }, columns };
}

test('events read as columns are those read as objects: odd, erased, of other senders, rewound, or of a later program', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 8 }),
      fc.constantFrom(1, 2_000, 1_000_000),
      fc.array(fc.nat(20), { maxLength: 4 }),
      fc.integer({ min: 1, max: 12 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      async (steps, fileBytes, erased, most, part) => {
        await make(steps, fileBytes);
        await eraseRecords(folder, erased);
        const from = Math.floor(part * (await Journal.end(folder))!.end);
        const objects = await readAll(from, (reader, position) => reader.read(position, most));
        const columns = await readAll(from, (reader, position) => reader.readMany(position, most));
        expect(objects.found.fault).toBeNull();
        expect(columns.found).toEqual(objects.found);
        expect(columns.columns).toBe(objects.found.events.length);
      },
    ),
    { numRuns: 15 },
  );
});

test('a damaged record is named as ever, and nothing after it is read', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      fc.integer({ min: 1, max: 255 }),
      async (isPacked, place, flip) => {
        const append = { kinds: [0, 1, 2, 4], sender: 1, source: true };
        await make([append, append, append], isPacked ? 1 : 1_000_000);
        await appendText('{"id":"y"}');
        const files = await journalFiles(folder);
        // the last file is read when a journal is opened
        const file = isPacked ? files.at(-2)! : files[0]!;
        const bytes = readFileSync(file.path);
        const offset = Math.floor(place * bytes.length);
        bytes[offset]! ^= flip;
        writeFileSync(file.path, bytes);
        if (!isPacked && (await Journal.end(folder).catch(() => null))?.end !== 13) return;
        const objects = await readAll(0, (reader, position) => reader.read(position, 1));
        const columns = await readAll(0, (reader, position) => reader.readMany(position, 100));
        expect(columns.found.fault).toBe(objects.found.fault);
        if (objects.found.fault === null) expect(columns.found).toEqual(objects.found);
        else expect(columns.found.events).toEqual([]);
      },
    ),
    { numRuns: 15 },
  );
});
