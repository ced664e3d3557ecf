import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ServingStore } from '../../../pipelines/serving/store.ts';
import { siteWith } from '../../support/scenario.ts';

const folder = mkdtempSync(join(tmpdir(), 'vi-usual-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the usual load by exact minutes is recomputed in a file of the previous layout', async () => {
  const path = join(folder, 'serving.duckdb');
  const before = await ServingStore.open(path, siteWith(), { threads: 1 });
  const writer = await before.warehouse.connect();
  await writer.run(`insert into usual_load values ('A', date '2026-01-05', 0.5, 0.512345, 200)`);
  await writer.run('update layout set version = 6');
  writer.close();
  await before.close();
  const after = await ServingStore.open(path, siteWith(), { threads: 1 });
  expect(await after.queryPool.rows('from usual_load', {})).toEqual([]);
  await after.close();
});
