import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { decode } from '../../../pipelines/events/decode.ts';
import { eventRules } from '../../../pipelines/events/event-rules.ts';
import { toArrow } from '../../../pipelines/events/to-arrow.ts';
import { createOutputViews } from '../../../pipelines/scoring/outputs.ts';
import { ScoringStore } from '../../../pipelines/scoring/store.ts';
import { loadModel } from '../../../pipelines/scoring/weights.ts';
import { sumWardHours } from '../../../pipelines/serving/ward-hours.ts';
import { simulatedSite } from '../../../pipelines/sources/simulator/hospital.ts';
import { simulate } from '../../../pipelines/sources/simulator/simulate.ts';
import { readSql } from '../../../pipelines/warehouse/sql-file.ts';
import { site as siteSchema } from '../../../schemas/site.ts';
import { openEventFile } from '../../../services/files/event-file.ts';
import { readSite } from '../../../services/files/site-file.ts';

const FIXTURE = 'tests/fixtures/mimic-iii-demo';
const folder = new URL('../../sql/', import.meta.url);
const checks = readdirSync(folder).filter((name) => name.endsWith('.sql'));

async function realStays(): Promise<ScoringStore> {
  const site = await readSite(`${FIXTURE}/site.json`);
  const store = await ScoringStore.open(':memory:', site, loadModel(site.model));
  const file = await openEventFile(`${FIXTURE}/events.ndjson.gz`);
  const rules = eventRules(site);
  for await (const { batches, rejected, nextOffset } of file.chunks(0, rules)) {
    await store.store(batches, rejected, { topic: file.topic, partition: 0, nextOffset });
  }
  return store;
}

async function simulated(): Promise<ScoringStore> {
  const site = siteSchema.parse(simulatedSite({ wards: 6, bedsPerWard: 12 }));
  const store = await ScoringStore.open(':memory:', site, loadModel(site.model));
  const lines = [...simulate({ wards: 6, bedsPerWard: 12, days: 3, seed: 7 })];
  const records = lines.map((line, offset) => ({
    offset,
    bytes: Buffer.from('raw' in line ? line.raw : JSON.stringify(line.event)),
  }));
  const { events, rejected } = decode(records, eventRules(site));
  const position = { topic: 'simulated', partition: 0, nextOffset: records.length };
  await store.store([toArrow(events)], rejected, position);
  return store;
}

describe.each([
  ['real stays', realStays],
  ['a simulated hospital', simulated],
])('%s', async (_, open) => {
  const store = await open();
  await store.rescore();
  await createOutputViews(store.connection);
  await sumWardHours(store.connection);

  test('there is something to check', async () => {
    const [count] = await store.connection.rows<{ n: number }>(
      'select count(*) as n from encounter_hour',
    );
    expect(count!.n).toBeGreaterThan(500);
  });

  test.each(checks)('%s', async (name) => {
    const rows = await store.connection.rows(`${readSql(new URL(name, folder))} limit 5`);
    expect(rows).toEqual([]);
  });
});
