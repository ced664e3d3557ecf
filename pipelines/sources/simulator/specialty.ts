import type { OrderName } from './orders.ts';
import type { ShiftName } from './shift.ts';

/** What kind of patients a ward cares for. Shares are of its patients. */
export interface Specialty {
  readonly type: string;
  /** Swedish name on the ward's door. */
  readonly name: string;
  /** Swedish name of the division that its wards belong to. */
  readonly division: string;
  /** Staffing of a usual day in a ward of 25 beds. */
  readonly agreed: Readonly<Record<ShiftName, readonly [rn: number, na: number]>>;
  /**
   * Minutes that the model `vi-2` gives a patient present for an hour, on average over eight weeks of twenty wards:
   * simulated and scored, as `npm run bench:states` prints for four; `levels.test.ts` holds them.
   */
  readonly minutesPerPatientHour: Readonly<Record<ShiftName, number>>;
  /** Patients for each of the nursing staff at night, assistants included. */
  readonly nightPatientsPerStaff: number;
  /** Mean, deviation, youngest and oldest, in years. */
  readonly age: readonly [mean: number, deviation: number, youngest: number, oldest: number];
  /** Median length of stay. */
  readonly stayDays: number;
  /** Share of planned admissions. */
  readonly planned: number;
  /** Median of the latent severity: 0 well, 1 in danger. */
  readonly severity: number;
  /** Mean of the latent dependency: 0 manages alone, 1 needs help with all. */
  readonly dependency: number;
  /** Patients stay among their own: no outliers in or out. */
  readonly closed?: boolean;
  readonly needs?: Readonly<Record<string, number>>;
  readonly orders?: Readonly<Partial<Record<OrderName, number>>>;
}
