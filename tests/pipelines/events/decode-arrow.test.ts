import {
  type Data,
  Dictionary,
  Field,
  Float64,
  Int32,
  Int64,
  LargeUtf8,
  makeData,
  RecordBatch,
  RecordBatchReader,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  tableFromJSON,
  Utf8,
  Vector,
  vectorFromArray,
} from 'apache-arrow';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findSuspectRows } from '../../../pipelines/events/arrow-prefilter.ts';
import { decode, validateEvent } from '../../../pipelines/events/decode.ts';
import { decodeBatch } from '../../../pipelines/events/decode-arrow.ts';
import { toWireEvent } from '../../../pipelines/events/encode.ts';
import { eventRules } from '../../../pipelines/events/event-rules.ts';
import { asEventRows } from '../../../pipelines/events/event-table.ts';
import { fastValidate } from '../../../pipelines/events/fast-validator.ts';
import { toArrow } from '../../../pipelines/events/to-arrow.ts';
import { ScoringStore } from '../../../pipelines/scoring/store.ts';
import { loadModel } from '../../../pipelines/scoring/weights.ts';
import { MICROS_PER_DAY } from '../../../schemas/instant.ts';
import type { Site } from '../../../schemas/site.ts';
import type { WardEvent } from '../../../schemas/ward-event.ts';
import { wardEvent } from '../../../schemas/ward-event.ts';
import { hospital } from '../../property/hospital.ts';
import { siteWith } from '../../support/scenario.ts';
import { batchOfData, bytesAsUtf8 } from '../warehouse/batch.ts';

const noWard = fc.constantFrom('Z', 'nowhere');

/** Ways to corrupt a decoded event that an Arrow file can hold and the schema must reject. */
const SPOILERS: ((event: Record<string, unknown>, ward: string) => void)[] = [
  (event) => (event.occurredAt = Number(event.recordedAt) + 300_000_001),
  (event) => (event.recordedAt = -5e15),
  // Arrow's own reader gives milliseconds, and throws for more of them than a double counts
  (event) => (event.recordedAt = 9.1e18),
  (event) => (event.occurredAt = Number(event.recordedAt) - 400 * MICROS_PER_DAY),
  (event) => (event.occurredAt = Number(event.recordedAt) - 400 * MICROS_PER_DAY - 1),
  (event) => (event.type = 'gossip'),
  (event) => (event.id = 'with space'),
  (event) => (event.id = ''),
  (event) => (event.id = 'é'),
  (event) => (event.source = 'a b'),
  (event) => (event.status = 'draft'),
  (event) => delete event.encounterId,
  (event) => (event.encounterId = '19811228-9874'),
  (event) => (event.encounterId = 'x'.repeat(65)),
  (event, ward) => (event.wardId = ward),
  (event) => (event.age = -1),
  (event) => (event.age = Number.NaN),
  (event) => (event.minutes = 1441),
  (event) => (event.volumeMl = Number.POSITIVE_INFINITY),
  (event) => (event.value = Number.NaN),
  (event) => (event.value = 5000),
  (event) => (event.value = 'Q'),
  (event) => (event.unit = 'furlong'),
  (event) => (event.code = 'barthel'),
  (event) => (event.code = ''),
  (event) => (event.form = 'a b'),
  (event) => (event.bed = ''),
  (event) => (event.bed = '2\u0000'),
  (event) => (event.bed = '\ufeff2'),
  (event) => (event.bed = 'rum 121212 1212'),
  (event) => (event.text = 'a\u0007'),
  (event) => (event.id = '191212121212'),
  (event) => (event.encounterId = 'E1212121212'),
  (event) => (event.plannedDischargeAt = -6e16),
  (event) => (event.plannedDischargeAt = 9.2e18),
  (event) => (event.plannedDischargeAt = -9.1e17),
  (event) => (event.recordedAt = 9e18),
  (event) => (event.bed = 'x'.repeat(33)),
  (event) => (event.headcount = -1),
  (event) => (event.to = event.from),
  (event) => (event.total = Number.NaN),
  (event) => (event.items = { 'a b': 1 }),
  (event) => (event.items = { a: '1' }),
  (event) => (event.items = JSON.parse('{"__proto__":1}')),
  (event) => (event.items = [1]),
  (event) => (event.items = Object.fromEntries(Array.from({ length: 101 }, (_, n) => [n, n]))),
  (event) => (event.instrument = 'a b'),
  (event) => (event.role = 'md'),
  (event) => (event.basis = 'guess'),
  (event) => (event.headcount = 1001),
  (event) => (event.to = Number(event.from) + 401 * MICROS_PER_DAY),
  (event) => (event.from = -5e15),
];

const spoiled = fc
  .tuple(
    hospital(),
    fc.array(fc.tuple(fc.nat(), fc.nat(SPOILERS.length - 1), noWard), {
      minLength: 1,
      maxLength: 40,
    }),
  )
  .filter(([{ log }]) => log.length > 0)
  .map(([{ site, log }, spoilings]) => {
    const events = log.map(({ event }) => ({ ...event }) as Record<string, unknown>);
    for (const [at, spoiler, ward] of spoilings)
      SPOILERS[spoiler]!(events[at % events.length]!, ward);
    return { site, events: events as unknown as WardEvent[] };
  });

/** An event from the future with a planned discharge out of range: the rejected record keeps the plan. */
const plannedOutOfRange = (plannedDischargeAt: number): { site: Site; events: WardEvent[] } => {
  const recordedAt = 1_767_648_601_762_979;
  const times = { occurredAt: recordedAt + 300_000_001, recordedAt, plannedDischargeAt };
  const admission = { type: 'admission', encounterId: 'E0', wardId: '31B', bed: '1' } as const;
  const event = { id: 'a1', source: 'Monitor', status: 'final', ...admission, ...times } as const;
  return { site: siteWith(), events: [event] };
};

test('columns and lines accept the same events, and reject the others for the same reasons', () => {
  fc.assert(
    fc.property(spoiled, ({ site, events }) => {
      const rules = eventRules(site);
      const batch = toArrow(events);
      const records = events.map((_, row) => ({
        offset: row,
        bytes: Buffer.from(JSON.stringify(toWireEvent(batch, row))),
      }));
      const lines = decode(records, rules);
      const columns = decodeBatch(asEventRows(batch), 0, rules);
      expect(columns.rejected).toEqual(lines.rejected);
      const accepted = columns.batches.flatMap((part) =>
        Array.from({ length: part.numRows }, (_, row) => wardEvent.parse(toWireEvent(part, row))),
      );
      expect(accepted).toEqual(lines.events);
    }),
    {
      numRuns: 60,
      examples: [-6e16, 9.2e18].map((planned) => [plannedOutOfRange(planned)]),
    },
  );
});

test('the fast validator accepts only what the event schema accepts, and reads it the same', () => {
  fc.assert(
    fc.property(spoiled, ({ site, events }) => {
      const rules = eventRules(site);
      const batch = toArrow(events);
      events.forEach((_, row) => {
        const text = JSON.stringify(toWireEvent(batch, row));
        const fast = fastValidate(JSON.parse(text), rules);
        if (fast !== null) expect(validateEvent(JSON.parse(text), rules)).toEqual({ event: fast });
      });
    }),
    { numRuns: 60 },
  );
});

test('an event survives its columns', () => {
  fc.assert(
    fc.property(hospital(), ({ log }) => {
      const batch = toArrow(log.map(({ event }) => event));
      log.forEach(({ event }, row) => {
        expect(wardEvent.parse(toWireEvent(batch, row))).toEqual(event);
      });
    }),
    { numRuns: 30 },
  );
});

test('the prefilter clears every valid row that has no note', () => {
  fc.assert(
    fc.property(hospital(), ({ site, log }) => {
      const rules = eventRules(site);
      const plain = log.filter(({ event }) => event.type !== 'judgement');
      if (plain.length === 0) return;
      expect(findSuspectRows(toArrow(plain.map(({ event }) => event)), rules)).toEqual([]);
    }),
    { numRuns: 25 },
  );
});

describe('files from elsewhere', () => {
  const rows = [
    {
      id: '1',
      source: 'ehr',
      type: 'discharge',
      status: 'final',
      encounter_id: 'E1',
      occurred_at: new Date('2026-01-05T09:00:00Z'),
      recorded_at: new Date('2026-01-05T09:00:00Z'),
    },
  ];

  test('a column of another type is named', () => {
    const batch = tableFromJSON(rows).batches[0]!;
    expect(() => decodeBatch(asEventRows(batch), 0, eventRules(siteWith()))).toThrow(
      /"occurred_at" is .*expected Timestamp/,
    );
  });

  test('an unknown column is named', () => {
    const batch = tableFromJSON([{ shoe_size: 44 }]).batches[0]!;
    expect(() => decodeBatch(asEventRows(batch), 0, eventRules(siteWith()))).toThrow(
      'Unknown column "shoe_size"',
    );
  });

  test('a column that counts its nulls wrongly is named', () => {
    const id = makeData({
      ...{ type: new Utf8(), length: 2, nullBitmap: Uint8Array.of(0b11), nullCount: 2 },
      ...{ valueOffsets: Int32Array.of(0, 1, 2), data: Buffer.from('12') },
    });
    expect(() => asEventRows(batchOfData({ id }))).toThrow(
      'Column "id": it claims 2 null rows, and marks others',
    );
  });

  test('a batch keeps its events over the wire', async () => {
    const event = wardEvent.parse({
      ...{ id: '1', source: 'ehr', type: 'discharge', encounterId: 'E1' },
      ...{ occurredAt: '2026-01-05T09:00:00.123456Z', recordedAt: '2026-01-05T09:00:00Z' },
    });
    const writer = new RecordBatchStreamWriter();
    writer.write(toArrow([event]));
    writer.finish();
    const [batch] = [...RecordBatchReader.from(await writer.toUint8Array())];
    expect(
      toWireEvent(decodeBatch(asEventRows(batch!), 0, eventRules(siteWith())).batches[0]!, 0),
    ).toMatchObject({
      id: '1',
    });
  });
});

describe('every kind of dictionary is read as its texts', () => {
  const rules = eventRules(siteWith());
  const wards = siteWith().wards.map(({ wardId }) => wardId);
  const admissions = (beds: readonly (string | null)[]) =>
    beds.map((bed, at) =>
      wardEvent.parse({
        ...{
          id: `a${at}`,
          source: 'adt',
          type: 'admission',
          encounterId: `E${at}`,
          wardId: wards[0],
        },
        ...{ occurredAt: '2026-01-05T09:00:00Z', recordedAt: '2026-01-05T09:00:00Z' },
        ...(bed === null ? {} : { bed }),
      }),
    );
  /** Admissions whose beds are a column as it is given. */
  function withBeds(rows: number, bed: Data): RecordBatch {
    const { schema, data } = toArrow(admissions(Array(rows).fill('1')));
    const at = schema.fields.findIndex(({ name }) => name === 'bed');
    const fields = schema.fields.map((field, i) =>
      i === at ? new Field('bed', bed.type, true) : field,
    );
    const children = data.children.map((child, i) => (i === at ? bed : child));
    return new RecordBatch(
      new Schema(fields),
      makeData({ type: new Struct(fields), length: rows, nullCount: 0, children }),
    );
  }
  const dictionary = (words: Vector, codes: number[], nulls: number[] = []) =>
    makeData({
      type: new Dictionary(new Utf8(), new Int32(), 99),
      ...{
        length: codes.length,
        nullCount: nulls.length,
        data: Int32Array.from(codes),
        dictionary: words,
      },
      nullBitmap: Uint8Array.of(
        codes.reduce((bits, _, i) => (nulls.includes(i) ? bits : bits | (1 << i)), 0),
      ),
    } as never) as Data;
  const words = (...texts: (string | null)[]) => vectorFromArray(texts, new Utf8());
  const stored = (batch: RecordBatch) =>
    decodeBatch(asEventRows(batch), 0, rules).batches.flatMap((part) =>
      Array.from({ length: part.numRows }, (_, row) => toWireEvent(part, row).bed ?? null),
    );

  test.each<[string, Data, (string | null)[]]>([
    ['a value twice', dictionary(words('1', '1', '2'), [0, 1, 2]), ['1', '1', '2']],
    ['a null', dictionary(words('1', null), [0, 1, 0]), ['1', null, '1']],
    ['nothing but nulls', dictionary(words(null), [0, 0]), [null, null]],
    ['no value', dictionary(words(), [7, 7], [0, 1]), [null, null]],
    ['any code below a null', dictionary(words('1'), [-9, 0, 99], [0, 2]), [null, '1', null]],
    [
      'texts of 64-bit offsets',
      vectorFromArray(['1', null], new LargeUtf8()).data[0]!,
      ['1', null],
    ],
    [
      '64-bit indices',
      makeData({
        type: new Dictionary(new Utf8(), new Int64() as never, 99),
        ...{ length: 2, nullCount: 0, data: BigInt64Array.of(1n, 0n), dictionary: words('1', '2') },
      } as never) as Data,
      ['2', '1'],
    ],
  ])('%s', async (_, bed, beds) => {
    const batch = withBeds(beds.length, bed);
    expect(stored(batch)).toEqual(beds);
    const store = await ScoringStore.open(':memory:', siteWith(), loadModel('vi-1'));
    const position = { topic: 'file', partition: 0, nextOffset: beds.length };
    await store.commit(decodeBatch(asEventRows(batch), 0, rules).batches, [], position);
    const rows = await store.connection.rows(
      "select bed from event where type = 'admission' order by id",
    );
    expect(rows).toEqual(beds.map((each) => ({ bed: each })));
    const [hours] = await store.connection.rows<{ n: number }>(
      'select count(distinct encounter_id) as n from encounter',
    );
    expect(hours!.n).toBe(beds.length);
    await store.close();
  });

  test('texts that differ past a NUL are refused, each by itself', () => {
    const batch = withBeds(3, dictionary(words('2\u0000', '2', '2\u0000x'), [0, 1, 2]));
    expect(stored(batch)).toEqual(['2']);
    const { rejected } = decodeBatch(asEventRows(batch), 40, rules);
    expect(rejected).toMatchObject([
      { offset: 40, reason: 'invalid-event', pointer: '/bed' },
      { offset: 42, reason: 'invalid-event', pointer: '/bed' },
    ]);
  });

  test('bytes that are not UTF-8 are refused row by row, as they are in lines', () => {
    const broken = bytesAsUtf8([[0x31], [0xff], [0x61, 0xc3], [0xa5], [0x32]]);
    for (const bed of [broken, dictionary(new Vector([broken]), [0, 1, 2, 3, 4])]) {
      const { rejected } = decodeBatch(asEventRows(withBeds(5, bed)), 0, rules);
      expect(rejected.map(({ offset, reason }) => [offset, reason])).toEqual([
        [1, 'invalid-utf8'],
        [2, 'invalid-utf8'],
        [3, 'invalid-utf8'],
      ]);
      expect(stored(withBeds(5, bed))).toEqual(['1', '2']);
    }
  });

  test.each<[string, Data, RegExp]>([
    [
      'a code that is not in it',
      dictionary(words('1'), [0, 1]),
      /"bed": row 1 has code 1 in a dictionary of 1/,
    ],
    [
      'texts that lie outside',
      makeData({
        type: new Utf8(),
        ...{
          length: 2,
          nullCount: 0,
          valueOffsets: Int32Array.of(0, 1, 9),
          data: Uint8Array.of(0x31),
        },
      }),
      /"bed": row 1 lies outside/,
    ],
    [
      'fewer offsets than rows',
      makeData({
        type: new Utf8(),
        ...{
          length: 2,
          nullCount: 0,
          valueOffsets: Int32Array.of(0, 1),
          data: Uint8Array.of(0x31),
        },
      }),
      /"bed": it has 2 offsets for 2 rows/,
    ],
    [
      'numbers',
      vectorFromArray([1, 2], new Float64()).data[0]!,
      /"bed" is Float64, expected Dictionary/,
    ],
    [
      'a dictionary of numbers',
      makeData({
        type: new Dictionary(new Float64() as never, new Int32(), 99),
        ...{
          length: 2,
          nullCount: 0,
          data: Int32Array.of(0, 0),
          dictionary: vectorFromArray([1], new Float64()),
        },
      } as never) as Data,
      /"bed" is Dictionary<Int32, Float64>/,
    ],
  ])('%s: an error names the column', (_, bed, message) => {
    expect(() => asEventRows(withBeds(2, bed))).toThrow(message);
  });
});

test('a planned discharge out of range counts as not given', () => {
  const rules = eventRules(siteWith());
  const event = wardEvent.parse({
    ...{
      id: '1',
      source: 'adt',
      type: 'admission',
      encounterId: 'E1',
      wardId: siteWith().wards[0]!.wardId,
    },
    ...{ occurredAt: '2026-01-05T09:00:00Z', recordedAt: '2026-01-05T09:00:00Z' },
  });
  const batch = toArrow(
    [9.2e18, 253_402_214_400_000_000, -6.2e16].map(
      (plannedDischargeAt) => ({ ...event, plannedDischargeAt }) as WardEvent,
    ),
  );
  const { batches, rejected } = decodeBatch(asEventRows(batch), 0, rules);
  expect(rejected).toEqual([]);
  expect(batches[0]!.getChild('planned_discharge_at')!.nullCount).toBe(3);
});

test('no status is final, and items are stored in one order', () => {
  const rules = eventRules(siteWith());
  const assessment = (items: Record<string, number>) =>
    wardEvent.parse({
      ...{
        id: '1',
        source: 'ehr',
        type: 'assessment',
        encounterId: 'E1',
        instrument: 'x',
        total: 1,
      },
      ...{ occurredAt: '2026-01-05T09:00:00Z', recordedAt: '2026-01-05T09:00:00Z', items },
    });
  const sound = toArrow([assessment({ a: 1, b: 2 })]);
  const words = (text: string | null, id: number) =>
    makeData({
      type: new Dictionary(new Utf8(), new Int32(), id),
      ...{ length: 1, nullCount: text === null ? 1 : 0, data: Int32Array.of(0) },
      nullBitmap: Uint8Array.of(text === null ? 0 : 1),
      dictionary: vectorFromArray([text ?? 'x'], new Utf8()),
    } as never) as Data;
  const changed: Record<string, Data> = {
    status: words(null, 98),
    items: words('{ "b": 2, "a": 1e0 }', 99),
  };
  const fields = sound.schema.fields.map(
    (field) => new Field(field.name, changed[field.name]?.type ?? field.type, true),
  );
  const children = sound.data.children.map((child, at) => changed[fields[at]!.name] ?? child);
  const batch = new RecordBatch(
    new Schema(fields),
    makeData({ type: new Struct(fields), length: 1, nullCount: 0, children }),
  );
  const { batches, rejected } = decodeBatch(asEventRows(batch), 0, rules);
  expect(rejected).toEqual([]);
  for (const name of ['status', 'items']) {
    expect(batches[0]!.getChild(name)!.get(0)).toBe(sound.getChild(name)!.get(0));
  }
});
