import { DuckDBConnection } from '@duckdb/node-api';
import ddb from '@duckdb/node-bindings';
import {
  Binary,
  Bool,
  type Data,
  DateDay,
  Dictionary,
  DurationSecond,
  Float32,
  Float64,
  Int8,
  Int16,
  Int32,
  Int64,
  makeData,
  type RecordBatch,
  Table,
  TimestampMicrosecond,
  TimestampMillisecond,
  TimestampSecond,
  tableFromIPC,
  tableToIPC,
  Uint8,
  Uint32,
  Utf8,
  Vector,
  vectorFromArray,
} from 'apache-arrow';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appendBatch, type StringMode } from '../../../pipelines/warehouse/arrow/append.ts';
import { batchOf, batchOfData, bytesAsUtf8, type Column } from './batch.ts';
import { Random } from './random.ts';

const MODES: StringMode[] = ['arena', 'safe'];

let native: ddb.Connection;
let duckdb: DuckDBConnection;

beforeAll(async () => {
  native = await ddb.connect(await ddb.open(':memory:'));
  duckdb = new DuckDBConnection(native);
});
afterAll(() => duckdb.closeSync());

/** Appends to a fresh table `t (columns)`. */
async function append(columns: string, batch: RecordBatch, mode: StringMode): Promise<void> {
  await duckdb.run(`CREATE OR REPLACE TABLE t (${columns})`);
  const appender = ddb.appender_create_ext(native, null, null, 't');
  try {
    appendBatch(appender, batch, mode);
    ddb.appender_close_sync(appender);
  } catch (error) {
    ddb.appender_clear(appender);
    throw error;
  }
}

/** The columns of a query, read by DuckDB's own package. */
async function columns(sql: string): Promise<Record<string, unknown[]>> {
  return (await duckdb.runAndReadAll(sql)).getColumnsObject();
}

/** Per column: the SQL type, the Arrow type, and how a random value is made. */
type Kind = [sql: string, arrow: () => Column[0], value: (random: Random) => unknown];

const DAY_MS = 86_400_000;
const dictionary = (index: Int8 | Int16 | Int32) => () => new Dictionary(new Utf8(), index);
const key = (distinct: number) => (random: Random) => `nyckel-${random.below(distinct)}-å`;

const KINDS: Record<string, Kind> = {
  text: ['VARCHAR', () => new Utf8(), (r) => r.text(40)],
  short: ['VARCHAR', () => new Utf8(), (r) => 'x'.repeat(r.between(11, 14))],
  flag: ['BOOLEAN', () => new Bool(), (r) => r.below(2) === 1],
  double: ['DOUBLE', () => new Float64(), (r) => r.between(-1e9, 1e9) / 1000],
  float: ['FLOAT', () => new Float32(), (r) => r.between(-1e6, 1e6) / 8],
  int8: ['TINYINT', () => new Int8(), (r) => r.between(-128, 127)],
  int16: ['SMALLINT', () => new Int16(), (r) => r.between(-32768, 32767)],
  int32: ['INTEGER', () => new Int32(), (r) => r.between(-(2 ** 31), 2 ** 31 - 1)],
  int64: ['BIGINT', () => new Int64(), (r) => BigInt(r.between(-(2 ** 31), 2 ** 31)) * 1234567891n],
  uint8: ['UTINYINT', () => new Uint8(), (r) => r.below(256)],
  uint32: ['UINTEGER', () => new Uint32(), (r) => r.below(2 ** 32)],
  few: ['VARCHAR', dictionary(new Int8()), key(100)],
  several: ['VARCHAR', dictionary(new Int16()), key(700)],
  many: ['VARCHAR', dictionary(new Int32()), key(100_000)],
  micros: ['TIMESTAMP', () => new TimestampMicrosecond('UTC'), (r) => r.between(0, 2e15)],
  millis: ['TIMESTAMP', () => new TimestampMillisecond(), (r) => r.between(0, 2e12)],
  seconds: ['TIMESTAMP', () => new TimestampSecond(), (r) => r.between(0, 2e9) * 1000],
  day: ['DATE', () => new DateDay(), (r) => r.between(-1000, 30000) * DAY_MS],
  noText: ['VARCHAR', () => new Utf8(), () => null],
  noKey: ['VARCHAR', dictionary(new Int16()), () => null],
  noNumber: ['DOUBLE', () => new Float64(), () => null],
};

const DDL = Object.entries(KINDS).map(([name, [sql]]) => `${name} ${sql}`);

/** Times read back as the numbers they were made of. */
const READ = `SELECT * REPLACE (
  epoch_us(micros)::DOUBLE AS micros, epoch_ms(millis)::DOUBLE AS millis,
  epoch_ms(seconds)::DOUBLE AS seconds, (epoch(day) * 1000)::DOUBLE AS day
) FROM t`;

function randomValues(seed: number, rows: number, nulls: number): Record<string, unknown[]> {
  const random = new Random(seed);
  return Object.fromEntries(
    Object.entries(KINDS).map(([name, [, , value]]) => [
      name,
      random.column(rows, nulls, () => value(random)),
    ]),
  );
}

function randomBatch(values: Record<string, unknown[]>): RecordBatch {
  return batchOf(
    Object.fromEntries(
      Object.entries(KINDS).map(([name, [, arrow]]) => [name, [arrow(), values[name]!]]),
    ),
  );
}

function viaIpc(batch: RecordBatch): RecordBatch {
  return tableFromIPC(tableToIPC(new Table([batch]), 'stream')).batches[0]!;
}

describe('appendBatch', () => {
  it('stores every value of any batch, whole or sliced', async () => {
    const plan = fc.record({
      seed: fc.integer(),
      rows: fc.constantFrom(1, 7, 64, 2047, 2048, 2049, 5000),
      nulls: fc.constantFrom(0, 0.3, 0.97),
      cut: fc.constantFrom(0, 1, 13, 64),
      ipc: fc.boolean(),
      mode: fc.constantFrom(...MODES),
    });
    await fc.assert(
      fc.asyncProperty(plan, async ({ seed, rows, nulls, cut, ipc, mode }) => {
        const values = randomValues(seed, rows, nulls);
        const whole = ipc ? viaIpc(randomBatch(values)) : randomBatch(values);
        const begin = Math.min(cut, rows - 1);
        const end = Math.max(begin + 1, cut === 0 ? rows : rows - 5);
        await append(DDL.join(','), whole.slice(begin, end), mode);
        const stored = await columns(READ);
        for (const name of Object.keys(KINDS)) {
          expect(stored[name], name).toEqual(values[name]!.slice(begin, end));
        }
      }),
      { numRuns: 40 },
    );
  });

  it.each([1, 255, 256, 300, 65_535, 65_536, 70_000])('takes a dictionary of %i', async (size) => {
    const values = Array.from({ length: size }, (_, i) => `v${i}`);
    const type = new Dictionary(new Utf8(), new Int32());
    await append('k VARCHAR', batchOf({ k: [type, values] }), 'arena');
    expect((await columns('SELECT k FROM t')).k).toEqual(values);
  });

  it('takes a dictionary that grows from batch to batch', async () => {
    await duckdb.run('CREATE OR REPLACE TABLE t (k VARCHAR)');
    const appender = ddb.appender_create_ext(native, null, null, 't');
    const type = new Dictionary(new Utf8(), new Int16());
    for (const size of [2, 300]) {
      const dictionary = vectorFromArray(
        Array.from({ length: size }, (_, i) => `v${i}`),
        new Utf8(),
      );
      const data = new Int16Array([0, size - 1]);
      const column = makeData({ type, length: 2, nullCount: 0, data, dictionary });
      appendBatch(appender, batchOfData({ k: column }));
    }
    ddb.appender_close_sync(appender);
    expect((await columns('SELECT k FROM t')).k).toEqual(['v0', 'v1', 'v0', 'v299']);
  });

  it('ignores the code below a null, and refuses one out of range below a value', async () => {
    const type = new Dictionary(new Utf8(), new Int16());
    const dictionary = vectorFromArray(['a', 'b'], new Utf8());
    const data = new Int16Array([1, 99, -1, 0]);
    const column = (valid: number, nullCount: number) =>
      makeData({
        type,
        length: 4,
        nullCount,
        nullBitmap: new Uint8Array([valid]),
        data,
        dictionary,
      });
    await append('k VARCHAR', batchOfData({ k: column(0b1001, 2) }), 'arena');
    expect((await columns('SELECT k FROM t')).k).toEqual(['b', null, null, 'a']);
    await expect(
      append('k VARCHAR', batchOfData({ k: column(0b1011, 1) }), 'arena'),
    ).rejects.toThrow('column k: row 1 has code 99 in a dictionary of 2');
  });

  describe.each(MODES)('a dictionary (%s)', (mode) => {
    const LONG = 'intensivvårdsavdelningen';
    /** The column of `codes` (null: a null row) into `words`, in pieces as a delta gives them. */
    function words(
      pieces: (string | null)[][],
      codes: (number | null)[],
      index: Int8 | Int16 | Int32 | Int64 | Uint8 | Uint32 = new Int16(),
    ) {
      const dictionary = pieces
        .map((piece) => vectorFromArray(piece, new Utf8()))
        .reduce((all, piece) => all.concat(piece));
      const nullBitmap = new Uint8Array((codes.length + 7) >> 3);
      codes.forEach((code, i) => {
        if (code !== null) nullBitmap[i >> 3]! |= 1 << (i & 7);
      });
      const numbers = codes.map((code) => code ?? 0);
      const data =
        index.bitWidth === 64
          ? BigInt64Array.from(numbers, BigInt)
          : new (index.ArrayType as unknown as new (numbers: number[]) => Int16Array)(numbers);
      return makeData({
        type: new Dictionary(new Utf8(), index as Int16),
        length: codes.length,
        nullCount: codes.filter((code) => code === null).length,
        nullBitmap,
        data,
        dictionary,
      } as never) as Data;
    }

    it.each<[string, (string | null)[][], (number | null)[]]>([
      ['a value twice', [['1', '1', LONG, LONG]], [0, 1, 2, 3, 1]],
      ['a value twice and never used', [['1', '1', '2']], [2, 2]],
      ['values that differ past a NUL', [['2\u0000', '2', '2\u0000x']], [0, 1, 2, 1]],
      ['long values that differ past a NUL', [[`${LONG}\u0000`, LONG]], [0, 1]],
      ['a null', [['a', null, LONG]], [0, 1, 2, null]],
      ['nothing but a null', [[null]], [0, 0]],
      ['no value', [[]], [null, null]],
      ['an empty text', [['', 'a']], [0, 1]],
      [
        'pieces that a delta adds',
        [['a', LONG], ['b'], [], ['a', null, `${LONG}s`]],
        [0, 1, 2, 3, 4, 5],
      ],
    ])('is read as the texts it stands for: %s', async (_, pieces, codes) => {
      const texts = pieces.flat();
      const expected = codes.map((code) => (code === null ? null : texts[code]!));
      for (const rows of [codes, Array.from({ length: 500 }, () => codes).flat()]) {
        await append('k VARCHAR', batchOfData({ k: words(pieces, rows) }), mode);
        expect((await columns('SELECT k FROM t')).k).toEqual(
          rows.map((_code, i) => expected[i % expected.length]),
        );
      }
    });

    it.each([new Int8(), new Uint8(), new Uint32(), new Int64()])(
      'has indices of %s',
      async (index) => {
        const column = words([['a', LONG, 'c']], [2, 1, null, 0], index);
        await append('k VARCHAR', batchOfData({ k: column }), mode);
        expect((await columns('SELECT k FROM t')).k).toEqual(['c', LONG, null, 'a']);
      },
    );

    it('holds any texts', async () => {
      const unit = fc.constantFrom('\u0000', 'a', 'b', 'å', '😀', 'x'.repeat(11), 'y'.repeat(14));
      const text = fc.option(fc.array(unit, { maxLength: 4 }).map((parts) => parts.join('')));
      const plan = fc
        .array(fc.array(text, { maxLength: 6 }), { minLength: 1, maxLength: 3 })
        .filter((pieces) => pieces.flat().length > 0)
        .chain((pieces) =>
          fc.record({
            pieces: fc.constant(pieces),
            codes: fc.array(fc.option(fc.nat(pieces.flat().length - 1)), {
              minLength: 1,
              maxLength: 3000,
            }),
          }),
        );
      await fc.assert(
        fc.asyncProperty(plan, async ({ pieces, codes }) => {
          await append('k VARCHAR', batchOfData({ k: words(pieces, codes) }), mode);
          const texts = pieces.flat();
          expect((await columns('SELECT k FROM t')).k).toEqual(
            codes.map((code) => (code === null ? null : texts[code]!)),
          );
        }),
        { numRuns: 60 },
      );
    });

    it('of bytes that are not UTF-8 is refused by name', async () => {
      for (const values of [[[0xff]], [[0x61, 0xc3], [0xa5]]]) {
        const data = makeData({
          type: new Dictionary(new Utf8(), new Int16()),
          length: 1,
          nullCount: 0,
          data: new Int16Array([0]),
          dictionary: new Vector([bytesAsUtf8(values)]),
        } as never) as Data;
        await expect(append('k VARCHAR', batchOfData({ k: data }), mode)).rejects.toThrow(
          'column k: a string is not valid UTF-8',
        );
      }
    });
  });

  it('stores a string longer than a chunk of memory', async () => {
    const long = 'ö'.repeat(1_000_000);
    await append('s VARCHAR', batchOf({ s: [new Utf8(), ['a', long, 'b']] }), 'arena');
    expect((await columns('SELECT s FROM t')).s).toEqual(['a', long, 'b']);
  });

  it.each(MODES)('stores strings that SQL finds equal to the same text (%s)', async (mode) => {
    const values = ['', 'abc', 'twelve bytes', 'thirteen bytes', 'thirteen bytez', 'åäö åäö åäö'];
    await append('s VARCHAR', batchOf({ s: [new Utf8(), values] }), mode);
    for (const value of values) {
      expect((await columns(`SELECT s FROM t WHERE s = '${value}'`)).s).toEqual([value]);
    }
  });

  it('stores bytes that are not text, as they are', async () => {
    const bytes = (length: number) => Buffer.alloc(length, 0xff);
    const values = [bytes(0), bytes(1), null, bytes(12), bytes(13), bytes(5000), Buffer.from('å')];
    const batch = batchOf({ raw: [new Binary(), values] });
    for (const [begin, part] of [batch, batch.slice(1)].entries()) {
      await append('raw BLOB', part, 'arena');
      expect((await columns('SELECT hex(raw) AS hex FROM t')).hex).toEqual(
        values.slice(begin).map((value) => value?.toString('hex').toUpperCase() ?? null),
      );
    }
  });

  it('names the column of a type it does not take', async () => {
    const batch = batchOf({ stay: [new DurationSecond(), [1n]] });
    await expect(append('stay BIGINT', batch, 'arena')).rejects.toThrow(
      'column stay: Arrow type Duration<SECOND> cannot be appended',
    );
  });

  describe.each(MODES)('strings %s', (mode) => {
    it.each([
      ['short', [[0xff, 0xfe, 0x80]]],
      ['long', [Array<number>(30).fill(0xff)]],
      ['among good ones', [[...Buffer.from('a good long string')], [0xc3], [0x61]]],
      [
        'a character cut in two long strings',
        [
          [...Buffer.from('thirteen bytes'), 0xc3],
          [0xa5, ...Buffer.from('thirteen bytes')],
        ],
      ],
      ['a character cut in two short strings', [[0x61, 0xc3], [0xa5]]],
    ])('refuse bytes that are not UTF-8: %s', async (_, values) => {
      const batch = batchOfData({ s: bytesAsUtf8(values) });
      await expect(append('s VARCHAR', batch, mode)).rejects.toThrow(
        'column s: a string is not valid UTF-8',
      );
      expect((await columns('SELECT count(*)::INTEGER n FROM t')).n).toEqual([0]);
    });
  });
});
