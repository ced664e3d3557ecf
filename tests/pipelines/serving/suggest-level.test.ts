import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  suggestionsOf,
  suggestLevels,
  type UsualStaffing,
  usualStaffing,
} from '../../../pipelines/serving/suggest-level.ts';
import { Warehouse } from '../../../pipelines/warehouse/warehouse.ts';
import { MICROS_PER_HOUR } from '../../../schemas/instant.ts';
import { site as siteSchema } from '../../../schemas/site.ts';
import { nurses } from '../../reference/example.ts';
import { at, siteWith } from '../../support/scenario.ts';
import { ServedFile, template } from './served-file.ts';
import type { Row } from './usual-world.ts';

// Stockholm in January: local time is an hour ahead. Epiphany, Tuesday the 6th, is a red day.
const site = siteWith();
/** Ten weekdays of January 2026, in order. */
const TEN_DAYS = [9, 12, 13, 14, 15, 16, 19, 20, 21, 22];
/** Of the day shift, from local 8 on. */
const FOUR_HOURS = [7, 8, 9, 10];

let folder: string;
let file: ServedFile;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vi-suggest-'));
  file = await ServedFile.open(folder, site, await template(site));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Patients of ward A through an hour, who need so many minutes each. */
const patients = (time: string, count: number, each: number, fresh = 11): Row[] =>
  Array.from({ length: count }, (_, i) => ({
    ...{ encounterId: `E${i}`, wardId: 'A', hour: at(time), presence: MICROS_PER_HOUR, fresh },
    minutes: each * 1e6,
  }));

const staff = (time: string, rn: number, na: number) =>
  [['rn', rn] as const, ['na', na] as const].map(([role, heads]) => {
    const times = { from: at(time), to: at(time) + MICROS_PER_HOUR };
    return nurses(role, 'actual', heads, '1', '2', { id: `${role} ${time}`, ...times });
  });

async function suggested(hours: readonly { time: string; rn: number; na: number; rows: Row[] }[]) {
  await file.store.publish(hours.flatMap(({ time, rn, na }) => staff(time, rn, na)));
  await file.publish(
    hours.flatMap(({ rows }) => rows),
    [],
    at('23 9:20'),
  );
  await file.close();
  const path = join(folder, 'serving.duckdb');
  const before = readFileSync(path);
  const suggestions = (await suggestLevels(path, site))!;
  expect(readFileSync(path).equals(before)).toBe(true);
  return suggestions.find(({ wardId, shiftId }) => wardId === 'A' && shiftId === 'day')!;
}

test('a file that an earlier program left asks for a start of the server', async () => {
  await file.close();
  const path = join(folder, 'serving.duckdb');
  const warehouse = await Warehouse.open(path);
  await (await warehouse.connect()).run('update layout set version = 12');
  await warehouse.close();
  await expect(suggestLevels(path, site)).rejects.toThrow('Start the server once');
});

const times = TEN_DAYS.flatMap((day) => FOUR_HOURS.map((hour) => `${day} ${hour}`));

test('medians of forty weekday hours of ten days, nurses in halves, minutes over patient-hours', async () => {
  // of every four hours: 10, 10, 11, 12 patients who need 8, 8, 10 and 12 minutes each
  const counts = [10, 10, 11, 12];
  const needs = [8, 8, 10, 12];
  const usual = times.map((time, n) => ({
    ...{ time, rn: [3, 3.2, 3.4, 4][n % 4]!, na: 2 },
    rows: patients(time, counts[n % 4]!, needs[n % 4]!),
  }));
  // busier, and none of it counts: a red day, a Saturday, the evening, today, half its inputs known
  const others = ['6 9', '10 9', '12 15', '23 7'].map((time) => ({
    ...{ time, rn: 9, na: 9, rows: patients(time, 30, 40) },
  }));
  const thin = { time: '12 11', rn: 9, na: 9, rows: patients('12 11', 30, 40, 5) };
  const suggestion = await suggested([...usual, ...others, thin]);
  // RN: the middle of 3.2 and 3.4 is 3.3, in halves 3.5; patients: the middle of 10 and 11
  // minutes: (10·8 + 10·8 + 11·10 + 12·12) / (10 + 10 + 11 + 12) = 414 / 43 = 9.628
  const at = { patients: 10.5, minutesPerPatientHour: 9.628 };
  expect(suggestion).toMatchObject({
    ...{ hours: 40, days: 10 },
    line: { shift: 'day', rn: 3.5, na: 2, at },
  });
  // and the site file takes it
  const { wardId, name, type, beds, nightPatientsPerStaff } = site.wards[0]!;
  const ward = { wardId, name, type, beds, nightPatientsPerStaff, agreed: [suggestion.line] };
  siteSchema.parse({ siteId: 'test', name: 'Test', wards: [ward] });
});

test('readers of other units get it of the hours that they may see', async () => {
  // hours of four patients are hidden; minutes go by fives: 10 · 8.13 = 81.3 reads 80
  const seen = (time: string) => ({ time, rn: 3, na: 2, rows: patients(time, 10, 8.13) });
  const hidden = ['22 11', '22 12'].map((time) => ({
    ...{ time, rn: 9, na: 9, rows: patients(time, 4, 90) },
  }));
  const hours = [...times.map(seen), ...hidden];
  await file.store.publish(hours.flatMap(({ time, rn, na }) => staff(time, rn, na)));
  await file.publish(
    hours.flatMap(({ rows }) => rows),
    [],
    at('23 9:20'),
  );
  const ofA = async (treating: boolean) => {
    const { sql, parameters } = usualStaffing([{ wardId: 'A', treating }]);
    const rows = await file.store.queryPool.rows<UsualStaffing>(sql, parameters);
    return suggestionsOf(rows, site).find(({ shiftId }) => shiftId === 'day');
  };
  // eight weeks before the 23rd of January
  const period = { from: '2025-11-28', to: '2026-01-22' };
  expect(await ofA(false)).toMatchObject({
    ...period,
    ...{ hours: 40, patients: 10, minutesPerPatientHour: 8, nursesP10: 5, nursesP90: 5 },
    // 80 minutes are 1.333 persons; five of them: 3.75 a norm person
    level: { k: 3.75, rnShare: 0.6 },
  });
  expect((await ofA(false))!.normNeed).toBeCloseTo(80 / 60, 9);
  expect(await ofA(true)).toMatchObject({ ...period, hours: 42 });
  await file.close();
});

test('thirty-nine hours are too few to propose from', async () => {
  const rows = (time: string) => ({ time, rn: 3, na: 2, rows: patients(time, 10, 8) });
  const few = await suggested(times.slice(1).map(rows));
  expect(few).toMatchObject({ hours: 39, days: 10, rn: 3, na: 2, line: null });
});

test('forty-five hours of nine days are too few', async () => {
  const five = TEN_DAYS.slice(1).flatMap((day) =>
    [...FOUR_HOURS, 11].map((hour) => `${day} ${hour}`),
  );
  const rows = (time: string) => ({ time, rn: 3, na: 2, rows: patients(time, 10, 8) });
  expect(await suggested(five.map(rows))).toMatchObject({ hours: 45, days: 9, line: null });
});

test('an hour without nurses or without patients does not count', async () => {
  const rows = (time: string) => ({ time, rn: 3, na: 2, rows: patients(time, 10, 8) });
  const nobody = { time: '22 11', rn: 0, na: 0, rows: patients('22 11', 10, 8) };
  const empty = { time: '21 11', rn: 9, na: 9, rows: [] };
  expect(await suggested([...times.map(rows), nobody, empty])).toMatchObject({
    ...{ hours: 40, rn: 3, na: 2 },
  });
});
