/** A standing order: what is given, done or measured at certain local hours while the patient stays. */
export interface Order {
  /** Share of patients who have it, where the specialty says nothing else. */
  readonly share: number;
  /** Local hours. */
  readonly hours: readonly number[];
  /** Chance that it is carried out in such an hour. */
  readonly chance: number;
  /** Given so many times at once: fewest and most, drawn for each patient. */
  readonly doses?: readonly [fewest: number, most: number];
  readonly act: Act;
}

/** What carrying out an order records. */
export type Act =
  | {
      readonly kind: 'medication';
      readonly form: string;
      readonly atc: readonly string[];
      readonly volumes?: readonly number[];
    }
  | {
      readonly kind: 'task';
      readonly code: string;
      readonly minutes?: readonly [least: number, most: number];
    }
  | {
      readonly kind: 'observation';
      readonly code: string;
      readonly unit: string | null;
      /** Mean over patients, their spread, the spread within one, and the rounding. */
      readonly mean: number;
      readonly between: number;
      readonly within: number;
      readonly range: readonly [low: number, high: number];
      readonly step: number;
    };

/** An order as one patient has it. */
export interface StandingOrder {
  readonly order: Order;
  readonly doses: number;
  /** This patient's own mean of what is measured. */
  readonly level: number;
}
