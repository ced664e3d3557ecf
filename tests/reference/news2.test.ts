import { describe, expect, test } from 'vitest';
import {
  admit,
  event,
  observe,
  rowAt,
  rows,
  siteWith,
  start,
  vitals,
} from '../support/scenario.ts';
import { isOnOxygen, news2, parameterScore } from './news2.ts';
import table from './news2-table.json' with { type: 'json' };
import type { News2Parameter, Readings, Value } from './readings.ts';

type Scored = Parameters<typeof parameterScore>[0];

const NOTHING = {
  'respiratory-rate': null,
  spo2: null,
  'supplemental-oxygen': null,
  'systolic-bp': null,
  'heart-rate': null,
  consciousness: null,
  temperature: null,
};

function readings(values: Partial<Record<News2Parameter, Value | null>>, scale = 1): Readings {
  return { values: { ...NOTHING, ...values }, scale: scale === 2 ? 2 : 1 };
}

describe('the published table', () => {
  for (const { code, scale = 1, oxygen = false, step, bands } of table.numeric) {
    const points = (value: number) =>
      parameterScore(code as Scored, readings({ [code]: value }, scale), oxygen);
    const name = `${code}${code === 'spo2' ? `, scale ${scale}, ${oxygen ? 'oxygen' : 'air'}` : ''}`;

    test.each(bands)(`${name} $from to $to is $score`, ({ from, to, score }) => {
      for (let value = from; value <= to; value += step) {
        expect(points(Number(value.toFixed(1)))).toBe(score);
      }
    });

    test(`${name}: a half rounds away from zero, so it belongs to the band above`, () => {
      bands.slice(1).forEach(({ from, score }, i) => {
        expect(points(Number((from - step / 2).toFixed(2)))).toBe(score);
        expect(points(Number((from - step / 2 - step / 1000).toFixed(4)))).toBe(bands[i]?.score);
      });
    });
  }

  test.each(table.consciousness)('consciousness $value is $score', ({ value, score }) => {
    expect(parameterScore('consciousness', readings({ consciousness: value }), false)).toBe(score);
  });

  test.each(table.oxygen)('supplemental oxygen $value is $score', ({ value, score }) => {
    expect(isOnOxygen(value) ? 2 : 0).toBe(score);
    expect(news2(readings({ 'supplemental-oxygen': value })).low).toBe(score);
  });

  test.each(table.examples)('$name: $score', (example) => {
    const values = {
      'respiratory-rate': example.rr,
      spo2: example.spo2,
      'supplemental-oxygen': example.oxygen,
      'systolic-bp': example.sbp,
      'heart-rate': example.hr,
      consciousness: example.acvpu,
      temperature: example.temperature,
    };
    const { score, low, high } = news2(readings(values, example.scale));
    expect([score, low, high]).toEqual([example.score, example.score, example.score]);
    const story = [admit('8'), observe('8', 'spo2-scale', example.scale), vitals('9:30', values)];
    expect(rowAt(rows(story, '12'), '10').news2).toBe(example.score);
  });
});

describe('missing parameters', () => {
  test('low leaves them out, high adds the most they could add', () => {
    expect(news2(readings({}))).toMatchObject({ score: null, low: 0, high: 20 });
    const hypotensive = news2(readings({ 'systolic-bp': 95 }));
    expect(hypotensive).toMatchObject({ low: 2, high: 19, singleThree: false });
  });

  test('without oxygen, scale 2 reads as on air for low and on oxygen for high', () => {
    const found = news2(readings({ spo2: 97 }, 2));
    expect(found).toMatchObject({ low: 0, singleThree: false, high: 5 * 3 + 2 + 3 });
    const rest = { 'respiratory-rate': 16, 'systolic-bp': 120, 'heart-rate': 80, temperature: 37 };
    const oxygenOnly = news2(readings({ ...rest, consciousness: 'A', spo2: 97 }, 2));
    expect(oxygenOnly).toEqual({
      score: null,
      low: 0,
      high: 5,
      singleThree: false,
      singleThreeHigh: true,
    });
    const lower = news2(readings({ ...rest, consciousness: 'A', spo2: 96 }, 2));
    expect(lower).toMatchObject({ high: 4, singleThreeHigh: false });
  });

  const freshness = (observed: string, evaluatedHour: string, code = 'heart-rate', value = 80) =>
    rowAt(rows([admit('1'), observe(observed, code, value)], '20 1'), evaluatedHour).inputs[
      code as 'heart-rate'
    ].freshness;

  test('fresh to 12 h, stale to 24 h, both inclusive', () => {
    expect(freshness('8', '19')).toBe('fresh');
    expect(freshness('8', '20')).toBe('stale');
    expect(freshness('8:00:00.000001', '19')).toBe('fresh');
    expect(freshness('7:59:59.999999', '19')).toBe('stale');
    expect(freshness('8', '6 7')).toBe('stale');
    expect(freshness('7:59:59.999999', '6 7')).toBe('missing');
    expect(freshness('8', '6 8')).toBe('missing');
  });

  test('function areas: fresh to 72 h, stale to 168 h', () => {
    const area = (hour: string) => freshness('8', hour, 'function.hygiene', 2);
    expect([area('8 7'), area('8 8'), area('12 7'), area('12 8')]).toEqual([
      'fresh',
      'stale',
      'stale',
      'missing',
    ]);
  });

  test('an implausible value is skipped, the one before it stands', () => {
    const pulses = [observe('9', 'heart-rate', 80), observe('9:30', 'heart-rate', 300.4)];
    expect(rowAt(rows([admit('8'), ...pulses], '12'), '10').inputs['heart-rate'].value).toBe(80);
    const limit = [...pulses, observe('9:40', 'heart-rate', 300)];
    expect(rowAt(rows([admit('8'), ...limit], '12'), '10').inputs['heart-rate'].value).toBe(300);
  });

  test('assumptions score, are not fresh, and need SpO₂ for air', () => {
    const switches = { assumeAlertWhenNotRecorded: true, assumeAirWhenNotRecorded: true };
    const partial = vitals('9:30', { consciousness: null, 'supplemental-oxygen': null });
    const row = rowAt(rows([admit('8'), partial], '12', siteWith(switches)), '10');
    expect(row).toMatchObject({ news2: 0, news2Low: 0, news2High: 0, freshInputs: 5 });
    expect(row.inputs.consciousness).toEqual({
      value: 'A',
      occurredAt: null,
      freshness: 'assumed',
    });
    expect(row.imputed).toContain('consciousness');
    expect(row.imputed).toContain('supplemental-oxygen');
    expect(row.vitalsOverdue).toBe(1.5 / 12);
    const blind = rows([admit('8'), observe('9', 'heart-rate', 80)], '12', siteWith(switches));
    expect(rowAt(blind, '10').inputs['supplemental-oxygen'].freshness).toBe('missing');
    expect(rowAt(rows([admit('8'), partial], '12'), '10')).toMatchObject({
      news2: null,
      news2Low: 0,
      news2High: 5,
      vitalsOverdue: null,
    });
  });
});

describe('who NEWS2 is not for', () => {
  const ill = vitals('9:30', { 'heart-rate': 140, 'systolic-bp': 80, spo2: 80 });
  const row = (more: Parameters<typeof admit>[2], ...later: ReturnType<typeof admit>[]) =>
    rowAt(rows([admit('8', 'A', more), ill, ...later], '12'), '10');

  test('under 16 first, then pregnant', () => {
    const none = { news2: null, news2Low: null, news2High: null, vitalsOverdue: null };
    expect(row({ age: 15.9, pregnant: true })).toMatchObject({ ...none, news2Reason: 'under-16' });
    expect(row({ age: 16, pregnant: true })).toMatchObject({ ...none, news2Reason: 'pregnant' });
    expect(row({ age: 15 }).components.surveillance).toBe(0);
    expect(row({ age: 15 })).toMatchObject({ freshInputs: 7, minutesHigh: 23_000_000 });
    expect(row({ age: 16 })).toMatchObject({ news2: 9, news2Reason: null });
  });

  test('the latest admission that says so counts', () => {
    expect(row({ pregnant: true }, admit('9')).news2Reason).toBe('pregnant');
    expect(row({ pregnant: true }, admit('9', 'A', { pregnant: false })).news2Reason).toBeNull();
    expect(row({ age: 15 }, admit('9', 'A', { pregnant: false })).news2Reason).toBe('under-16');
    expect(row({}, admit('11', 'A', { age: 3 })).news2Reason).toBeNull();
  });

  test('palliative: NEWS2 without surveillance', () => {
    const found = rows([admit('8'), ill, start('9', 'palliative')], '12');
    expect(rowAt(found, '10')).toMatchObject({ news2: 9, vitalsOverdue: null });
    expect(rowAt(found, '10').components.surveillance).toBe(0);
    // (33 + 59 + 276)/16, and no schedule in the high bound either
    expect(rowAt(found, '10').minutesHigh).toBe(23_000_000);
  });
});

describe('overdue vitals', () => {
  const overdue = (values: Parameters<typeof vitals>[1], hour = '10') =>
    rowAt(rows([admit('8'), vitals('9:00:40', values)], '6 12'), hour).vitalsOverdue;

  test('time since the minute of the set over the interval of its NEWS2', () => {
    expect(overdue({})).toBe(2 / 12);
    expect(overdue({ 'heart-rate': 100 })).toBe(2 / 6);
    expect(overdue({ 'heart-rate': 40 })).toBe(2);
    expect(overdue({ 'heart-rate': 100, 'systolic-bp': 100, temperature: 39.1 })).toBe(2);
    expect(overdue({ 'heart-rate': 40, 'systolic-bp': 90, temperature: 38.5 })).toBe(4);
  });

  test('24 h back, inclusive; incomplete and implausible sets do not count', () => {
    expect(overdue({}, '6 8')).toBe(2);
    expect(overdue({}, '6 9')).toBeNull();
    expect(overdue({ temperature: 45.1 })).toBeNull();
    expect(overdue({ spo2: null })).toBeNull();
  });

  test('the latest value within the minute counts, and the scale in force at the end', () => {
    const again = event('9:00:50', { type: 'observation', code: 'heart-rate', value: 40 });
    const found = rows([admit('8'), vitals('9:00:40'), again], '12');
    expect(rowAt(found, '10').vitalsOverdue).toBe(2);
    const scaled = [vitals('9', { spo2: 88 }), observe('10:30', 'spo2-scale', 2)];
    const scaledRows = rows([admit('8'), ...scaled], '12');
    expect(rowAt(scaledRows, '9').vitalsOverdue).toBe(1);
    expect(rowAt(scaledRows, '10').vitalsOverdue).toBe(2 / 12);
  });
});
