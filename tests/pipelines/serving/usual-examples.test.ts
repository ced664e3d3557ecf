import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MICROS_PER_HOUR } from '../../../schemas/instant.ts';
import { nurses } from '../../reference/example.ts';
import { at, siteWith } from '../../support/scenario.ts';
import { ServedFile, template } from './served-file.ts';
import { intensityOf } from './stores.ts';
import type { Row } from './usual-world.ts';

// Stockholm in January: local time is an hour ahead. Epiphany, Tuesday the 6th, is a red day.
const site = siteWith();
/** Twelve weekdays of January 2026, in order. */
const WEEKDAYS = [7, 8, 9, 12, 13, 14, 15, 16, 19, 20, 21, 22];

let folder: string;
let file: ServedFile;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vi-usual-'));
  file = await ServedFile.open(folder, site, await template(site));
});
afterEach(async () => {
  await file.close();
  rmSync(folder, { recursive: true, force: true });
});

/** An hour of ward A with some patients, who need so many minutes together. */
function hour(time: string, minutes: number, patients = 1, fresh = 11): Row[] {
  return Array.from({ length: patients }, (_, i) => ({
    ...{ encounterId: `E${i}`, wardId: 'A', hour: at(time), presence: MICROS_PER_HOUR, fresh },
    minutes: Math.round((minutes / patients) * 1e6),
  }));
}

/** One nurse in whole hours of ward A. */
const worked = (times: readonly string[]) =>
  times.map((time) => {
    const from = at(time);
    const times = { from, to: from + MICROS_PER_HOUR };
    return nurses('rn', 'planned', 1, '1', '2', { id: `at ${time}`, ...times });
  });

const usualLoad = (day: string) =>
  file.store.queryPool.rows(
    `select load, p90, hours::integer as hours, days::integer as days, visible_load, visible_hours::integer as visible_hours
      from usual_load where ward_id = 'A' and day = '2026-01-${day}' and shift_id = 'day'`,
    {},
  );

/** Five hours of the day shift, from local 8 on, on some days: loads 0.50, 0.51, 0.52, 0.53, 0.54. */
async function dayHours(days: readonly number[], each = 5) {
  const times = days.flatMap((day) => [7, 8, 9, 10, 11].slice(0, each).map((h) => `${day} ${h}`));
  const rows = times.map((time, n) => hour(time, 30 + 0.6 * (n % each)));
  // a red day, a Saturday, an evening and a night, far busier
  const others = ['6 9', '10 9', '12 15', '13 2'];
  await file.store.publish(worked([...times, ...others]));
  const busy = others.map((time) => hour(time, 180));
  await file.publish([...rows, ...busy].flat(), [], at('23 9:20'));
}

test('L3: the usual load is of sixty weekday hours of the day shift, from twelve days', async () => {
  await dayHours(WEEKDAYS);
  // twelve of each: the 30th and the 31st are 0.52, from the 49th on they are 0.54
  const [usual] = await usualLoad('23');
  expect(usual).toEqual({
    ...{ load: expect.closeTo(0.52, 12), p90: expect.closeTo(0.54, 12), hours: 60, days: 12 },
    // one patient: others see none of it
    ...{ visible_load: null, visible_hours: 0 },
  });
  const [now] = (await file.store.wardsNow()).wards;
  expect(now!.inside.usualLoad).toEqual({
    ...{ load: expect.closeTo(0.52, 12), p90: expect.closeTo(0.54, 12), hours: 60, days: 12 },
  });
  expect(now!.outside.usualLoad).toBeNull();
  const readers = [{ wardId: 'A', treating: true }];
  const range = { readers, from: at('23 6'), to: at('23 13'), knownAt: null };
  const [shift] = await intensityOf(file.store, range, 'shift');
  expect(shift!.usual_load).toMatchObject({ load: expect.closeTo(0.52, 12), hours: 60 });
  // the day before has eleven days, and what is of it counts on the day after
  expect(await usualLoad('22')).toMatchObject([{ hours: 55, days: 11 }]);
});

test('L3: nine days are too few for a usual load', async () => {
  await dayHours(WEEKDAYS.slice(3));
  expect(await usualLoad('23')).toMatchObject([{ load: null, p90: null, hours: 45, days: 9 }]);
});

test('L3: thirty-six hours of twelve days are too few', async () => {
  await dayHours(WEEKDAYS, 3);
  expect(await usualLoad('23')).toMatchObject([{ load: null, hours: 36, days: 12 }]);
});

test('an hour without patients is one of no need, and one without nurses is none', async () => {
  const times = WEEKDAYS.slice(0, 11).flatMap((day) => [7, 8, 9, 10].map((h) => `${day} ${h}`));
  await file.store.publish([
    ...worked(times),
    nurses('rn', 'planned', 0, '22 7', '22 12', { id: 'nobody' }),
  ]);
  // somebody comes in the first hour only
  await file.publish(hour('7 7', 30), [], at('23 9:20'));
  expect(await usualLoad('23')).toMatchObject([{ load: 0, p90: 0, hours: 44, days: 11 }]);
});

const usualNeed = (where: string) =>
  file.store.queryPool.rows<{ day: string; hours: number }>(
    `select day::varchar as day, minutes, p10, p90, hours::integer as hours, visible_minutes, visible_hours::integer as visible_hours
      from usual_need_of_day where ward_id = 'A' and ${where} order by day`,
    {},
  );

test('the usual need is of an hour of the day, after the first week, and as others see it', async () => {
  // at local 10 from the 6th on; the first week ends on Tuesday the 13th at 10
  const early = ['6 9', '7 9', '8 9', '9 9', '12 9'].map((time) => hour(time, 59, 5));
  const late = WEEKDAYS.slice(4).map((day, n) => hour(`${day} 9`, 11 + 10 * n, 5));
  const weekend = ['17 9', '18 9'].map((time) => hour(time, 55, 5));
  // at local 11: 7 of 11 inputs are 64 %, 8 are 73 %
  const covered = WEEKDAYS.slice(4).map((day, n) => hour(`${day} 10`, 20, 5, n === 0 ? 7 : 8));
  await file.publish([early, late, weekend, covered].flat(2), [], at('23 9:20'));

  // 11, 21 … 81: the 0.7th place of eight is a tenth, the 3.5th the median; others see 10, 20 … 80
  const ofEight = {
    ...{ minutes: 46, p10: expect.closeTo(18, 9), p90: expect.closeTo(74, 9), hours: 8 },
    ...{ visible_minutes: 45, visible_hours: 8 },
  };
  expect(await usualNeed("local_hour = 10 and day between '2026-01-22' and '2026-01-24'")).toEqual([
    // 81 is of the day itself
    expect.objectContaining({ day: '2026-01-22', minutes: null, hours: 7, visible_minutes: null }),
    { day: '2026-01-23', ...ofEight },
    expect.objectContaining({ day: '2026-01-24', minutes: null, hours: 2 }),
  ]);
  expect(await usualNeed("local_hour = 11 and day = '2026-01-23'")).toMatchObject([
    { minutes: null, hours: 7, visible_minutes: null, visible_hours: 7 },
  ]);
  // nobody was there: nothing was needed, which others are not shown
  expect(await usualNeed("local_hour = 20 and day = '2026-01-23'")).toMatchObject([
    { minutes: 0, p90: 0, hours: 8, visible_minutes: null, visible_hours: 0 },
  ]);
  // fifteen days ahead, each by its kind: 24 January, a Saturday, to 7 February, a Saturday; ten weekdays
  const ahead = await usualNeed("local_hour = 10 and day > '2026-01-23'");
  expect(ahead.map(({ day, hours }) => [day, hours])).toEqual(
    Array.from({ length: 15 }, (_, n) => {
      const date = new Date(Date.UTC(2026, 0, 24 + n));
      const isWeekend = [0, 6].includes(date.getUTCDay());
      return [date.toISOString().slice(0, 10), isWeekend ? 2 : 8];
    }),
  );
  expect(ahead.filter(({ hours }) => hours === 8)).toEqual(
    Array.from({ length: 10 }, () => expect.objectContaining(ofEight)),
  );
});

test('once the site says from when the data of a ward are complete, its first week counts too', async () => {
  // at local 10 on eight weekdays, five of them in the first week
  const rows = WEEKDAYS.slice(0, 8).map((day, n) => hour(`${day} 9`, 11 + 10 * n));
  await file.publish(rows.flat(), [], at('17 9:20'));
  const usual = () =>
    file.store.queryPool.rows(
      `select minutes, hours::integer as hours from usual_need_of_day
        where ward_id = 'A' and local_hour = 10 and day = '2026-01-19'`,
      {},
    );
  expect(await usual()).toEqual([{ minutes: null, hours: 3 }]);

  await file.close();
  const wards = site.wards.map((ward) => ({ ...ward, dataFrom: '2026-01-07' }));
  file = await ServedFile.open(folder, { ...site, wards }, await template(site));
  // 11, 21 … 81
  expect(await usual()).toEqual([{ minutes: 46, hours: 8 }]);
});
