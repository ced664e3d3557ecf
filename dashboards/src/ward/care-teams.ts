import type { CareTeam } from '../../../schemas/care-teams.ts';

/** A patient as far as teams are concerned; minutes may be unknown. */
export interface Assigned {
  readonly bed?: string | null;
  readonly minutes: number | null;
}

/** The patients of a care team, and what they need together. */
export interface TeamLoad<P extends Assigned> {
  /** Name of the team; `null` for those whose bed is in no team, or not known. */
  readonly name: string | null;
  readonly patients: readonly P[];
  /** Minutes of this hour; `null` if they are known of nobody in the team. */
  readonly minutes: number | null;
  /** Share of the minutes of the ward that are known; `null` if there are none. */
  readonly share: number | null;
  /** Patients whose minutes are not known, and who are not in the sum. */
  readonly unknown: number;
}

/** Divides patients among the teams by their bed, in the order of both; last those in no team, if there are any. */
export function teamLoads<P extends Assigned>(
  patients: readonly P[],
  teams: readonly CareTeam[],
): TeamLoad<P>[] {
  const teamOf = new Map(
    teams.flatMap(({ name, beds }) => beds.map((bed) => [bed, name] as const)),
  );
  const nameOf = ({ bed = null }: P) => (bed === null ? null : (teamOf.get(bed) ?? null));
  const ward = minutesOf(patients) ?? 0;
  const loadOf = (name: string | null): TeamLoad<P> => {
    const own = patients.filter((patient) => nameOf(patient) === name);
    const minutes = minutesOf(own);
    return {
      ...{ name, patients: own, minutes },
      share: minutes === null || ward === 0 ? null : minutes / ward,
      unknown: own.filter((patient) => patient.minutes === null).length,
    };
  };
  const rest = loadOf(null);
  const loads = teams.map(({ name }) => loadOf(name));
  return rest.patients.length === 0 ? loads : [...loads, rest];
}

/** The sum of those that are known; of nobody it is 0, and `null` if it is known of none of them. */
function minutesOf(patients: readonly Assigned[]): number | null {
  const known = patients.flatMap(({ minutes }) => (minutes === null ? [] : [minutes]));
  if (known.length === 0 && patients.length > 0) return null;
  return known.reduce((sum, minutes) => sum + minutes, 0);
}
