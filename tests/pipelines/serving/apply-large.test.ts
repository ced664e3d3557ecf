import { afterEach, beforeEach, expect, test } from 'vitest';
import { NOTHING_APPLIED, ServingStore } from '../../../pipelines/serving/store.ts';
import type { Connection } from '../../../pipelines/warehouse/connection.ts';
import type { RowChunk } from '../../../pipelines/warehouse/row-chunk.ts';
import { Scorer } from '../../../services/scorer/scorer.ts';
import { admit, at, event, siteWith } from '../../support/scenario.ts';
import { changesAfter } from './publication.ts';

/** Patients of a history that is as large as what goes straight to its table, four hours each. */
const PATIENTS = 3_000;
const HISTORY = 'select hour.* replace (id as encounter_id) from hour, patient';
/** Scored again: a minute more each. The first ten patients come of an older log position, the last ten are gone. */
const AGAIN = `select hour.* replace (
    id as encounter_id, minutes + 1000000 as minutes, computed_at + interval 1 hour as computed_at,
    "offset" + if(n < 10, -1, 1) as "offset"
  ) from hour, patient where n < ${PATIENTS - 10}`;
const GONE = `select id as encounter_id, ward_id, hour, "partition", "offset" + 1 as "offset",
    computed_at + interval 1 hour as computed_at, revision
  from hour, patient where n >= ${PATIENTS - 10}`;

let serving: ServingStore;
let source: Connection;

beforeEach(async () => {
  const site = siteWith();
  serving = await ServingStore.open(':memory:', site);
  const scorer = await Scorer.open(':memory:', site);
  await scorer.publish([admit('9'), event('12:30', { type: 'tick' })]);
  await scorer.score();
  await serving.apply((await changesAfter(scorer, NOTHING_APPLIED))!);
  await scorer.close();
  source = await serving.warehouse.connect();
  await source.run(`create temp table hour as from encounter_hour;
    create temp table patient as select range as n, 'P' || range as id from range(${PATIENTS})`);
});
afterEach(() => serving.close());

const place = (position: number, time = '13:30') => {
  return { partition: 0, position, streamTime: at(time) };
};

/** What is served, with when it was known: of each table the number of rows, and a digest of them. */
async function served() {
  const tables = ['encounter_hour', 'withdrawn_hour', 'ward_hour', 'superseded_ward_hour'];
  const sums = tables.map(
    (table) => `select count(*) as n, sum(hash(t))::varchar as digest from ${table} t`,
  );
  return source.rows<{ n: number; digest: string | null }>(sums.join(' union all '));
}

/** The same rows as record batches: they take the way of a live round. */
async function byRow(sql: string) {
  const connection = await serving.warehouse.connect();
  await connection.run(`create temp table hour as from encounter_hour where encounter_id = 'E1';
    create temp table patient as select range as n, 'P' || range as id from range(${PATIENTS})`);
  const batches = [];
  for await (const batch of connection.batches(sql)) batches.push(batch);
  connection.close();
  return batches;
}

const sums = () =>
  source.rows<{ patients: number; more: number }>(`
    select distinct patients, ward_hour.minutes - hour.minutes * patients as more
    from ward_hour join hour using (ward_id, hour)`);

test('a large history that is scored again counts like a live round, with what is older and what is gone', async () => {
  const [history, again, gone] = [await byRow(HISTORY), await byRow(AGAIN), await byRow(GONE)];
  const chunks: RowChunk[][] = [];
  for (const sql of [HISTORY, AGAIN, GONE]) chunks.push(await source.chunks(sql));
  const template = await source.chunks('from hour');

  expect(await serving.apply({ ...place(2), hours: chunks[0]!, withdrawn: [] })).toEqual(['A']);
  expect(await sums()).toEqual([{ patients: PATIENTS + 1, more: 0 }]);
  const second = { ...place(3), hours: chunks[1]!, withdrawn: chunks[2]! };
  expect(await serving.apply(second)).toEqual(['A']);
  const less = PATIENTS - 10;
  expect(await sums()).toEqual([{ patients: less + 1, more: (less - 10) * 1_000_000 }]);
  const atOnce = await served();
  expect(atOnce.map(({ n }) => n)).toEqual([4 + 4 * less, 40, 4, 4]);
  // what comes again changes nothing, and an older version neither
  expect(await serving.apply(second)).toEqual([]);
  expect(await serving.apply({ ...place(4), hours: chunks[0]!, withdrawn: [] })).toEqual([]);
  expect(await served()).toEqual(atOnce);

  const other = await ServingStore.open(':memory:', siteWith());
  await other.apply({ ...place(1), hours: template, withdrawn: [] });
  await other.apply({ ...place(2), hours: history, withdrawn: [] });
  await other.apply({ ...place(3), hours: again, withdrawn: gone });
  source = await other.warehouse.connect();
  expect(await served()).toEqual(atOnce);
  await other.close();
});

test('a large history that fails midway leaves nothing, and can come again', async () => {
  const hours = await source.chunks(HISTORY);
  const [narrow] = await source.chunks('select 1');
  const before = await served();
  const broken = [...hours.slice(0, 3), narrow!, ...hours.slice(3)];
  await expect(serving.apply({ ...place(2), hours: broken, withdrawn: [] })).rejects.toThrow();
  expect(await served()).toEqual(before);
  expect((await serving.applied(0)).position).toBe(1);
  expect(await serving.apply({ ...place(2), hours, withdrawn: [] })).toEqual(['A']);
  expect(await sums()).toEqual([{ patients: PATIENTS + 1, more: 0 }]);
});
