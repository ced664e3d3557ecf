import { describe, expect, test } from 'vitest';
import {
  admit,
  at,
  discharge,
  escort,
  event,
  functions,
  observe,
  rowAt,
  rows,
  siteWith,
  start,
  stop,
  tasks,
  transfer,
  vitals,
} from '../support/scenario.ts';
import { referenceEncounterHours, referenceWardHours } from './score.ts';

const well = [vitals('9:30'), functions('9:30', [1, 1, 1, 1])];

describe('checks with known answers', () => {
  test('10: A2/S2, NEWS2 0, all of a day hour', () => {
    const story = [admit('5:10'), start('5:10', 'central-line'), vitals('9:30')];
    const row = rowAt(rows(story, '12'), '10');
    expect(row.components).toEqual({
      base: 2_062_500,
      generalCare: 3_437_500,
      specialCare: 4_750_000,
      surveillance: 0,
      churn: 0,
      oneToOne: 0,
      escort: 0,
    });
    expect(row).toMatchObject({ aLevel: 2, sLevel: 2, news2: 0, minutes: 10_250_000, index: 100 });
  });

  test('11: A1/S1, NEWS2 7, day hour', () => {
    const ill = vitals('9:30', { 'respiratory-rate': 22, 'systolic-bp': 100, spo2: 90 });
    const row = rowAt(rows([admit('5:10'), functions('9:30', [1, 1, 1, 1]), ill], '12'), '10');
    // 92/16 + (48 − 5)/24 · 5.02 = 5.75 + 8.994166…
    expect(row).toMatchObject({ news2: 7, aLevel: 1, sLevel: 1, minutes: 14_744_167 });
  });
});

describe('the formula', () => {
  const alarming = vitals('9:30', { 'systolic-bp': 90 });

  test('special care covers observations: surveillance is what exceeds it', () => {
    const story = [admit('5:10'), functions('9:30', [1, 1, 1, 1]), alarming];
    const row = rowAt(rows([...story, start('9', 'central-line')], '12'), '10');
    // 19/24 · 5.02 − 17/16 = 3.974166… − 1.0625
    expect(row).toMatchObject({ news2: 3, sLevel: 2 });
    expect(row.components).toMatchObject({ specialCare: 4_750_000, surveillance: 2_911_667 });
    const s3 = rowAt(rows([...story, tasks('9', 'dressing.simple', 3)], '12'), '10');
    expect(s3.components).toMatchObject({ specialCare: 7_000_000, surveillance: 661_667 });
    const s4 = [...story, tasks('9', 'dressing.simple', 3), tasks('9', 'tracheal-suction', 5)];
    expect(rowAt(rows(s4, '12'), '10').components).toMatchObject({
      specialCare: 9_437_500,
      surveillance: 0,
    });
  });

  test('a night hour: one share of a nurse, and surveillance without a surplus', () => {
    const story = [admit('5:10'), functions('20', [4, 4, 4, 4]), start('20', 'central-line')];
    const row = rowAt(rows([...story, vitals('20:30', { 'heart-rate': 40 })], '23'), '21');
    expect(row.components).toMatchObject({
      base: 6_000_000,
      generalCare: 0,
      specialCare: 0,
      surveillance: 3_974_167,
    });
    expect(row).toMatchObject({ aLevel: 3, aLevelHigh: 4, sLevel: 2 });
  });

  test('the night ratio is that of the row’s ward', () => {
    const story = [admit('5:10'), transfer('21:30', 'B'), vitals('20:30')];
    const found = rows(story, '23');
    expect(rowAt(found, '21', 'A').components).toMatchObject({
      base: 3_000_000,
      churn: 15_000_000,
    });
    expect(rowAt(found, '21', 'B').components).toMatchObject({
      base: 4_285_714,
      churn: 11_250_000,
    });
    expect(rowAt(found, '22', 'B').components).toMatchObject({
      base: 8_571_429,
      churn: 11_250_000,
    });
  });

  test('each component is rounded once', () => {
    // One microsecond of presence: f·33/16 min = 33/57.6e9 min, which is 0.000572916 micro-minutes.
    const brief = rows([admit('10'), discharge('10:00:00.000001'), ...well], '12');
    expect(rowAt(brief, '10')).toMatchObject({ presenceMicros: 1, minutes: 52_500_000 });
    // 873 µs: base 873/3.6e9 · 33/16 · 1e6 = 0.50015… → 1; special care · 59/16 = 0.894… → 1.
    const longer = rowAt(rows([admit('10'), discharge('10:00:00.000873')], '12'), '10');
    expect(longer.components).toMatchObject({ base: 1, specialCare: 1, generalCare: 1 });
  });

  test('isolation raises the base wherever it touches presence in the hour', () => {
    const base = (...needs: ReturnType<typeof start>[]) =>
      rowAt(rows([admit('5:10'), ...needs], '12'), '10').components.base;
    expect(base(start('10:59:59', 'isolation'))).toBe(7_687_500);
    expect(base(start('11', 'isolation'))).toBe(2_062_500);
    expect(base(start('8', 'isolation'), stop('10', 'isolation'))).toBe(2_062_500);
    expect(base(start('8', 'isolation'), stop('10:00:00.000001', 'isolation'))).toBe(7_687_500);
    expect(base(start('10:30', 'isolation'), stop('10:30', 'isolation'))).toBe(2_062_500);
    expect(base(start('8', 'isolation'), discharge('9'), admit('9:30'))).toBe(2_062_500);
    expect(base(start('3', 'isolation'))).toBe(7_687_500);
  });

  test('one-to-one: 60 min for the part of the hour it was active with the patient there', () => {
    const story = [start('9:30', 'one-to-one'), stop('10:50', 'one-to-one')];
    const found = rows([admit('5:10'), transfer('10:40', 'B'), ...story], '12');
    expect(rowAt(found, '9').components.oneToOne).toBe(30_000_000);
    expect(rowAt(found, '10').components.oneToOne).toBe(40_000_000);
    expect(rowAt(found, '10', 'B').components.oneToOne).toBe(10_000_000);
  });

  test('escorts: their minutes, on the ward and in the hour; without minutes imputed as 0', () => {
    const story = [
      admit('5:10'),
      transfer('10:30', 'B'),
      escort('10:29:59', 20),
      escort('10:30', 7.5),
    ];
    const found = rows([...story, escort('11:15'), escort('11:20', 33.3333335)], '12');
    expect(rowAt(found, '10').components.escort).toBe(20_000_000);
    expect(rowAt(found, '10', 'B').components.escort).toBe(7_500_000);
    expect(rowAt(found, '11', 'B').components.escort).toBe(33_333_334);
    expect(rowAt(found, '10', 'B').imputed).not.toContain('escort');
    expect(rowAt(found, '11', 'B').imputed).toContain('escort');
    const outside = rows([admit('5:10'), discharge('10'), escort('10:00', 5)], '12');
    expect(rowAt(outside, '10').components.escort).toBe(0);
  });

  test('bounds repeat the formula with low and high levels', () => {
    const found = rows([admit('5:10'), functions('9', [3, 3, null, null])], '12');
    const row = rowAt(found, '10');
    expect(row).toMatchObject({ aLevel: 3, aLevelLow: 3, aLevelHigh: 4 });
    expect(row).toMatchObject({ news2: null, news2Low: 0, news2High: 20 });
    // 92/16 + 144/16 = 14.75; high: 92/16 + 276/16 + 8.994167 = 31.994167
    expect(row).toMatchObject({
      minutes: 14_750_000,
      minutesLow: 14_750_000,
      minutesHigh: 31_994_167,
    });
    expect(row.imputed).toEqual(['function.elimination', 'function.mobility']);
    expect(row.freshInputs).toBe(2);
    expect(row.coverage).toBeCloseTo(2 / 11, 15);
  });
});

describe('stream time', () => {
  test('the hour that holds it is provisional and counts an open stay to its end', () => {
    const found = rows([admit('9:30'), start('9:45', 'one-to-one')], '10:15');
    expect(found.map(({ hour }) => hour)).toEqual([at('9'), at('10')]);
    expect(rowAt(found, '9')).toMatchObject({ provisional: false, computedAt: at('10:15') });
    expect(rowAt(found, '10')).toMatchObject({ provisional: true, presenceMicros: 3_600_000_000 });
    expect(rowAt(found, '10').components.oneToOne).toBe(60_000_000);
  });

  test('exactly on the hour, that hour is the provisional one, evaluated at its start', () => {
    const found = rows([admit('9:30'), observe('10', 'heart-rate', 80)], '10');
    const row = rowAt(found, '10');
    expect(row).toMatchObject({ provisional: true, presenceMicros: 3_600_000_000, freshInputs: 0 });
    expect(row.components.churn).toBe(22_500_000);
  });

  test('moves known ahead of it shape presence, other events wait', () => {
    const early = { recordedAt: at('10:15') };
    const out = event('10:18', { type: 'discharge', ...early });
    const pulse = event('10:18', { type: 'observation', code: 'heart-rate', value: 80, ...early });
    const row = rowAt(rows([admit('9:30'), out, pulse], '10:15'), '10');
    expect(row).toMatchObject({ presenceMicros: 18 * 60_000_000, departures: 1, freshInputs: 0 });
    expect(row.inputs['heart-rate'].freshness).toBe('missing');
  });

  test('each partition has its own', () => {
    const other = event('9', { type: 'admission', wardId: 'B', encounterId: 'E2' });
    const log = [
      { event: admit('9'), partition: 0 },
      { event: event('9:30', { type: 'tick' }), partition: 0 },
      { event: other, partition: 1 },
      { event: event('11:30', { type: 'tick' }), partition: 1 },
    ];
    const found = referenceEncounterHours(log, siteWith());
    expect(found.map(({ encounterId, hour }) => [encounterId, hour])).toEqual([
      ['E1', at('9')],
      ['E2', at('9')],
      ['E2', at('10')],
      ['E2', at('11')],
    ]);
  });
});

describe('versions', () => {
  const first = event('10', { type: 'observation', code: 'heart-rate', value: 80, id: 'h' });
  const version = (recorded: string, more: object) => ({
    ...first,
    recordedAt: at(recorded),
    ...more,
  });
  const pulse = (...versions: (typeof first)[]) =>
    rowAt(rows([admit('9'), ...versions], '12'), '10').inputs['heart-rate'].value;

  test('the latest recorded counts, in whatever order they come', () => {
    const amended = version('10:30', { status: 'amended', value: 90 });
    expect(pulse(first, amended)).toBe(90);
    expect(pulse(amended, first)).toBe(90);
    expect(pulse(amended, version('10:40', { status: 'entered-in-error' }), first)).toBeNull();
    expect(pulse(amended, version('10:40', { source: 'monitor', value: 70 }))).toBe(70);
    expect(pulse(first, first)).toBe(80);
  });

  test('a version may move the event to another encounter, or make it another event', () => {
    expect(pulse(first, version('10:30', { encounterId: 'E2' }))).toBeNull();
    const {
      code: _,
      value: __,
      ...envelope
    } = version('10:30', { type: 'leave.start' }) as never as {
      [key: string]: unknown;
    };
    const found = rows([admit('9'), first, envelope as never], '12');
    expect(rowAt(found, '9').presenceMicros).toBe(3_600_000_000);
    expect(found.some(({ hour }) => hour === at('11'))).toBe(false);
  });
});

test('ward-hours are sums; coverage is weighted by presence', () => {
  const other = event('10:15', { type: 'admission', wardId: 'A', encounterId: 'E2' });
  const found = rows([admit('10:30'), vitals('10:30'), other, discharge('10:45')], '11:30');
  const wardHours = referenceWardHours(found);
  expect(wardHours.map(({ wardId, hour }) => [wardId, hour])).toEqual([
    ['A', at('10')],
    ['A', at('11')],
  ]);
  expect(wardHours[0]).toMatchObject({
    census: 1,
    presenceMicros: 3_600_000_000,
    arrivals: 2,
    departures: 1,
    imputedPatients: 2,
    provisional: false,
    // churn 22.5 + 30 + 22.5; (92 + 55)/16 over one patient-hour in all
    minutes: 84_187_500,
  });
  // 7 of 11 for a quarter of the hour's presence
  expect(wardHours[0]?.coverage).toBeCloseTo(7 / 44, 15);
});
