import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ServingStore } from '../../../pipelines/serving/store.ts';
import { siteWith } from '../../support/scenario.ts';

const folder = mkdtempSync(join(tmpdir(), 'vi-usual-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([6, 7])('what was usual by the day is gone from a file of layout %i', async (layout) => {
  const path = join(folder, `serving-${layout}.duckdb`);
  const before = await ServingStore.open(path, siteWith(), { threads: 1 });
  const writer = await before.warehouse.connect();
  await writer.run(`
    drop table usual_need; drop table usual_load; drop table level;
    alter table encounter_hour drop column day_hours;
    alter table encounter_hour drop column care_at;
    alter table encounter_hour drop column moves_recorded_at;
    alter table encounter_hour drop column vitals_recorded_at;
    alter table encounter_hour drop column function_recorded_at;
    alter table encounter_hour drop column care_recorded_at;
    create table usual_load (
      ward_id varchar not null, day date not null, load double, visible_load double,
      hours bigint not null
    );
    insert into usual_load values ('A', date '2026-01-05', 0.5, 0.512345, 200);
    insert into served_with values ('usual load', 'settings');
    update layout set version = ${layout}`);
  writer.close();
  await before.close();
  const after = await ServingStore.open(path, siteWith(), { threads: 1 });
  expect(await after.queryPool.rows('from usual_load', {})).toEqual([]);
  expect(await after.queryPool.rows('from usual_need', {})).toEqual([]);
  expect(await after.queryPool.rows('select name from served_with order by name', {})).toEqual([
    { name: 'staffing' },
    { name: 'usual' },
  ]);
  await after.close();
});
