import { expect, test } from 'vitest';
import { redDays, swedishRedDaysOf } from '../../schemas/red-days.ts';

/**
 * Movable days as Swedish almanacs print them: Good Friday, Easter Day and Monday, Ascension Day, Whit Sunday,
 * Midsummer Eve and Day, All Saints' Day.
 */
const PUBLISHED: Record<number, string[]> = {
  2024: ['03-29', '03-31', '04-01', '05-09', '05-19', '06-21', '06-22', '11-02'],
  2025: ['04-18', '04-20', '04-21', '05-29', '06-08', '06-20', '06-21', '11-01'],
  2026: ['04-03', '04-05', '04-06', '05-14', '05-24', '06-19', '06-20', '10-31'],
  2027: ['03-26', '03-28', '03-29', '05-06', '05-16', '06-25', '06-26', '11-06'],
  2028: ['04-14', '04-16', '04-17', '05-25', '06-04', '06-23', '06-24', '11-04'],
  // as early and as late as Easter was and will be
  2008: ['03-21', '03-23', '03-24', '05-01', '05-11', '06-20', '06-21', '11-01'],
  2038: ['04-23', '04-25', '04-26', '06-03', '06-13', '06-25', '06-26', '11-06'],
};
const FIXED = ['01-01', '01-06', '05-01', '06-06', '12-24', '12-25', '12-26', '12-31'];

const of = (year: number) => swedishRedDaysOf(year).map((day) => day.slice(5));

test.each(Object.entries(PUBLISHED))(
  '%s: the red days and eves of the almanac',
  (year, movable) => {
    expect(of(Number(year))).toEqual([...new Set([...FIXED, ...movable])].sort());
  },
);

test('Whit Monday until 2004, the national day since 2005', () => {
  // Easter Day 11 April 2004 and 27 March 2005
  expect(of(2004)).toContain('05-31');
  expect(of(2004)).not.toContain('06-06');
  expect(of(2005)).not.toContain('05-16');
  expect(of(2005)).toContain('06-06');
});

test('a site adds days, leaves days out, or has another calendar', () => {
  const all = redDays({ calendar: 'se', also: [], except: [] });
  expect(all).toEqual(expect.arrayContaining(['1900-01-01', '2026-06-06', '2249-12-26']));
  expect(all).toEqual([...new Set(all)].sort());
  const own = redDays({ calendar: 'se', also: ['2026-04-30'], except: ['2026-06-19'] });
  expect(own.filter((day) => !all.includes(day))).toEqual(['2026-04-30']);
  expect(all.filter((day) => !own.includes(day))).toEqual(['2026-06-19']);
  expect(redDays({ calendar: 'none', also: ['2026-07-03'], except: [] })).toEqual(['2026-07-03']);
});
