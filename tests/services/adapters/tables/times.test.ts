import { describe, expect, it } from 'vitest';
import { formatInstant } from '../../../../schemas/instant.ts';
import {
  fractionOfDay,
  minutesOfDay,
  readTime,
} from '../../../../services/adapters/tables/times.ts';

function read(text: string, ignoreOffsets = false): string | null {
  const time = readTime(text, { zone: 'Europe/Stockholm', ignoreOffsets, receivedAt: null });
  return typeof time === 'number' ? formatInstant(time) : time;
}

describe('times of tables', () => {
  it.each([
    ['2026-03-02 08:10', '2026-03-02T07:10:00Z'],
    ['2026-07-02 8:10', '2026-07-02T06:10:00Z'],
    ['2026-03-02 08.10', '2026-03-02T07:10:00Z'],
    ['2026-03-02T08:10:05', '2026-03-02T07:10:05Z'],
    ['2026-03-02T08:10:05.1234567', '2026-03-02T07:10:05.123456Z'],
    ['2026-03-02T08:10:00Z', '2026-03-02T08:10:00Z'],
    ['2026-03-02 08:10 +05:30', '2026-03-02T02:40:00Z'],
    ['20260302 0810', '2026-03-02T07:10:00Z'],
    ['202603020810', '2026-03-02T07:10:00Z'],
    ['20260302 081059', '2026-03-02T07:10:59Z'],
    ['46083.340277777781', '2026-03-02T07:10:00Z'],
    ['46083,340277777781', '2026-03-02T07:10:00Z'],
    ['46083', 'no-time-of-day'],
    ['2026-03-02', 'no-time-of-day'],
    ['20260302', 'no-time-of-day'],
    ['2026-02-31 08:10', 'no-time'],
    ['2026-03-02 24:00', 'no-time'],
    ['2/3 2026 08:10', 'no-time'],
    ['igår', 'no-time'],
    ['', null],
    // clocks forward at 02:00, back at 03:00
    ['2026-03-29 02:30', '2026-03-29T01:30:00Z'],
    ['2026-10-25 02:30', '2026-10-25T00:30:00Z'],
    ['2026-10-25 03:00', '2026-10-25T02:00:00Z'],
  ])('%s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  it('leaves out a constant offset', () => {
    expect(read('2026-07-02T08:10:00+01:00', true)).toBe('2026-07-02T06:10:00Z');
  });
});

describe('times of day', () => {
  it.each([
    ['07:00', 420],
    ['7:00', 420],
    ['0700', 420],
    ['700', 420],
    ['7.00', 420],
    ['07.00', 420],
    ['7', 420],
    ['6.45', 405],
    ['07:00:00', 420],
    ['0', 0],
    ['0.30', 30],
    ['0.2916666667', 420],
    ['0,75', 1080],
    ['24:00', 1440],
    ['24:01', Number.NaN],
    ['25', Number.NaN],
    ['12:60', Number.NaN],
    ['sju', Number.NaN],
    ['', Number.NaN],
  ])('%s', (text, minutes) => {
    expect(minutesOfDay(text)).toBe(minutes);
  });

  it('reads a number of Excel as a fraction', () => {
    expect(fractionOfDay('0.25')).toBe(360);
    expect(fractionOfDay('1.5')).toBeNaN();
  });
});
