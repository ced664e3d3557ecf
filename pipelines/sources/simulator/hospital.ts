import type { z } from 'zod';
import type { site } from '../../../schemas/site.ts';
import { SPECIALTIES } from './specialties.ts';
import type { Specialty } from './specialty.ts';

/** A site file before its defaults are filled in. */
export type SiteInput = z.input<typeof site>;

/** One ward of the simulated hospital. */
export interface WardPlan {
  readonly wardId: string;
  readonly specialty: Specialty;
  readonly beds: number;
}

/** Beds of a ward where none are given. */
export const BEDS_PER_WARD = 25;

const FLOORS = [31, 36, 17, 10, 12, 32, 33, 34, 18, 25, 20, 40, 37, 5, 7, 35, 19, 41, 11, 38];

/** The wards, in the order of the site file. The first `n` are the same in every larger hospital. */
export function wardPlans(wards: number, beds: number): WardPlan[] {
  return Array.from({ length: wards }, (_, index) => {
    const place = index % FLOORS.length;
    return {
      wardId: `${FLOORS[place]}${letters(Math.floor(index / FLOORS.length))}`,
      specialty: SPECIALTIES[place]!,
      beds,
    };
  });
}

/** The site file of the simulated hospital. */
export function simulatedSite(options: { wards: number; bedsPerWard?: number }): SiteInput {
  const plans = wardPlans(options.wards, options.bedsPerWard ?? BEDS_PER_WARD);
  return {
    siteId: 'simulated',
    name: 'Simulerade sjukhuset',
    timeZone: 'Europe/Stockholm',
    wards: plans.map(({ wardId, specialty, beds }) => ({
      wardId,
      name: `${specialty.name} ${wardId}`,
      type: specialty.type,
      beds,
      nightPatientsPerStaff: specialty.nightPatientsPerStaff,
    })),
  };
}

/** A, B … Z, AA, AB … */
function letters(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : letters(Math.floor(index / 26) - 1) + last;
}
