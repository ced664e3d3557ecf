import { type Data, Dictionary, Float64, Int16, type RecordBatch, Type, Utf8 } from 'apache-arrow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Connection, Warehouse } from '../../../pipelines/warehouse/warehouse.ts';
import { batchOf } from './batch.ts';
import { Random } from './random.ts';

let warehouse: Warehouse;
let connection: Connection;

beforeAll(async () => {
  warehouse = await Warehouse.open(':memory:');
  connection = await warehouse.connect();
});
afterAll(() => warehouse.close());

async function batches(sql: string): Promise<RecordBatch[]> {
  const all: RecordBatch[] = [];
  for await (const batch of connection.batches(sql)) all.push(batch);
  return all;
}

/** A column's raw values, without what Arrow makes of times. */
async function column(expression: string): Promise<{ type: string; values: unknown[] }> {
  const [batch] = await batches(`SELECT v FROM (VALUES ${expression}) t(v)`);
  const vector = batch!.getChild('v')!;
  const plain = [Type.Timestamp, Type.Date].includes(vector.type.typeId)
    ? Array.from(vector.data[0]!.values as ArrayLike<unknown>, (value, i) =>
        vector.get(i) === null ? null : value,
      )
    : vector.toJSON().map((value) => (Array.isArray(value) ? value : (value?.toJSON?.() ?? value)));
  return { type: String(vector.type), values: plain };
}

/** Rows without a value in whose place something lies all the same. */
function left(data: Data): number[] {
  const { typeId, values, valueOffsets } = data;
  const width = values?.BYTES_PER_ELEMENT;
  return Array.from({ length: data.length }, (_, row) => row).filter((row) => {
    if (data.getValid(row)) return false;
    if (valueOffsets !== undefined) return valueOffsets[row] !== valueOffsets[row + 1];
    if (typeId === Type.Bool) return ((values[row >> 3] >> (row & 7)) & 1) === 1;
    const bytes = new Uint8Array(values.buffer, values.byteOffset + row * width, width);
    return bytes.some((byte) => byte !== 0);
  });
}

describe('recordBatches', () => {
  it.each<[expression: string, type: string, values: unknown[]]>([
    ['(1.5::DOUBLE), (NULL), (-2)', 'Float64', [1.5, null, -2]],
    ['(0.5::FLOAT), (NULL)', 'Float32', [0.5, null]],
    ['((-128)::TINYINT), (127)', 'Int8', [-128, 127]],
    ['((-32768)::SMALLINT)', 'Int16', [-32768]],
    ['(NULL), (2147483647::INTEGER)', 'Int32', [null, 2147483647]],
    ['(9223372036854775807::BIGINT)', 'Int64', [2n ** 63n - 1n]],
    ['(255::UTINYINT)', 'Uint8', [255]],
    ['(65535::USMALLINT)', 'Uint16', [65535]],
    ['(4294967295::UINTEGER)', 'Uint32', [4294967295]],
    ['(18446744073709551615::UBIGINT)', 'Uint64', [2n ** 64n - 1n]],
    ['(true), (NULL), (false), (true)', 'Bool', [true, null, false, true]],
    ["(DATE '1970-01-02'), (NULL)", 'Date32<DAY>', [1, null]],
    ["(TIMESTAMP '1970-01-01 00:00:01'), (NULL)", 'Timestamp<MICROSECOND>', [1_000_000n, null]],
    ["(TIMESTAMPTZ '1970-01-01 01:00:01+01:00')", 'Timestamp<MICROSECOND, UTC>', [1_000_000n]],
    ["(TIMESTAMP_MS '1970-01-01 00:00:01')", 'Timestamp<MILLISECOND>', [1000n]],
    ["(TIMESTAMP_S '1970-01-01 00:00:01')", 'Timestamp<SECOND>', [1n]],
    [
      "(''), (NULL), ('twelve bytes'), ('thirteen bytes, å😀')",
      'Utf8',
      ['', null, 'twelve bytes', 'thirteen bytes, å😀'],
    ],
    ['(1.1::DECIMAL(4, 1)), (NULL), (-0.3)', 'Float64', [1.1, null, -0.3]],
    ['(1234567.89::DECIMAL(9, 2)), (-0.01)', 'Float64', [1234567.89, -0.01]],
    ['(123456789012345.67::DECIMAL(18, 2)), (-0.01)', 'Float64', [123456789012345.67, -0.01]],
    [
      '(12345678901234567890.12::DECIMAL(38, 2)), (-0.01)',
      'Float64',
      [Number('12345678901234567890.12'), -0.01],
    ],
    [
      "(['a', NULL, 'a longer string, å']), (NULL), ([]), (['b'])",
      'List<Utf8>',
      [['a', null, 'a longer string, å'], null, [], ['b']],
    ],
    ['([1, 2]::INTEGER[]), ([3])', 'List<Int32>', [[1, 2], [3]]],
  ])('%s', async (expression, type, values) => {
    expect(await column(expression)).toEqual({ type, values });
  });

  // what DuckDB leaves where there is no value is of other rows, or of whatever was in memory
  it.each([
    ...['i::DOUBLE', 'i::FLOAT', 'i::TINYINT', 'i::SMALLINT', 'i::INTEGER', 'i', 'i::UTINYINT'],
    ...['i::UBIGINT', 'i % 2 = 1', "DATE '2026-01-05' + i::INTEGER", 'make_timestamp(i)'],
    ...['make_timestamp(i)::TIMESTAMPTZ', 'i::DECIMAL(4, 1)', 'i::DECIMAL(38, 2)'],
    ...["if(i % 2 = 1, 'b', 'c')::ENUM('a', 'b', 'c')", 'i::VARCHAR', '[i, i + 1]'],
  ])('leaves nothing where %s is null', async (value) => {
    await connection.run(`
      create or replace temp table given as
        select i, ${value} as v from range(1, 100) r(i);
      create or replace temp table joined as select i, v from given where i % 3 > 0;
      create or replace temp view hidden as
        select given.i, if(given.i % 5 < 3, null, given.v) as v, joined.v as w, nullif(given.v, given.v) as x
        from given left join joined using (i) order by given.i`);
    for (const name of ['v', 'w', 'x']) {
      const [batch] = await batches(`select ${name} as v from hidden`);
      const { data } = batch!.getChild('v')!;
      expect(left(data[0]!), name).toEqual([]);
    }
  });

  it('makes a Dictionary of an ENUM, shared by the batches', async () => {
    await connection.run("CREATE TYPE unit AS ENUM ('mmHg', '%', 'L/min')");
    const all = await batches(`
      SELECT CASE i % 3 WHEN 0 THEN 'L/min'::unit WHEN 1 THEN 'mmHg'::unit END AS unit
      FROM range(100_000) t(i)`);
    expect(all.length).toBeGreaterThan(1);
    const values = all.flatMap((batch) => batch.getChild('unit')!.toJSON());
    expect(values).toEqual(
      Array.from({ length: 100_000 }, (_, i) => ['L/min', 'mmHg', null][i % 3]),
    );
    const vectors = all.map((batch) => batch.getChild('unit')!);
    expect(String(vectors[0]!.type)).toBe('Dictionary<Int16, Utf8>');
    expect(new Set(vectors.map((vector) => vector.data[0]!.dictionary)).size).toBe(1);
  });

  it.each([255, 256, 65_535, 65_536])('takes an ENUM of %i values', async (size) => {
    await connection.run(`CREATE OR REPLACE TYPE wide AS ENUM (
      SELECT 'v' || i FROM range(${size}) t(i) ORDER BY i)`);
    const all = await batches(`SELECT ('v' || i)::wide AS v FROM range(${size}) t(i) ORDER BY i`);
    const values = all.flatMap((batch) => batch.getChild('v')!.toJSON());
    expect(values).toEqual(Array.from({ length: size }, (_, i) => `v${i}`));
  });

  it('keeps lists apart when rows are filtered and sorted', async () => {
    const all = await batches(`
      SELECT i, CASE WHEN i % 5 <> 0 THEN list_transform(range(i % 4), lambda j: 'item ' || i || '/' || j) END AS items
      FROM range(10_000) t(i) WHERE i % 7 <> 0 ORDER BY i DESC`);
    const expected = Array.from({ length: 10_000 }, (_, i) => 9999 - i)
      .filter((i) => i % 7 !== 0)
      .map((i) => (i % 5 === 0 ? null : Array.from({ length: i % 4 }, (_, j) => `item ${i}/${j}`)));
    const items = all.flatMap((batch) =>
      batch
        .getChild('items')!
        .toJSON()
        .map((list) => (list === null ? null : [...list])),
    );
    expect(items).toEqual(expected);
  });

  it('repeats a list that many rows share, and skips one that no row has', async () => {
    const [shared] = await batches("SELECT ['a', 'b'] AS items FROM range(3)");
    const lists = shared!.getChild('items')!.toJSON();
    expect(lists.map((list) => [...list!])).toEqual([
      ['a', 'b'],
      ['a', 'b'],
      ['a', 'b'],
    ]);
    await connection.run(
      'CREATE OR REPLACE TABLE lists AS SELECT i, [i, i + 1] AS items FROM range(5000) t(i)',
    );
    const filtered = await batches('SELECT items FROM lists WHERE i IN (3, 4100, 7)');
    const found = filtered.flatMap((batch) => batch.getChild('items')!.toJSON());
    expect(found.map((list) => [...list!])).toEqual([
      [3n, 4n],
      [7n, 8n],
      [4100n, 4101n],
    ]);
  });

  it('names the column of a type it does not take', async () => {
    await expect(batches('SELECT INTERVAL 1 DAY AS stay')).rejects.toThrow(
      'column stay: cast INTERVAL to VARCHAR',
    );
  });

  it('gives back what was appended', async () => {
    const random = new Random(20_261_122);
    const texts = random.column(70_000, 0.2, () => random.text(30));
    const doubles = random.column(70_000, 0.5, () => random.between(-1e9, 1e9) / 7);
    const keys = random.column(70_000, 0.1, () => `nyckel ${random.below(300)}`);
    await connection.run('CREATE TABLE there (s VARCHAR, d DOUBLE, k VARCHAR)');
    const writer = await warehouse.connect();
    writer.append(
      'there',
      batchOf({
        s: [new Utf8(), texts],
        d: [new Float64(), doubles],
        k: [new Dictionary(new Utf8(), new Int16()), keys],
      }),
    );
    const all = await batches('SELECT * FROM there');
    const back = (name: string): unknown[] =>
      all.flatMap((batch) => batch.getChild(name)!.toJSON());
    expect(back('s')).toEqual(texts);
    expect(back('d')).toEqual(doubles);
    expect(back('k')).toEqual(keys);
  });
});
