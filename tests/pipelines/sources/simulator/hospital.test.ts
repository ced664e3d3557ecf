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
});
