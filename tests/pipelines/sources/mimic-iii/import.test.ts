import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type ImportResult,
  importMimicIii,
} from '../../../../pipelines/sources/mimic-iii/import.ts';
import { site } from '../../../../schemas/site.ts';
import { isFromTheFuture, type WireEvent, wardEvent } from '../../../../schemas/ward-event.ts';

/** Raw rows of two stays, 126949 (CareVue) and 139932 (MetaVision); expectations read off by hand. */
const directory = join(import.meta.dirname, '../../../fixtures/mimic-iii-demo/tables');
let result: ImportResult;
let byId: Map<string, WireEvent>;

beforeAll(async () => {
  result = await importMimicIii({ directory });
  byId = new Map(result.events.map((event) => [event.id, event]));
});

const sum = (counts: Record<string, number>) =>
  Object.values(counts).reduce((total, count) => total + count, 0);

describe('moves', () => {
  it('come from the ward rows, in Boston time', () => {
    const moves = result.events.filter(
      (event) =>
        event.source === 'mimic-iii/transfers' &&
        'encounterId' in event &&
        event.encounterId === 'H126949',
    );
    // 2129-11-24 00:32:25 EST; born 2061-03-25: 68 years. Died 2129-12-01 01:45, left at 06:03:55.
    expect(moves).toMatchObject([
      { type: 'admission', wardId: 'W45', occurredAt: '2129-11-24T05:32:25Z', age: 68 },
      { type: 'transfer', wardId: 'MICU-50', occurredAt: '2129-11-25T03:46:57Z' },
      { type: 'transfer', wardId: 'SICU-57', occurredAt: '2129-11-25T19:37:50Z' },
      { type: 'discharge', occurredAt: '2129-12-01T06:45:00Z' },
    ]);
  });

  it('make the site file', () => {
    const { wards, timeZone } = site.parse(result.site);
    expect(timeZone).toBe('America/New_York');
    expect(
      wards.map(({ wardId, nightPatientsPerStaff }) => [wardId, nightPatientsPerStaff]),
    ).toEqual([
      ['MICU-50', 2],
      ['SICU-57', 2],
      ['W31', 10],
      ['W45', 10],
    ]);
  });

  it('leave for the operating room and come back', () => {
    // Sent 2147-10-09 21:18, received 23:05 (EDT).
    expect(byId.get('8650:leave')).toMatchObject({
      type: 'leave.start',
      occurredAt: '2147-10-10T01:18:00Z',
    });
    expect(byId.get('8651:leave')).toMatchObject({
      type: 'leave.end',
      occurredAt: '2147-10-10T03:05:00Z',
    });
  });
});

describe('times', () => {
  it('record a row when it was stored', () => {
    expect(byId.get('85887395:heart-rate')).toMatchObject({
      occurredAt: '2129-11-25T03:25:00Z',
      recordedAt: '2129-11-25T04:02:00Z',
    });
  });

  it('record a row charted ahead of time at the time it is charted for', () => {
    // Charted for 22:15, stored at 21:52.
    expect(byId.get('85887343:heart-rate')).toMatchObject({
      occurredAt: '2129-11-25T03:15:00Z',
      recordedAt: '2129-11-25T03:15:00Z',
    });
    expect(result.report.chartedAheadOfTime.byMoreThanFiveMinutes).toBeGreaterThan(0);
  });
});

describe('the whole import', () => {
  it('gives valid events only, none from the future', () => {
    for (const event of result.events) {
      const parsed = wardEvent.safeParse(event);
      expect(parsed.error?.issues).toBeUndefined();
      expect(parsed.data !== undefined && isFromTheFuture(parsed.data)).toBe(false);
    }
  });

  it('counts every row once', () => {
    for (const [table, counts] of Object.entries(result.report.tables)) {
      const total = counts.notSelected + sum(counts.mapped) + sum(counts.notMapped);
      expect([table, total]).toEqual([table, counts.rows]);
    }
    expect(sum(result.report.events)).toBe(result.events.length);
    const { chartevents, labevents } = result.report.tables;
    expect(chartevents?.notMapped['flagged as an error']).toBe(1);
    expect(result.events.filter(({ id }) => id.startsWith('6831742'))).toEqual([]);
    expect(labevents?.notMapped['no hospital admission (hadm_id is empty)']).toBe(4);
  });

  it('says that the calendar is invented', () => {
    expect(result.report.calendar).toMatch(/^Invented calendar/);
    expect(result.site.name).toMatch(/invented calendar/);
  });

  it('takes only the admissions or subjects in the options', async () => {
    const one = await importMimicIii({ directory, admissions: [126949] });
    expect(
      new Set(one.events.flatMap((event) => ('encounterId' in event ? [event.encounterId] : []))),
    ).toEqual(new Set(['H126949']));
    expect(one.report.tables.transfers?.notSelected).toBe(3);
    const same = await importMimicIii({ directory, subjects: [10045] });
    expect(same.events).toEqual(one.events);
  });

  it('moves whole weeks into the window, and hours stay', async () => {
    const window = { start: '2026-01-05', days: 14 };
    const moved = await importMimicIii({ directory, window, admissions: [126949] });
    // Thursday 2129-11-24 00:32:25 becomes a Thursday of January 2026, at the same hour.
    expect(moved.events.find(({ type }) => type === 'admission')?.occurredAt).toMatch(
      /^2026-01-(08|15)T05:32:25Z$/,
    );
    expect(moved.report.calendar).toContain('2026-01-05');
    const again = await importMimicIii({ directory, window, admissions: [126949] });
    expect(again).toEqual(moved);
  });
});
