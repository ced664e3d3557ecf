import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Data,
  Dictionary,
  Field,
  Int32,
  makeData,
  RecordBatch,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  Utf8,
  Vector,
} from 'apache-arrow';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { REJECTION_REASONS } from '../../pipelines/events/decode.ts';
import { eventRules } from '../../pipelines/events/event-rules.ts';
import { toArrow } from '../../pipelines/events/to-arrow.ts';
import { ScoringStore } from '../../pipelines/scoring/store.ts';
import { loadModel } from '../../pipelines/scoring/weights.ts';
import { EVENT_COLUMNS, type EventColumn } from '../../schemas/event-batch.ts';
import { wardEvent } from '../../schemas/ward-event.ts';
import { arrowChunks } from '../../services/files/arrow-file.ts';
import { InputError } from '../../services/platform/input-error.ts';
import { bytesAsUtf8 } from '../pipelines/warehouse/batch.ts';
import { site, text } from './inputs.ts';
import { Share } from './runs.ts';

const ROWS = 8;
const rules = eventRules(site);
const folder = mkdtempSync(join(tmpdir(), 'vi-fuzz-arrow-'));
const file = join(folder, 'events.arrow');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SOUND = toArrow(
  Array.from({ length: ROWS }, (_, row) =>
    wardEvent.parse({
      ...{ id: `a${row}`, source: 'adt', type: 'admission', encounterId: `E${row}`, wardId: '31A' },
      ...{ bed: '1', occurredAt: '2026-01-05T09:00:00Z', recordedAt: '2026-01-05T09:00:00Z' },
    }),
  ),
);
const WORDS = [
  'bed',
  'source',
  'type',
  'status',
  'ward_id',
  'unit',
  'code',
  'text',
  'items',
] as const;

/** Values of a dictionary: texts, bytes that are none, nulls, and any of them twice. */
const values = fc.array(
  fc.oneof(
    text.map((each) => [...Buffer.from(each)]),
    fc.constantFrom(
      [...Buffer.from('31A')],
      [...Buffer.from('admission')],
      [...Buffer.from('final')],
      [0x32, 0],
      [0x32],
    ),
    fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 15 }),
  ),
  { maxLength: 6 },
);
const spoilt = fc.record({
  name: fc.constantFrom(...WORDS),
  pieces: fc.array(fc.tuple(values, fc.nat(63)), { minLength: 1, maxLength: 3 }),
  codes: fc.array(fc.integer({ min: -1, max: 8 }), { minLength: ROWS, maxLength: ROWS }),
  valid: fc.nat(255),
});
type Spoilt = typeof spoilt extends fc.Arbitrary<infer T> ? T : never;

/** A column of a dictionary in pieces, as deltas make it. */
function columnOf({ pieces, codes, valid }: Spoilt, id: number): Data {
  const datas = pieces.map(([each, nulls]) => {
    const data = bytesAsUtf8(each);
    const nullBitmap = Uint8Array.of(~nulls & 0xff);
    const nullCount = each.filter((_, row) => (nulls >> row) & 1).length;
    const { length, valueOffsets, values: bytes } = data;
    return makeData({
      type: new Utf8(),
      length,
      nullCount,
      nullBitmap,
      valueOffsets,
      data: bytes,
    } as never);
  });
  return makeData({
    type: new Dictionary(new Utf8(), new Int32(), id),
    ...{ length: ROWS, data: Int32Array.from(codes), dictionary: new Vector(datas) },
    nullCount: ROWS - [...valid.toString(2)].filter((bit) => bit === '1').length,
    nullBitmap: Uint8Array.of(valid),
  } as never) as Data;
}

async function fileOf(columns: readonly Spoilt[]): Promise<Buffer> {
  const names = Object.keys(EVENT_COLUMNS);
  const made = new Map<EventColumn, Data>(
    columns.map((each, at) => [each.name, columnOf(each, 100 + at)]),
  );
  const children = SOUND.data.children.map(
    (child, at) => made.get(names[at] as EventColumn) ?? child,
  );
  const fields = children.map((child, at) => new Field(names[at]!, child.type, true));
  const writer = new RecordBatchStreamWriter();
  const type = new Struct(fields);
  writer.write(
    new RecordBatch(new Schema(fields), makeData({ type, length: ROWS, nullCount: 0, children })),
  );
  writer.finish();
  return Buffer.from(await writer.toUint8Array());
}

const share = new Share(0.01, { fewest: 20 });
test(
  'a file of any dictionaries is stored row by row, or refused by its name',
  async () => {
    const store = await ScoringStore.open(':memory:', site, loadModel(site.model));
    const flips = fc.array(fc.tuple(fc.nat(100_000), fc.nat(255)), { maxLength: 3 });
    const columns = fc.uniqueArray(spoilt, {
      selector: ({ name }) => name,
      minLength: 1,
      maxLength: 3,
    });
    await share.assert(
      'Arrow files',
      fc.asyncProperty(columns, fc.option(flips), async (made, flipped) => {
        const bytes = await fileOf(made).catch((error: Error) => {
          // what Arrow's own writer cannot write is no input
          expect(error).toBeInstanceOf(Error);
          return null;
        });
        if (bytes === null) return;
        for (const [at, byte] of flipped ?? []) bytes[at % bytes.length] = byte;
        writeFileSync(file, bytes);
        try {
          for await (const { batches, rejected, nextOffset } of arrowChunks(file, 0, rules, 1000)) {
            const rows = batches.reduce((sum, batch) => sum + batch.numRows, 0);
            expect(rows + rejected.length).toBe(nextOffset);
            for (const { reason, detail } of rejected) {
              expect(REJECTION_REASONS).toContain(reason);
              expect(detail.length).toBeGreaterThan(8);
            }
            await store.store(batches, rejected, { topic: 'file', partition: 0, nextOffset });
          }
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
          expect(error.message).toContain(file);
        }
      }),
    );
    await store.close();
  },
  share.timeout,
);
