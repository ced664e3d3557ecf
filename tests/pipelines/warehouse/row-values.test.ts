import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Connection, Warehouse } from '../../../pipelines/warehouse/warehouse.ts';

let warehouse: Warehouse;
let connection: Connection;

beforeAll(async () => {
  warehouse = await Warehouse.open(':memory:');
  connection = await warehouse.connect();
});
afterAll(() => warehouse.close());

/** 2020-01-01T00:00:00Z in microseconds. */
const NEW_YEAR = 1_577_836_800_000_000;

describe('rowValue', () => {
  it.each<[sql: string, value: unknown]>([
    ['NULL::BIGINT', null],
    ['true', true],
    ['1::TINYINT', 1],
    ['9007199254740991::BIGINT', 9007199254740991],
    ['-9007199254740991::BIGINT', -9007199254740991],
    ['9007199254740992::BIGINT', 9007199254740992n],
    ['9007199254740993::BIGINT', 9007199254740993n],
    ['(-9007199254740993)::BIGINT', -9007199254740993n],
    ['5::HUGEINT', 5],
    ['170141183460469231731687303715884105727::HUGEINT', 2n ** 127n - 1n],
    ['18446744073709551615::UBIGINT', 2n ** 64n - 1n],
    ['0.1::DOUBLE', 0.1],
    ["'nan'::DOUBLE", Number.NaN],
    ['0.5::FLOAT', 0.5],
    ['1.10::DECIMAL(4, 2)', 1.1],
    ['-0.07::DECIMAL(18, 2)', -0.07],
    ['12345678901234567.89::DECIMAL(30, 2)', Number('12345678901234567.89')],
    ["'å😀'", 'å😀'],
    // a byte order mark is a character of a text, at its beginning too: inline, and past 12 bytes
    ["'\ufeff2'", '\ufeff2'],
    ["'\ufeff\ufeff'", '\ufeff\ufeff'],
    ["'\ufeff intensivvård'", '\ufeff intensivvård'],
    ["['\ufeff2', '2']", ['\ufeff2', '2']],
    ["{'bed': '\ufeff2'}", { bed: '\ufeff2' }],
    ["MAP {'\ufeffa': '\ufeffb'}", [{ key: '\ufeffa', value: '\ufeffb' }]],
    ["'y'::ENUM ('x', 'y')", 'y'],
    ["TIMESTAMP '2020-01-01 00:00:00.000001'", NEW_YEAR + 1],
    ["TIMESTAMPTZ '2020-01-01 01:00:00+01:00'", NEW_YEAR],
    ["TIMESTAMP_S '2020-01-01'", NEW_YEAR],
    ["TIMESTAMP_MS '2020-01-01 00:00:00.001'", NEW_YEAR + 1000],
    ["TIMESTAMP_NS '2020-01-01 00:00:00.000001'", NEW_YEAR + 1],
    ["TIMESTAMP '1969-12-31 23:59:59'", -1_000_000],
    ["'infinity'::TIMESTAMP", Number.POSITIVE_INFINITY],
    ["'-infinity'::TIMESTAMP", Number.NEGATIVE_INFINITY],
    ["DATE '2020-02-29'", '2020-02-29'],
    ["TIME '00:01:00'", 60_000_000],
    ["'ab'::BLOB", Buffer.from('ab')],
    ['[1, NULL, 3]::BIGINT[]', [1, null, 3]],
    ["{'a': 1::BIGINT, 'b': {'c': ['x']}}", { a: 1, b: { c: ['x'] } }],
    ["MAP {'k': 1::BIGINT}", [{ key: 'k', value: 1 }]],
    ['[1, 2]::BIGINT[2]', [1, 2]],
    ["'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::UUID", 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'],
  ])('%s', async (sql, value) => {
    expect(await connection.rows(`SELECT ${sql} AS value`)).toEqual([{ value }]);
  });
});
