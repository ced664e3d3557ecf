import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { StaffingEvent } from '../../../pipelines/serving/staffing.ts';
import { ServingStore } from '../../../pipelines/serving/store.ts';
import { Warehouse } from '../../../pipelines/warehouse/warehouse.ts';
import { Snapshots } from '../../../services/api/snapshots.ts';
import { fileDigest } from '../../../services/platform/file-digest.ts';
import { Scorer } from '../../../services/scorer/scorer.ts';
import { admit, at, event, siteWith, withRnShare } from '../../support/scenario.ts';
import { textsAfter } from './publication.ts';
import { relay } from './stores.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vi-served-with-'));
  path = join(folder, 'serving.duckdb');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const site = siteWith();
const staffing = (status: 'final' | 'amended', headcount: number): StaffingEvent =>
  ({
    ...event('6', {
      ...{ type: 'staffing', wardId: 'A', role: 'rn', basis: 'actual' },
      ...{ from: at('7'), to: at('9'), headcount },
    }),
    ...{ id: 's1', source: 'roster', status },
  }) as StaffingEvent;

async function inFile<T>(query: string): Promise<T[]> {
  const warehouse = await Warehouse.open(path);
  try {
    return await (await warehouse.connect()).rows<T>(query);
  } finally {
    await warehouse.close();
  }
}
const open = (ofSite = site) => ServingStore.open(path, ofSite, { threads: 1 });

test('versions of staffing that an earlier program ranked otherwise are ranked again', async () => {
  const store = await open();
  await store.publish([staffing('final', 9), staffing('amended', 3)]);
  await store.close();
  const counted = 'select status, headcount from staffing';
  expect(await inFile(counted)).toEqual([{ status: 'amended', headcount: 3 }]);
  const supply = 'select hour, rn from supply_hour order by hour';
  const expected = await inFile(supply);
  expect(expected).toHaveLength(2);

  // as a program left it for which of the same second the greater content counted
  await inFile(`
    create temp table was as from staffing;
    delete from staffing;
    insert into staffing from superseded_staffing;
    delete from superseded_staffing;
    insert into superseded_staffing from was;
    update supply_hour set rn = 9000000;
    update served_with set value = 'another' where name = 'staffing'`);
  await (await open()).close();
  expect(await inFile(counted)).toEqual([{ status: 'amended', headcount: 3 }]);
  expect(await inFile('select headcount from superseded_staffing')).toEqual([{ headcount: 9 }]);
  expect(await inFile(supply)).toEqual(expected);
});

test('what is usual is forgotten with other nurses, roles, days or shifts, and learned again', async () => {
  const scorer = await Scorer.open(':memory:', site, undefined, { threads: 1 });
  const store = await open();
  await scorer.publish([admit('3'), event('12', { type: 'tick' })]);
  await scorer.score();
  await relay(scorer, store);
  await scorer.close();
  await store.close();
  const known = async () => [
    ...(await inFile<{ hours: number }>('from usual_load order by day, shift_id')),
    ...(await inFile<{ hours: number }>('from usual_need order by day, kind, local_hour')),
  ];
  const learned = await known();
  // a day, its three shifts, and its hours by two kinds of day
  expect(learned).toHaveLength(3 + 48);
  const mark = 'update usual_load set hours = 77; update usual_need set hours = 77';
  const marked = learned.map((row) => ({ ...row, hours: 77 }));
  await inFile(mark);

  await (await open({ ...site, name: 'Another name' })).close();
  expect(await known()).toEqual(marked);
  for (const other of [
    siteWith({ productiveShare: 0.8 }),
    { ...site, timeZone: 'Europe/Helsinki' },
    {
      ...site,
      shifts: site.shifts.map((shift) => ({ ...shift, start: `${shift.start.slice(0, 3)}30` })),
    },
    withRnShare(site, 0.5),
    { ...site, redDays: { ...site.redDays, also: ['2026-01-07'] } },
    { ...site, redDays: { ...site.redDays, except: ['2026-01-06'] } },
    { ...site, redDays: { ...site.redDays, calendar: 'none' as const } },
  ]) {
    await (await open(other)).close();
    expect(await known()).toEqual(learned);
    await inFile(mark);
  }
});

test('encounter-hours as an earlier program put them on the log are taken', async () => {
  const scorer = await Scorer.open(':memory:', site, undefined, { threads: 1 });
  await scorer.publish([admit('3'), event('5:30', { type: 'tick' })]);
  await scorer.score();
  const { hours, ...published } = (await textsAfter(scorer, { position: 0, streamTime: null }))!;
  await scorer.close();
  const ADDED = [
    ...['revision', 'is_day', 's_criteria', 'sets_per_day', 'night_ratio_milli', 'day_hours'],
    ...['care_at', 'moves_recorded_at', 'vitals_recorded_at', 'function_recorded_at'],
    'care_recorded_at',
  ];
  const earlier = hours.map((text) => {
    const row = JSON.parse(Buffer.from(text).toString('utf8'));
    for (const column of ADDED) expect(row).toHaveProperty(column);
    return Buffer.from(
      JSON.stringify(
        Object.fromEntries(Object.entries(row).filter(([name]) => !ADDED.includes(name))),
      ),
    );
  });
  const store = await open();
  await store.applyTexts({ ...published, hours: earlier });
  const stored = await store.queryPool.rows(
    'select hour, is_day, s_criteria from encounter_hour order by hour',
    {},
  );
  expect(stored).toEqual(
    ['3', '4', '5'].map((hour) => ({ hour: at(hour), is_day: null, s_criteria: null })),
  );
  // what today's program says of the same log position takes their place
  await store.applyTexts({ ...published, hours });
  const [day] = await store.queryPool.rows<{ is_day: boolean; s_criteria: string }>(
    `select is_day, s_criteria from encounter_hour where hour = make_timestamp(${at('5')}::bigint)`,
    {},
  );
  expect(day).toEqual({ is_day: true, s_criteria: '' });
  // and not the other way round
  await store.applyTexts({ ...published, hours: earlier });
  const [after] = await store.queryPool.rows<{ n: number }>(
    'select count(*) as n from encounter_hour where is_day is null',
    {},
  );
  expect(after!.n).toBe(0);
  await store.close();
});

test('a month in a file is written again where the site file says otherwise', async () => {
  const scorer = await Scorer.open(':memory:', site, undefined, { threads: 1 });
  const store = await open();
  await scorer.publish([admit('3'), event('2026-02-01T12:00:00Z', { type: 'tick' })]);
  await scorer.score();
  await relay(scorer, store);
  await scorer.close();
  await new Snapshots(store, site, folder).refresh();
  const [before] = await new Snapshots(store, site, folder).list();
  expect(before!.month).toBe('2026-01');

  // so is one that is damaged
  const file = join(folder, before!.file);
  const whole = readFileSync(file);
  writeFileSync(file, Buffer.from(whole).fill(0, 1_000, 1_010));
  const repaired = new Snapshots(store, site, folder);
  expect(await repaired.find(before!.file)).toBeNull();
  await repaired.refresh();
  const [made] = await repaired.list();
  expect(made).toMatchObject({ month: '2026-01', rows: before!.rows });
  expect(await fileDigest(join(folder, made!.file), 'hex')).toBe(made!.sha256);
  await store.close();

  const fewer = siteWith({ productiveShare: 0.8 });
  const other = { ...fewer, wards: fewer.wards.slice(0, 1) };
  const again = await open(other);
  const snapshots = new Snapshots(again, other, folder);
  await snapshots.refresh();
  const [after] = await snapshots.list();
  await again.close();
  expect(after!.sha256).not.toBe(before!.sha256);
  expect(after!.rows).toBeLessThan(before!.rows);
});
