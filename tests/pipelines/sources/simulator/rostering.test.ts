import { describe, expect, it } from 'vitest';
import { HOUR } from '../../../../pipelines/sources/simulator/clock.ts';
import { Random } from '../../../../pipelines/sources/simulator/random.ts';
import { attendance, roster } from '../../../../pipelines/sources/simulator/rostering.ts';
import { type Part, ROLES, type ShiftName } from '../../../../pipelines/sources/simulator/shift.ts';

const AGREED = { rn: 4, na: 4, patients: 23.5, minutesPerPatientHour: 14 };
const SHIFTS = 4000;
const from = 1_767_600_000;
const to = from + 7 * HOUR;

const heads = (parts: readonly Part[]) =>
  parts.reduce((sum, part) => sum + part.heads * (part.to - part.from), 0) / (to - from);
const mean = (numbers: readonly number[]) =>
  numbers.reduce((sum, each) => sum + each, 0) / numbers.length;

function attended(name: ShiftName, planned = { rn: 4, na: 4 }, watched = 0, persons = 8) {
  const random = new Random(1, planned.rn, watched);
  return Array.from({ length: SHIFTS }, () =>
    attendance({ from, to, name, planned }, { watched, persons }, random),
  );
}

describe('roster', () => {
  const random = new Random(2);
  const rosters = (thinned: boolean) =>
    Array.from({ length: SHIFTS }, () => roster(AGREED, thinned, random));

  it('is what was agreed on four of five weekdays, else one person off', () => {
    const weekdays = rosters(false);
    const off = weekdays.map(({ rn, na }) => Math.abs(rn - 4) + Math.abs(na - 4));
    expect(Math.max(...off)).toBe(1);
    expect(mean(off)).toBeGreaterThan(0.1);
    expect(mean(off)).toBeLessThan(0.25);
  });

  it('is about a tenth thinner at weekends, in whole persons, and never empty', () => {
    const weekends = rosters(true);
    const all = mean(weekends.map(({ rn, na }) => rn + na)) / 8;
    expect(all).toBeGreaterThan(0.87);
    expect(all).toBeLessThan(0.95);
    expect(weekends.flatMap(({ rn, na }) => [rn, na]).every(Number.isInteger)).toBe(true);
    const small = { ...AGREED, rn: 1, na: 0.5 };
    for (let draw = 0; draw < SHIFTS; draw++) {
      const { rn, na } = roster(small, true, random);
      expect(Math.min(rn - 0.5, na)).toBeGreaterThanOrEqual(0.5);
    }
  });
});

describe('attendance', () => {
  it('covers the shift with parts that follow each other, at whole hours', () => {
    for (const name of ['day', 'night'] as const) {
      for (const present of attended(name, { rn: 4, na: 4 }, 1).slice(0, 400)) {
        for (const role of ROLES) {
          const parts = present[role];
          expect(parts[0]!.from).toBe(from);
          expect(parts.at(-1)!.to).toBe(to);
          for (const [index, part] of parts.entries()) {
            expect(part.to).toBeGreaterThan(part.from);
            expect((part.to - from) % HOUR).toBe(0);
            if (index > 0) expect(part.from).toBe(parts[index - 1]!.to);
          }
        }
      }
    }
  });

  it('lacks somebody in one shift of six to eight, and some are replaced hours late', () => {
    const shifts = attended('day');
    const lacking = shifts.filter(({ rn, na }) => heads(rn) < 4 || heads(na) < 4).length / SHIFTS;
    expect(lacking).toBeGreaterThan(0.1);
    expect(lacking).toBeLessThan(0.25);
    const late = shifts.filter(({ rn }) => rn[0]!.heads < rn.at(-1)!.heads).length / SHIFTS;
    expect(late).toBeGreaterThan(0.01);
    expect(late).toBeLessThan(0.08);
  });

  it('has a bad night now and then: one of each role missing till morning', () => {
    const bad = (name: ShiftName) =>
      attended(name, { rn: 2, na: 2 }, 0, 4).filter(
        ({ rn, na }) => heads(rn) <= 1 && heads(na) <= 1,
      ).length / SHIFTS;
    expect(bad('night')).toBeGreaterThan(0.01);
    expect(bad('night')).toBeLessThan(0.04);
    expect(bad('evening')).toBeLessThan(0.01);
  });

  it('never leaves a ward without a registered nurse', () => {
    const fewest = attended('night', { rn: 1, na: 0 }, 0, 1).flatMap(({ rn, na }) => [
      ...rn.map((part) => part.heads - 1),
      ...na.map((part) => part.heads),
    ]);
    expect(Math.min(...fewest)).toBe(0);
  });

  it('has one more assistant for most patients who are watched', () => {
    const more = mean(attended('day', { rn: 4, na: 4 }, 2).map(({ na }) => heads(na))) - 4;
    const usual = mean(attended('day').map(({ na }) => heads(na))) - 4;
    expect(more - usual).toBeGreaterThan(1.3);
    expect(more - usual).toBeLessThan(2);
  });

  it('sends the pool where the work is heavy', () => {
    const sent = (persons: number) =>
      attended('day', { rn: 4, na: 4 }, 0, persons).filter(
        ({ rn, na }) => rn[0]!.heads + na[0]!.heads > 8,
      ).length / SHIFTS;
    expect(sent(8)).toBeLessThan(0.05);
    expect(sent(10)).toBeGreaterThan(0.3);
  });
});
