import { describe, expect, it } from 'vitest';
import { parseLocalTime, zonedClock } from '../../../pipelines/sources/local-time.ts';

const boston = zonedClock('America/New_York');
const utc = (text: string) => new Date(boston(parseLocalTime(text))).toISOString().slice(0, 16);

describe('wall-clock time in Boston', () => {
  it('is five hours behind UTC in winter and four in summer', () => {
    expect(utc('2026-01-05 08:10:00')).toBe('2026-01-05T13:10');
    expect(utc('2026-07-06 08:10:00')).toBe('2026-07-06T12:10');
  });

  it('keeps to the rules of today in the years MIMIC was moved to', () => {
    expect(utc('2147-10-03 17:33:00')).toBe('2147-10-03T21:33');
    expect(utc('2164-12-23 21:09:00')).toBe('2164-12-24T02:09');
  });

  it('reads an hour that does not exist with the offset before the change', () => {
    expect(utc('2026-03-08 01:59:00')).toBe('2026-03-08T06:59');
    expect(utc('2026-03-08 02:30:00')).toBe('2026-03-08T07:30');
    expect(utc('2026-03-08 03:30:00')).toBe('2026-03-08T07:30');
  });

  it('reads an hour that comes twice as the first of the two', () => {
    expect(utc('2026-11-01 00:59:00')).toBe('2026-11-01T04:59');
    expect(utc('2026-11-01 01:30:00')).toBe('2026-11-01T05:30');
    expect(utc('2026-11-01 02:00:00')).toBe('2026-11-01T07:00');
  });

  it('is not a number where the text is no time', () => {
    for (const text of ['', 'yesterday', '2026-02-30 10:00:00', '2026-01-05T10:00']) {
      expect(parseLocalTime(text)).toBeNaN();
    }
  });
});
