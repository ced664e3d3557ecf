import { describe, expect, test } from 'vitest';
import type { WardEvent } from '../../schemas/ward-event.ts';
import {
  admit,
  at,
  back,
  discharge,
  event,
  leave,
  rowAt,
  rows,
  start,
  transfer,
} from '../support/scenario.ts';
import { isDayHour } from './grid.ts';

/** Ward, hour, minutes present, churn minutes. */
type Line = [string, string, number, number];

function lines(story: readonly WardEvent[], until = '13'): Line[] {
  return rows(story, until).map(({ wardId, hour, presenceMicros, components }) => [
    wardId,
    new Date(hour / 1000).toISOString().slice(11, 13),
    presenceMicros / 60e6,
    components.churn / 1e6,
  ]);
}

describe('presence and churn', () => {
  test('admission to discharge', () => {
    expect(lines([admit('9:40'), discharge('11:15')])).toEqual([
      ['A', '09', 20, 22.5],
      ['A', '10', 60, 22.5],
      ['A', '11', 15, 30],
    ]);
  });

  test('transfer', () => {
    expect(lines([admit('9:40'), transfer('11:15', 'B'), discharge('12:30')])).toEqual([
      ['A', '09', 20, 22.5],
      ['A', '10', 60, 22.5],
      ['A', '11', 15, 15],
      ['B', '11', 45, 11.25],
      ['B', '12', 30, 41.25],
    ]);
  });

  test('the second half falls away where the stay ended before its hour', () => {
    expect(lines([admit('9:40'), discharge('9:59:59.999999')])[0]).toEqual([
      'A',
      '09',
      19 + 59.999999 / 60,
      52.5,
    ]);
    expect(lines([admit('9:40'), discharge('9:50')])).toHaveLength(1);
    expect(lines([admit('9:40'), discharge('10')])).toEqual([
      ['A', '09', 20, 22.5],
      ['A', '10', 0, 52.5],
    ]);
    expect(lines([admit('9:40'), discharge('9:50'), admit('10:30')], '10:45')).toEqual([
      ['A', '09', 10, 52.5],
      ['A', '10', 30, 22.5],
    ]);
  });

  test('a stay of no length comes and goes', () => {
    const found = rows([admit('9:40'), discharge('9:40')], '10:30');
    expect(rowAt(found, '9')).toMatchObject({
      presenceMicros: 0,
      arrivals: 1,
      departures: 1,
      presentAtEnd: false,
      index: null,
      minutes: 52_500_000,
      minutesHigh: 52_500_000,
    });
    expect(found).toHaveLength(1);
  });

  test('a bed move is no churn and no arrival', () => {
    const found = rows([admit('9:00'), transfer('10:20', 'A'), admit('10:40', 'A')], '11');
    expect(rowAt(found, '10')).toMatchObject({
      presenceMicros: 3600e6,
      arrivals: 0,
      departures: 0,
    });
    expect(rowAt(found, '10').components.churn).toBe(22_500_000);
  });

  test('a transfer with no stay open opens one; an admission while one is open is a transfer', () => {
    expect(lines([transfer('9:40', 'A'), admit('11', 'B')])).toEqual([
      ['A', '09', 20, 11.25],
      ['A', '10', 60, 11.25],
      ['A', '11', 0, 15],
      ['B', '11', 60, 11.25],
      ['B', '12', 60, 11.25],
      ['B', '13', 60, 0],
    ]);
  });

  test('a discharge with no stay open has no effect', () => {
    expect(lines([discharge('9'), admit('9:40'), discharge('9:50'), discharge('11')])).toEqual([
      ['A', '09', 10, 52.5],
    ]);
  });

  test('arrivals, departures and who is present at the end', () => {
    const story = [admit('9:40'), discharge('9:45'), admit('9:50'), discharge('11')];
    const found = rows(story, '13');
    expect(rowAt(found, '9')).toMatchObject({ arrivals: 2, departures: 1, presentAtEnd: true });
    expect(rowAt(found, '10')).toMatchObject({ arrivals: 0, departures: 0, presentAtEnd: true });
    expect(rowAt(found, '11')).toMatchObject({
      presenceMicros: 0,
      departures: 1,
      presentAtEnd: false,
    });
  });
});

describe('leave', () => {
  test('away from its start to its end; no row for an hour away', () => {
    expect(lines([admit('8'), leave('9:30'), back('11:45')], '11:50')).toEqual([
      ['A', '08', 60, 22.5],
      ['A', '09', 30, 22.5],
      ['A', '11', 15, 0],
    ]);
  });

  test('any move ends it, a bed move too', () => {
    expect(lines([admit('8'), leave('8:30'), transfer('8:45', 'A')], '8:50')).toEqual([
      ['A', '08', 45, 22.5],
    ]);
    expect(lines([admit('8'), leave('8:30'), transfer('8:45', 'B')], '8:50')).toEqual([
      ['A', '08', 30, 37.5],
      ['B', '08', 15, 11.25],
    ]);
    expect(lines([admit('8'), leave('8:30'), discharge('8:45'), admit('8:50')], '8:55')).toEqual([
      ['A', '08', 40, 75],
    ]);
  });

  test('the stay goes on: churn falls while away', () => {
    expect(lines([admit('8:30'), leave('8:45'), discharge('10:10')], '12')).toEqual([
      ['A', '08', 15, 22.5],
      ['A', '09', 0, 22.5],
      ['A', '10', 0, 30],
    ]);
  });

  test('no effect with no stay open, or twice', () => {
    expect(lines([leave('8'), admit('8:30'), back('8:40')], '8:50')[0]?.[2]).toBe(30);
    const twice = [admit('8'), leave('8:10'), leave('8:20'), back('8:30'), back('8:40')];
    expect(lines(twice, '8:50')[0]?.[2]).toBe(40);
  });

  test('the patient on leave at the hour’s end is not in the census', () => {
    const found = rows([admit('8'), leave('9:30'), back('10')], '12');
    expect(rowAt(found, '9').presentAtEnd).toBe(false);
    expect(rowAt(found, '10').presentAtEnd).toBe(true);
  });
});

describe('care needs and stays', () => {
  test('a need ends with a discharge that ends a stay, not with one that ends nothing', () => {
    const need = start('7', 'one-to-one');
    const oneToOne = (...moves: WardEvent[]) =>
      rowAt(rows([need, ...moves], '12'), '10').components.oneToOne / 1e6;
    expect(oneToOne(admit('9'))).toBe(60);
    expect(oneToOne(discharge('8'), admit('9'))).toBe(60);
    expect(oneToOne(admit('8'), discharge('8:30'), admit('9'))).toBe(0);
    expect(oneToOne(admit('8'), transfer('9', 'B'), transfer('9:30', 'A'))).toBe(60);
  });
});

describe('day and night', () => {
  const nightHours = (from: string, hours: number, timeZone: string) =>
    Array.from({ length: hours }, (_, i) => at(from) + i * 3600e6)
      .filter((hour) => !isDayHour(hour, timeZone))
      .map((hour) => new Date(hour / 1000).getUTCHours());

  test('a night of eight hours, of seven when clocks go forward, of nine when they go back', () => {
    const night = (from: string) => nightHours(from, 24, 'Europe/Stockholm');
    expect(night('2026-01-05T12:00:00Z')).toEqual([21, 22, 23, 0, 1, 2, 3, 4]);
    expect(night('2026-03-28T12:00:00Z')).toEqual([21, 22, 23, 0, 1, 2, 3]);
    expect(night('2026-10-24T12:00:00Z')).toEqual([20, 21, 22, 23, 0, 1, 2, 3, 4]);
    expect(night('2026-07-05T12:00:00Z')).toEqual([20, 21, 22, 23, 0, 1, 2, 3]);
  });

  test('by the local hour in which the UTC hour starts, also half an hour off', () => {
    // 22:30 local is 17:00Z, 05:30 local is 00:00Z.
    expect(nightHours('2026-01-05T12:00:00Z', 24, 'Asia/Kolkata')).toEqual([
      17, 18, 19, 20, 21, 22, 23, 0,
    ]);
    expect(nightHours('2026-03-08T00:00:00Z', 24, 'America/New_York')).toEqual([
      3, 4, 5, 6, 7, 8, 9,
    ]);
  });

  test('the first day hour after the short night', () => {
    const admission = event('2026-03-28T20:30:00Z', { type: 'admission', wardId: 'A' });
    const found = rows([admission], '2026-03-29T06:00:00Z');
    expect(rowAt(found, '2026-03-29T03:00:00Z').components.base).toBe(6_000_000);
    expect(rowAt(found, '2026-03-29T04:00:00Z').components.base).toBe(2_062_500);
  });
});
