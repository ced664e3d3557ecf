import { describe, expect, it } from 'vitest';
import { site } from '../../schemas/site.ts';

const hospital = (ward: object, rest: object = {}) =>
  site.safeParse({
    siteId: 'h',
    name: 'Hospital',
    wards: [
      { wardId: 'A', name: 'A', type: 'surgery', beds: 20, nightPatientsPerStaff: 10, ...ward },
    ],
    ...rest,
  });
const line = (rest: object = {}) => ({ shift: 'day', rn: 5, na: 3, at: { patients: 20 }, ...rest });

describe('agreed staffing and skill mix in the site file', () => {
  it('are taken with shifts of the site', () => {
    const taken = hospital(
      { agreed: [line(), line({ validFrom: '2026-07-01' }), line({ shift: 'night', rn: 2 })] },
      { skillMix: { surgery: { day: 0.6 } } },
    );
    expect(taken.error).toBeUndefined();
  });

  it.each([
    [
      'a shift that the site does not have',
      { agreed: [line({ shift: 'Tag' })] },
      /day, evening, night/,
    ],
    ['nobody at all', { agreed: [line({ rn: 0, na: 0 })] }, /part of a person/],
    ['a line twice', { agreed: [line(), line({ rn: 1 })] }, /one line/],
    ['a day that does not exist', { agreed: [line({ validFrom: '2026-02-30' })] }, /local date/],
    ['no patients', { agreed: [line({ at: { patients: 0 } })] }, /0\.1/],
  ])('are refused with %s', (_, ward, message) => {
    expect(
      hospital(ward)
        .error?.issues.map((issue) => issue.message)
        .join(),
    ).toMatch(message);
  });

  it.each([
    [
      'a shift that the site does not have',
      { skillMix: { surgery: { Tag: 0.5 } } },
      /day, evening/,
    ],
    ['a type of no ward', { skillMix: { surgical: { day: 0.5 } } }, /type of a ward/],
  ])('skill mix is refused with %s', (_, rest, message) => {
    expect(
      hospital({}, rest)
        .error?.issues.map((issue) => issue.message)
        .join(),
    ).toMatch(message);
  });
});
