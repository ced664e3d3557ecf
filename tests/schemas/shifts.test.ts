import { describe, expect, test } from 'vitest';
import { dayTime, nightShift, shiftAt, shifts } from '../../schemas/shifts.ts';

const of = (...starts: readonly (string | [string, boolean])[]) =>
  starts.map((start, i) => {
    const [time, night] = typeof start === 'string' ? [start] : start;
    return { id: `s${i}`, start: time, ...(night !== undefined && { night }) };
  });

describe('the shifts of a site', () => {
  const usual = shifts.parse(undefined);

  test('a shift runs until the next begins, over midnight too', () => {
    const at = (time: string) => shiftAt(usual, time).id;
    expect(['00:00', '06:59', '07:00', '13:59', '14:00', '20:59', '21:00'].map(at)).toEqual([
      ...['night', 'night', 'day', 'day', 'evening', 'evening', 'night'],
    ]);
  });

  // minutes from midnight at which the day begins, and its length
  test.each([
    ['by default 07 to 21', usual, 420, 840],
    ['in any order of the file', of('21:00', '07:00', '14:00'), 420, 840],
    ['two shifts', of('07:00', '19:00'), 420, 720],
    ['at half hours', of('06:45', '13:30', '21:15'), 405, 870],
    ['a night that begins after midnight', of(['00:00', true], '06:00', '15:00'), 360, 1080],
    ['a night that is marked', of('07:00', ['16:00', true]), 420, 540],
    ['a day over midnight', of('20:00', ['04:00', true]), 1200, 480],
  ])('the day lasts from the first shift after the night: %s', (_, all, from, length) => {
    expect(shifts.parse(all)).toEqual(all);
    expect(dayTime(all)).toEqual({ from, length });
  });

  test('the last of the day is the night shift, unless one is marked', () => {
    expect(nightShift(of('21:00', '07:00', '14:00'))?.start).toBe('21:00');
    expect(nightShift(of('07:00', '14:00', ['23:00', false], ['02:00', true]))?.start).toBe(
      '02:00',
    );
  });

  test('one shift alone says nothing of day and night', () => {
    expect(shifts.parse(of(['07:00', false]))).toHaveLength(1);
    expect(nightShift(of('07:00'))).toBeNull();
    expect(dayTime(of('07:00'))).toBeNull();
  });

  test.each([
    ['two nights', of('07:00', ['21:00', true], ['23:00', true]), '2.night', /one night shift/],
    ['a night alone', of(['07:00', true]), '0.night', /a shift of the day/],
    ['a last one that is none', of('07:00', ['21:00', false]), '1.night', /"night": true/],
    ['two at one time', of('07:00', '07:00'), '1.start', /each start once/],
    ['no hour of the day', of('07:00', '07:59'), '1.start', /an hour or more of day shifts/],
    ['a time that is none', of('7:00', '21:00'), '0.start', /HH:MM/],
    ['one id twice', [...of('07:00'), { id: 's0', start: '21:00' }], '1.id', /each id once/],
  ])('%s is an error', (_, all, path, message) => {
    const [issue, ...others] = shifts.safeParse(all).error!.issues;
    expect(others).toEqual([]);
    expect(issue!.path.join('.')).toBe(path);
    expect(issue!.message).toMatch(message);
  });
});
