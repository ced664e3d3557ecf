import type { Micros } from '../../schemas/instant.ts';
import type { Flags } from './flags.ts';
import type { Components } from './minutes.ts';
import type { Role } from './supply.ts';

/** Nurse-hours; null for a role that is known in no hour. */
export type NurseHours = Readonly<Record<Role, number | null>>;

/** Of several levels the mean by need. */
export interface Level {
  readonly k: number;
  readonly basis: 'agreed';
  readonly rnShare: number;
  readonly validFrom: string | null;
}

/** Need, staffing and their balance over the hours of a bucket. Minutes, and hours of patients and nurses, as doubles. */
export interface Bucket {
  readonly wardId: string;
  readonly from: Micros;
  readonly to: Micros;
  readonly hours: number;
  readonly knownHours: number;
  readonly staffedHours: number;
  readonly balancedHours: number;
  readonly hiddenHours: number;
  readonly provisional: boolean | null;
  readonly patientHours: number | null;
  readonly census: number | null;
  readonly arrivals: number | null;
  readonly departures: number | null;
  readonly minutes: number | null;
  readonly minutesLow: number | null;
  readonly minutesHigh: number | null;
  readonly components: { readonly [name in keyof Components]: number | null } | null;
  readonly minutesPerHour: number | null;
  readonly coverage: number | null;
  readonly normNeed: number | null;
  readonly normNeedLow: number | null;
  readonly normNeedHigh: number | null;
  readonly normLoad: number | null;
  readonly level: Level | null;
  readonly usualNeed: {
    readonly hours: number;
    readonly minutes: number;
    readonly minutesP10: number;
    readonly minutesP90: number;
    readonly levelledHours: number;
    readonly required: number | null;
    readonly requiredP10: number | null;
    readonly requiredP90: number | null;
    readonly staffedHours: number;
    readonly gap: number | null;
  } | null;
  readonly usualLoad: {
    readonly load: number;
    readonly p90: number;
    readonly hours: number;
    readonly days: number;
  } | null;
  readonly required: number | null;
  readonly requiredLow: number | null;
  readonly requiredHigh: number | null;
  readonly supply: NurseHours | null;
  readonly planned: NurseHours | null;
  /** Of all roles, over the staffed hours. */
  readonly present: number | null;
  /** Hours in which something is known, and not this role of the ward. */
  readonly hoursWithout: Readonly<Record<Role, number>>;
  readonly rnMinimum: {
    readonly minimum: number;
    readonly fewest: number;
    readonly missing: number | null;
    readonly hours: number;
  } | null;
  readonly load: number | null;
  readonly gap: number | null;
  readonly gapPerHour: number | null;
  readonly chppd: number | null;
  readonly flags: Flags | null;
  readonly imputedPatientHours: number | null;
}
