import { describe, expect, test } from 'vitest';
import { formatInstant } from '../../schemas/instant.ts';
import { site } from '../../schemas/site.ts';
import { closedFrom } from '../../schemas/ward-period.ts';

const WARD = { wardId: 'A', name: 'A', type: 'medicine', beds: 9, nightPatientsPerStaff: 8 };
const closing = (text: string, timeZone = 'Europe/Stockholm') =>
  formatInstant(closedFrom({ closedFrom: text }, timeZone)!);

describe('a ward closes', () => {
  test.each([
    // CEST is two hours before UTC, CET one
    ['2026-07-01', 'Europe/Stockholm', '2026-06-30T22:00:00Z'],
    ['2026-12-24', 'Europe/Stockholm', '2026-12-23T23:00:00Z'],
    ['2026-03-29', 'Europe/Stockholm', '2026-03-28T23:00:00Z'],
    ['2026-07-01', 'Asia/Kathmandu', '2026-06-30T18:15:00Z'],
    ['2026-07-01', 'Pacific/Kiritimati', '2026-06-30T10:00:00Z'],
    ['2026-07-01', 'Pacific/Pago_Pago', '2026-07-01T11:00:00Z'],
    // clocks went from 23:59 on the 30th to 01:00 on the 1st
    ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00Z'],
  ])('on %s in %s with its first minute', (text, zone, instant) => {
    expect(closing(text, zone)).toBe(instant);
  });

  test('at an instant', () => {
    expect(closing('2026-07-01T14:00:00+02:00')).toBe('2026-07-01T12:00:00Z');
  });

  test('never where nothing says when', () => {
    expect(closedFrom({}, 'UTC')).toBeNull();
  });
});

const parse = (more: object) =>
  site.safeParse({ siteId: 't', name: 'T', wards: [{ ...WARD, ...more }] });

test.each(['2026-02-30', '2026-7-1', '', 'tomorrow', '2026-07-01T14:00:00', '2026-07-01 14:00'])(
  '%j says no closing',
  (text) => {
    const { success, error } = parse({ closedFrom: text });
    expect(success).toBe(false);
    expect(error!.issues[0]!.path).toEqual(['wards', 0, 'closedFrom']);
  },
);

test('a ward that names its former id gets an error that says what to do', () => {
  const { error } = parse({ formerly: 'B' });
  expect(error!.issues[0]!.message).toMatch(/keeps its wardId.*change its name.*closedFrom/);
});
