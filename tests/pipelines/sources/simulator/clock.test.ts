import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hourOf, local, localTime, utc } from '../../../../pipelines/sources/simulator/clock.ts';

const instants = fc.integer({ min: Date.UTC(2020, 0) / 1000, max: Date.UTC(2040, 0) / 1000 });
const stockholm = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Stockholm',
  dateStyle: 'short',
  timeStyle: 'medium',
});

describe('the hospital clock', () => {
  it('shows what Intl shows in Stockholm', () => {
    fc.assert(
      fc.property(instants, (at) => {
        expect(local(at).slice(0, 19).replace('T', ' ')).toBe(stockholm.format(at * 1000));
      }),
    );
  });

  it('writes the same instant in UTC and in local time', () => {
    fc.assert(
      fc.property(instants, (at) => {
        expect(Date.parse(utc(at))).toBe(at * 1000);
        expect(Date.parse(local(at))).toBe(at * 1000);
      }),
    );
  });

  it('finds a local hour again, but for the hour the spring skips', () => {
    fc.assert(
      fc.property(instants, fc.constantFrom(0, 1, 3, 7, 14, 21, 23), (at, hour) => {
        const { day } = hourOf(at);
        expect(hourOf(localTime(day, hour))).toMatchObject({ day, local: hour });
      }),
    );
  });

  it('changes on the last Sundays of March and October', () => {
    const hours = [
      '2026-03-29T00:00:00Z',
      '2026-03-29T01:00:00Z',
      '2026-10-25T00:00:00Z',
      '2026-10-25T01:00:00Z',
    ];
    expect(hours.map((text) => hourOf(Date.parse(text) / 1000).local)).toEqual([1, 3, 2, 2]);
  });
});
