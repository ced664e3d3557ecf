import { describe, expect, test } from 'vitest';
import type { WardEvent } from '../../schemas/ward-event.ts';
import {
  admit,
  at,
  discharge,
  doses,
  functions,
  observe,
  rowAt,
  rows,
  siteWith,
  start,
  stop,
  tasks,
} from '../support/scenario.ts';
import { aLevelOf } from './a-level.ts';

type Story = readonly (WardEvent | readonly WardEvent[])[];

describe('A level', () => {
  test.each([
    { areas: [1, 1, 1, 1], severe: true, level: 1 },
    { areas: [3, 1, 1, 1], severe: true, level: 1 },
    { areas: [4, 1, 1, 1], severe: true, level: 1 },
    { areas: [2, 2, 1, 1], severe: true, level: 2 },
    { areas: [4, 2, 1, 1], severe: true, level: 2 },
    { areas: [3, 3, 1, 1], severe: true, level: 3 },
    { areas: [4, 3, 1, 1], severe: true, level: 3 },
    { areas: [4, 1, 1, 4], severe: false, level: 3 },
    { areas: [4, 1, 1, 4], severe: true, level: 4 },
  ])('$areas, severe $severe: A$level', ({ areas, severe, level }) => {
    expect(aLevelOf(areas, severe)).toBe(level);
  });

  const levels = (story: Story, hour = '10', switches = {}) => {
    const row = rowAt(rows([admit('8'), ...story], '13 12', siteWith(switches)), hour);
    return [row.aLevelLow, row.aLevel, row.aLevelHigh];
  };
  const dependent = functions('9', [4, 4, 1, 1]);
  const well = [
    observe('9', 'barthel', 36),
    observe('9', 'barthel-extended', 16),
    observe('9', 'mmse', 17),
  ];

  test('A4 asks for a severe Barthel, extended Barthel or MMSE; missing ones count in high only', () => {
    expect(levels([dependent])).toEqual([3, 3, 4]);
    expect(levels([dependent, ...well])).toEqual([3, 3, 3]);
    expect(levels([dependent, well[0]!, well[1]!])).toEqual([3, 3, 4]);
    expect(levels([dependent, ...well, observe('9:30', 'barthel', 35)])).toEqual([4, 4, 4]);
    expect(levels([dependent, ...well, observe('9:30', 'barthel-extended', 15)])).toEqual([
      4, 4, 4,
    ]);
    expect(levels([dependent, ...well, observe('9:30', 'mmse', 16)])).toEqual([4, 4, 4]);
  });

  test('Barthel is known for 168 h', () => {
    const story = [dependent, observe('8:30', 'barthel', 20), functions('11 9', [4, 4, 1, 1])];
    expect(levels([...story], '12 7')).toEqual([4, 4, 4]);
    expect(levels([...story], '12 8')).toEqual([3, 3, 4]);
  });

  test('missing areas: 1 in low, the site’s default in point, 4 in high', () => {
    expect(levels([])).toEqual([1, 2, 4]);
    expect(levels(well)).toEqual([1, 2, 3]);
    expect(levels([], '10', { defaultFunctionLevel: 3 })).toEqual([1, 3, 4]);
    expect(levels([functions('9', [2, 1, 1, null])])).toEqual([1, 2, 2]);
  });
});

describe('S level', () => {
  /** Raw level of 20:00–21:00, evaluated at 21:00. */
  const raw = (story: Story, switches = {}) =>
    rowAt(rows([admit('1'), ...story], '6 0', siteWith(switches)), '20').sLevelRaw;
  const sets = (times: readonly string[], ...codes: string[]) =>
    times.map((time) => codes.map((code) => observe(time, code, 50)));

  test('observation sets of two codes: 4 in 8 h', () => {
    const codes = ['pain', 'spo2'];
    expect(raw(sets(['13', '15', '17', '20:59'], ...codes))).toBe(2);
    expect(raw(sets(['12:59:59', '15', '17', '20:59'], ...codes))).toBe(1);
    expect(raw(sets(['13', '15', '17'], ...codes))).toBe(1);
    expect(raw(sets(['13', '15', '17', '19'], 'pain'))).toBe(1);
    expect(raw(sets(['13', '15', '17', '17:00:59'], ...codes))).toBe(1);
  });

  test('a set is one minute; only counted codes, known and of any value', () => {
    const rest = sets(['15', '17', '19'], 'pain', 'weight');
    expect(raw([...rest, ...sets(['14:00:01'], 'pain'), ...sets(['14:00:59'], 'spo2')])).toBe(2);
    expect(raw([...rest, ...sets(['14:00:01'], 'pain'), ...sets(['14:01'], 'spo2')])).toBe(1);
    expect(raw([...rest, ...sets(['14'], 'pain', 'bristol')])).toBe(1);
    const uncounted = [observe('14', 'spo2-scale', 1), observe('14', 'mmse', 20)];
    expect(raw([...rest, observe('14', 'pain', 1), uncounted])).toBe(1);
    expect(raw([...rest, observe('14', 'pain', 1), observe('14', 'heart-rate', 999)])).toBe(2);
  });

  test('observation sets of three codes: 6 in 12 h', () => {
    const codes = ['pain', 'spo2', 'heart-rate'];
    const six = ['9', '11', '13', '15', '17', '20:59'];
    expect(raw(sets(six, ...codes))).toBe(3);
    expect(raw(sets(six.slice(1), ...codes))).toBe(2);
    expect(raw(sets(six, 'pain', 'spo2'))).toBe(2);
    expect(raw([...sets(['8:59:59'], ...codes), ...sets(six.slice(1), ...codes)])).toBe(2);
  });

  test('counting values: 8 of 2 codes in 8 h, 18 of 3 codes in 12 h', () => {
    const values = { observationCounting: 'values' as const };
    const pains = (n: number, time = '13') =>
      sets(
        Array.from({ length: n }, (_, i) => `${time}:00.${100 + i}`),
        'pain',
      );
    const minutes = (n: number) => Array.from({ length: n }, (_, i) => `14:${10 + i}`);
    expect(raw([...sets(minutes(7), 'pain'), observe('15', 'spo2', 99)], values)).toBe(2);
    expect(raw([...sets(minutes(6), 'pain'), observe('15', 'spo2', 99)], values)).toBe(1);
    expect(raw(sets(minutes(8), 'pain'), values)).toBe(1);
    expect(raw([...pains(7, '13:00'), observe('15', 'spo2', 99)], values)).toBe(2);
    const two = [observe('15', 'spo2', 99), observe('16', 'weight', 70)];
    expect(raw([...sets(minutes(16), 'pain'), ...two], values)).toBe(3);
    expect(raw([...sets(minutes(15), 'pain'), ...two], values)).toBe(2);
    expect(raw([...sets(minutes(17), 'pain'), two[0]!], values)).toBe(2);
    const sparse = sets(['13', '14', '15', '16'], 'pain', 'spo2').slice(0, 3);
    expect(raw(sparse, values)).toBe(1);
  });

  test.each([
    { name: '4 suctions', story: tasks('20', 'suction', 4), level: 2 },
    { name: '3 suctions', story: tasks('20', 'suction', 3), level: 1 },
    {
      name: '4 suctions, one too old',
      story: [...tasks('20', 'suction', 3), ...tasks('4 20:59', 'suction')],
      level: 1,
    },
    {
      name: '4 suctions, one just in time',
      story: [...tasks('20', 'suction', 3), ...tasks('4 21', 'suction')],
      level: 2,
    },
    { name: '5 tracheal suctions', story: tasks('20', 'tracheal-suction', 5), level: 3 },
    { name: '4 tracheal suctions', story: tasks('20', 'tracheal-suction', 4), level: 1 },
    { name: 'tube insertion', story: tasks('20', 'tube-insertion'), level: 2 },
    { name: 'catheter insertion', story: tasks('20', 'catheter-insertion'), level: 2 },
    { name: 'central line', story: [start('4', 'central-line')], level: 2 },
    { name: 'other line', story: [start('4', 'drain')], level: 1 },
    {
      name: 'central line out at the end',
      story: [start('4', 'central-line'), stop('20:59', 'central-line')],
      level: 1,
    },
    {
      name: 'central line out after the end',
      story: [start('4', 'central-line'), stop('21', 'central-line')],
      level: 2,
    },
    { name: '1000 ml', story: doses('5', 'infusion', 1, 1000), level: 2 },
    { name: '999.999 ml', story: doses('5', 'infusion', 1, 999.999), level: 1 },
    { name: '1000 ml too early', story: doses('4:59:59', 'infusion', 1, 1000), level: 1 },
    { name: '1000 ml by mouth', story: doses('5', 'oral', 1, 1000), level: 1 },
    {
      name: '1000 ml in decimal parts',
      story: [...doses('6', 'infusion', 9, 100.1), ...doses('7', 'short-infusion', 1, 99.1)],
      level: 2,
    },
    { name: '2 short infusions', story: doses('5', 'short-infusion', 2), level: 2 },
    { name: '1 short infusion', story: doses('5', 'short-infusion', 1), level: 1 },
    { name: '5 short infusions', story: doses('2', 'short-infusion', 5), level: 3 },
    { name: '4 short infusions', story: doses('5', 'short-infusion', 4), level: 2 },
    { name: 'transfusion', story: doses('2', 'transfusion'), level: 2 },
    { name: '2 transfusions', story: doses('2', 'transfusion', 2), level: 2 },
    { name: '3 transfusions', story: doses('2', 'transfusion', 3), level: 3 },
    { name: 'cytotoxic', story: doses('2', 'cytotoxic'), level: 2 },
    { name: '3 inhalations', story: tasks('2', 'inhalation', 3), level: 2 },
    { name: '2 inhalations', story: tasks('2', 'inhalation', 2), level: 1 },
    { name: 'iv insulin', story: doses('2', 'iv-insulin'), level: 3 },
    { name: 'vasoactive', story: doses('2', 'vasoactive'), level: 3 },
    { name: 'observed', story: doses('2', 'observed'), level: 3 },
    { name: 'injections', story: doses('2', 'injection', 9), level: 1 },
    { name: '1 complex dressing', story: tasks('2', 'dressing.complex'), level: 2 },
    { name: '2 complex dressings', story: tasks('2', 'dressing.complex', 2), level: 3 },
    { name: '1 simple dressing', story: tasks('2', 'dressing.simple'), level: 1 },
    { name: '2 simple dressings', story: tasks('2', 'dressing.simple', 2), level: 2 },
    { name: '3 simple dressings', story: tasks('2', 'dressing.simple', 3), level: 3 },
    {
      name: 'simple and complex count apart',
      story: [...tasks('2', 'dressing.simple', 2), ...tasks('2', 'dressing.complex')],
      level: 2,
    },
    {
      name: 'S3 in two areas',
      story: [...tasks('2', 'dressing.simple', 3), ...doses('2', 'observed')],
      level: 4,
    },
    {
      name: 'S3 twice in one area',
      story: [...doses('2', 'vasoactive'), ...doses('2', 'observed')],
      level: 3,
    },
    {
      name: 'S3 in one area, S2 in the others',
      story: [
        ...tasks('2', 'dressing.simple', 2),
        ...doses('2', 'observed'),
        ...tasks('2', 'tube-insertion'),
      ],
      level: 3,
    },
  ])('$name: S$level', ({ story, level }) => {
    expect(raw(story)).toBe(level);
  });

  test('windows hold their start and not their end', () => {
    const story = [admit('1'), tasks('10:30', 'tube-insertion')];
    const found = rows(story, '6 12:00');
    const levelAt = (hour: string) => rowAt(found, hour).sLevelRaw;
    expect([levelAt('9'), levelAt('10'), levelAt('6 9'), levelAt('6 10')]).toEqual([1, 2, 2, 1]);
    const sharp = rows([admit('1'), tasks('10', 'tube-insertion')], '6 12:00');
    expect(['9', '10', '6 9', '6 10'].map((hour) => rowAt(sharp, hour).sLevelRaw)).toEqual([
      1, 2, 2, 1,
    ]);
  });

  test('raised at once, lowered after four hours', () => {
    const story = [admit('1'), start('10:30', 'central-line'), stop('12:30', 'central-line')];
    const found = rows(story, '18').filter(({ hour }) => hour >= at('9'));
    expect(found.map(({ sLevel }) => sLevel)).toEqual([1, 2, 2, 2, 2, 2, 1, 1, 1, 1]);
    expect(found.map(({ sLevelRaw }) => sLevelRaw)).toEqual([1, 2, 2, 1, 1, 1, 1, 1, 1, 1]);
  });

  test('not from before the admission', () => {
    const line = [start('9:30', 'central-line'), stop('10:30', 'central-line')];
    expect(rowAt(rows([admit('10:45'), ...line], '18'), '10').sLevel).toBe(1);
    expect(rowAt(rows([admit('9:45'), ...line], '18'), '10').sLevel).toBe(2);
    const again = [admit('9:15'), ...line, discharge('11'), admit('11:15')];
    const found = rows(again, '18');
    expect(rowAt(found, '10').sLevel).toBe(2);
    expect(rowAt(found, '11').sLevel).toBe(1);
  });

  test('the volume of an infusion is never silently zero', () => {
    const row = (story: Story) => rowAt(rows([admit('1'), ...story], '6 0'), '20');
    expect(row(doses('5', 'infusion')).imputed).toContain('infusion-volume');
    expect(row(doses('4:59', 'infusion')).imputed).not.toContain('infusion-volume');
    expect(row(doses('5', 'infusion', 1, 0)).imputed).not.toContain('infusion-volume');
    expect(row(doses('5', 'transfusion')).imputed).not.toContain('infusion-volume');
  });
});
