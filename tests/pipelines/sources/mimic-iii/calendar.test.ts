import { describe, expect, it } from 'vitest';
import { parseLocalTime } from '../../../../pipelines/sources/local-time.ts';
import { checkWindow, shiftInto } from '../../../../pipelines/sources/mimic-iii/calendar.ts';

const DAY = 86_400_000;
const window = { start: '2026-01-05', days: 14 };

function stay(hadmId: number, from: string, to: string) {
  return { hadmId, admittedAt: parseLocalTime(from), dischargedAt: parseLocalTime(to) };
}

describe('the window', () => {
  it('takes whole weeks, so weekday and hour stay', () => {
    for (let hadmId = 100_000; hadmId < 100_200; hadmId++) {
      const admission = stay(hadmId, '2164-10-23 21:09:00', '2164-10-25 12:00:00');
      const shift = shiftInto(window, admission);
      expect(Math.abs(shift) % (7 * DAY)).toBe(0);
      // 2164-10-23 is a Tuesday: so is 2026-01-06, and 2026-01-13.
      const date = new Date(admission.admittedAt + shift).toISOString();
      expect(['2026-01-06T21:09:00.000Z', '2026-01-13T21:09:00.000Z']).toContain(date);
    }
  });

  it('spreads admissions over its weeks', () => {
    const weeks = new Map<number, number>();
    for (let hadmId = 100_000; hadmId < 101_000; hadmId++) {
      const shift = shiftInto(window, stay(hadmId, '2164-10-23 21:09:00', '2164-10-25 12:00:00'));
      weeks.set(shift, (weeks.get(shift) ?? 0) + 1);
    }
    for (const count of weeks.values()) expect(count).toBeGreaterThan(400);
    expect(weeks.size).toBe(2);
  });

  it('prefers a week in which the stay also ends inside', () => {
    for (let hadmId = 1; hadmId < 50; hadmId++) {
      const shift = shiftInto(window, stay(hadmId, '2164-10-23 21:09:00', '2164-11-01 17:15:00'));
      expect(new Date(parseLocalTime('2164-10-23') + shift).toISOString().slice(0, 10)).toBe(
        '2026-01-06',
      );
    }
  });

  it('starts a longer stay in its first week', () => {
    const shift = shiftInto(window, stay(7, '2144-07-11 15:02:00', '2144-11-12 14:40:00'));
    expect(new Date(parseLocalTime('2144-07-11') + shift).toISOString().slice(0, 10)).toBe(
      '2026-01-10',
    );
  });

  it('starts on a Monday and lasts a week or more', () => {
    expect(() => checkWindow(window)).not.toThrow();
    expect(() => checkWindow({ start: '2026-01-06', days: 14 })).toThrow(/a Monday/);
    expect(() => checkWindow({ start: 'soon', days: 14 })).toThrow(/a Monday/);
    expect(() => checkWindow({ start: '2026-01-05', days: 6 })).toThrow(/at least 7/);
  });
});
