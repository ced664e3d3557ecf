import type { OrderName } from './orders.ts';

/** What kind of patients a ward cares for. Shares are of its patients. */
export interface Specialty {
  readonly type: string;
  /** Swedish name on the ward's door. */
  readonly name: string;
  readonly dayPatientsPerNurse: number;
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
