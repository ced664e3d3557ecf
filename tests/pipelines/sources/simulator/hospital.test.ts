import { describe, expect, it } from 'vitest';
import { simulatedSite } from '../../../../pipelines/sources/simulator/hospital.ts';
import { site } from '../../../../schemas/site.ts';

describe('simulatedSite', () => {
  it('is a valid site file at any size, each ward once', () => {
    for (const wards of [1, 40, 120, 600]) {
      const parsed = site.parse(simulatedSite({ wards }));
      expect(parsed.wards.length).toBe(wards);
      expect(parsed.wards.every(({ beds }) => beds === 25)).toBe(true);
    }
  });

  it('keeps its first wards when it grows', () => {
    const small = simulatedSite({ wards: 7, bedsPerWard: 12 });
    const large = simulatedSite({ wards: 70, bedsPerWard: 12 });
    expect(large.wards.slice(0, 7)).toEqual(small.wards);
    expect(small.wards.slice(0, 2).map(({ wardId }) => wardId)).toEqual(['31A', '36A']);
  });

  it('mixes specialties, each with its own nights', () => {
    const { wards } = simulatedSite({ wards: 20 });
    expect(new Set(wards.map(({ type }) => type)).size).toBeGreaterThan(10);
    expect(
      new Set(wards.map(({ nightPatientsPerStaff }) => nightPatientsPerStaff)).size,
    ).toBeGreaterThan(3);
  });

  it('has for every ward a division and, but for one, what staffing was agreed on by shift', () => {
    const { shifts, wards } = site.parse(simulatedSite({ wards: 120 }));
    expect(new Set(wards.map(({ division }) => division))).toEqual(
      new Set(['Kirurgi', 'Medicin', 'Geriatrik och neurologi', 'Onkologi', 'Kvinnor och barn']),
    );
    expect(wards.flatMap(({ agreed }, index) => (agreed === undefined ? [index] : []))).toEqual([
      5,
    ]);
    for (const { agreed = [], beds } of wards) {
      if (agreed.length > 0)
        expect(agreed.map(({ shift }) => shift)).toEqual(shifts.map(({ id }) => id));
      for (const { rn, na, at } of agreed) {
        expect([2 * rn, 2 * na].every(Number.isInteger)).toBe(true);
        expect(at.patients / beds).toBeGreaterThan(0.85);
        expect(at.patients / beds).toBeLessThan(1);
      }
    }
  });

  it('gives each bed of a ward to one care team, of five to twelve beds where there are so many', () => {
    for (const bedsPerWard of [1, 5, 12, 25, 60]) {
      for (const { careTeams = [] } of site.parse(simulatedSite({ wards: 2, bedsPerWard })).wards) {
        const beds = careTeams.flatMap((team) => team.beds);
        expect(beds).toEqual(Array.from({ length: bedsPerWard }, (_, bed) => `${bed + 1}`));
        for (const team of careTeams) {
          expect(team.beds.length).toBeGreaterThanOrEqual(Math.min(5, bedsPerWard));
          expect(team.beds.length).toBeLessThanOrEqual(12);
        }
      }
    }
  });

  it('has a level everywhere where wards are few', () => {
    const { wards } = simulatedSite({ wards: 5 });
    expect(wards.every(({ agreed }) => agreed?.length === 3)).toBe(true);
  });

  it('asks for two registered nurses at any hour, for one where the ward is too small for two', () => {
    const minima = (bedsPerWard: number) =>
      new Set(site.parse(simulatedSite({ wards: 20, bedsPerWard })).wards.map((w) => w.minimumRn));
    expect(minima(25)).toEqual(new Set([2]));
    expect(minima(8)).toEqual(new Set([1]));
    for (const bedsPerWard of [1, 3, 12, 60]) {
      for (const { agreed = [], minimumRn } of site.parse(simulatedSite({ wards: 20, bedsPerWard }))
        .wards) {
        expect(Math.min(...agreed.map(({ rn }) => rn), minimumRn)).toBe(minimumRn);
      }
    }
  });
});
