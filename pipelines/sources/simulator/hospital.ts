import type { z } from 'zod';
import type { site } from '../../../schemas/site.ts';
import { type Agreed, agreedStaffing } from './agreed.ts';
import { SHIFTS, type ShiftName } from './shift.ts';
import { SPECIALTIES } from './specialties.ts';
import type { Specialty } from './specialty.ts';

/** A site file before its defaults are filled in. */
export type SiteInput = z.input<typeof site>;

/** One ward of the simulated hospital. */
export interface WardPlan {
  readonly wardId: string;
  readonly specialty: Specialty;
  readonly beds: number;
  readonly agreed: Readonly<Record<ShiftName, Agreed>>;
}

/** Beds of a ward where none are given. */
export const BEDS_PER_WARD = 25;
const BEDS_PER_TEAM = 8;

/** The ward whose staffing nobody has decided on: it has need and no level. */
const WITHOUT_LEVEL = 5;
const FEWEST_RN = 2;

const FLOORS = [31, 36, 17, 10, 12, 32, 33, 34, 18, 25, 20, 40, 37, 5, 7, 35, 19, 41, 11, 38];

/** The wards, in the order of the site file. The first `n` are the same in every larger hospital. */
export function wardPlans(wards: number, beds: number): WardPlan[] {
  return Array.from({ length: wards }, (_, index) => {
    const place = index % FLOORS.length;
    const specialty = SPECIALTIES[place]!;
    return {
      wardId: `${FLOORS[place]}${letters(Math.floor(index / FLOORS.length))}`,
      specialty,
      beds,
      agreed: agreedStaffing(specialty, beds),
    };
  });
}

/**
 * The site file of the simulated hospital. With `start`, the first instant of its log, the hours before are not
 * scored: of who was in then only those are known who stayed.
 */
export function simulatedSite(options: {
  wards: number;
  bedsPerWard?: number;
  start?: string;
}): SiteInput {
  const plans = wardPlans(options.wards, options.bedsPerWard ?? BEDS_PER_WARD);
  return {
    siteId: 'simulated',
    name: 'Simulerade sjukhuset',
    timeZone: 'Europe/Stockholm',
    wards: plans.map(({ wardId, specialty, beds, agreed }, index) => ({
      wardId,
      name: `${specialty.name} ${wardId}`,
      type: specialty.type,
      beds,
      nightPatientsPerStaff: specialty.nightPatientsPerStaff,
      division: specialty.division,
      ...(options.start !== undefined && { dataFrom: options.start }),
      careTeams: careTeams(beds),
      ...minimumRn(agreed),
      ...(index !== WITHOUT_LEVEL && {
        agreed: SHIFTS.map(({ name }) => line(name, agreed[name])),
      }),
    })),
  };
}

/** Rooms beside each other, eight beds or so to a team; beds over the number stand in the corridor, and in no team. */
function careTeams(beds: number) {
  const teams = Math.max(1, Math.round(beds / BEDS_PER_TEAM));
  const first = (team: number) => Math.floor((team * beds) / teams);
  return Array.from({ length: teams }, (_, team) => ({
    name: `Lag ${team + 1}`,
    beds: Array.from({ length: first(team + 1) - first(team) }, (_, bed) =>
      String(first(team) + bed + 1),
    ),
  }));
}

/** A ward too small for two registered nurses at every hour has a lower minimum than the default. */
function minimumRn(agreed: WardPlan['agreed']): { minimumRn?: number } {
  const fewest = Math.min(...SHIFTS.map(({ name }) => agreed[name].rn));
  return fewest < FEWEST_RN ? { minimumRn: Math.floor(fewest) } : {};
}

function line(shift: ShiftName, { rn, na, ...at }: Agreed) {
  return { shift, rn, na, at };
}

/** A, B … Z, AA, AB … */
function letters(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : letters(Math.floor(index / 26) - 1) + last;
}
