import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stepOf } from '../../../dashboards/src/planner/step.ts';
import { percentOf, tenthOf } from '../../../dashboards/src/shown-figure.ts';
import { createSite } from '../../../pipelines/serving/macros.ts';
import { createTables } from '../../../pipelines/serving/tables.ts';
import { type Connection, Warehouse } from '../../../pipelines/warehouse/warehouse.ts';
import { siteWith } from '../../support/scenario.ts';

/** The server judges by the figures that the screens write. */
const site = siteWith();
let warehouse: Warehouse;
let connection: Connection;
beforeAll(async () => {
  warehouse = await Warehouse.open(':memory:', { threads: 1 });
  connection = await warehouse.connect();
  await createTables(connection);
  await createSite(connection, site);
});
afterAll(async () => {
  connection.close();
  await warehouse.close();
});

/** What a macro makes of rows of doubles, in their order. */
async function computed<T>(
  expression: string,
  rows: readonly (readonly (number | null)[])[],
): Promise<T[]> {
  const json = JSON.stringify(rows);
  const found = await connection.rows<{ value: T }>(
    `select ${expression} as value from site,
      (select unnest(from_json($json, '["double[]"]')) as x, generate_subscripts(from_json($json, '["json"]'), 1) as n)
    order by n`,
    { json },
  );
  return found.map(({ value }) => value);
}

/** Steps of five thousandths about nought, so that halves of a tenth and of a per cent are among them. */
const fine = fc.integer({ min: -3_000, max: 3_000 }).map((n) => n / 200);
const values = fc.sample(fc.oneof(fine, fc.double({ min: -99, max: 99, noNaN: true })), 1_000);

test('a figure reads the same on the server and on a screen', async () => {
  const rows = values.map((value) => [value]);
  expect((await computed<number>('shown_tenth(x[1])', rows)).map((value) => value + 0)).toEqual(
    values.map(tenthOf),
  );
  expect((await computed<number>('shown_percent(x[1])', rows)).map((value) => value + 0)).toEqual(
    values.map(percentOf),
  );
});

test('a ward and a cell of the planner with the same figures have the same state', async () => {
  const rows = values.map((gap, n) => [gap, Math.abs(values[(n * 7 + 3) % values.length]!)]);
  const states = rows.map(([gap, required]) => stepOf(gap!, required!, site.thresholds));
  expect(new Set(states).size).toBe(4);
  expect(await computed<string>('step_of(x[1], x[2])', rows)).toEqual(states);
});

test.each([
  // at 1.3 × the usual, in per cent as it reads
  [130.4, 100, 1.3, false],
  [130.6, 100, 1.3, true],
  [1, 0, 1.3, true],
  [0, 0, 1.3, false],
  [1, null, 1.3, null],
])('%d where %d is usual is over %d times: %s', async (value, usual, limit, is) => {
  expect(await computed('is_over_usual(x[1], x[2], x[3])', [[value, usual, limit]])).toEqual([is]);
});

test.each([
  [69.6, 100, 0.7, false],
  [69.4, 100, 0.7, true],
  [0, 0, 0.7, false],
  [1, null, 0.7, null],
])('%d where %d is usual is under %d times: %s', async (value, usual, limit, is) => {
  expect(await computed('is_under_usual(x[1], x[2], x[3])', [[value, usual, limit]])).toEqual([is]);
});

test('a registered nurse is missing from half a tenth on, in millionths', async () => {
  const rows = [1_940_000, 1_950_000, 1_960_000, 2_000_000].map((rn) => [2_000_000, rn]);
  expect(await computed('missing_of(x[1]::bigint, x[2]::bigint)', rows)).toEqual([
    0.06,
    0.05,
    null,
    null,
  ]);
});
