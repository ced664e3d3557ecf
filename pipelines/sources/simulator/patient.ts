import type { Seconds } from './clock.ts';
import type { NeedPeriod } from './needs.ts';
import type { StandingOrder } from './orders.ts';
import { mix, type Random } from './random.ts';
import type { Ward } from './ward.ts';

/** One encounter: where the patient is, how ill, and what has been ordered. */
export interface Patient {
  readonly encounterId: string;
  readonly random: Random;
  /** Records written about the patient so far; numbers the next one. */
  records: number;

  readonly age: number;
  readonly pregnant: boolean;
  readonly admittedAt: Seconds;
  readonly leavesAt: Seconds;
  readonly plannedDischargeAt: Seconds;
  /** The ward responsible. A patient elsewhere is an outlier. */
  home: Ward;
  ward: Ward;
  slot: number;
  /** On leave until then. */
  awayUntil: Seconds;
  left: boolean;

  /** Latent: 0 well, 1 in danger. Drifts toward `course`, which itself recovers. */
  severity: number;
  course: number;
  /** Latent: 0 manages alone, 1 needs help with all. */
  readonly dependency: number;
  readonly feverish: boolean;
  /** Chronic lung disease: lives with a low saturation, on scale 2. */
  readonly lungDisease: boolean;
  /** Oxygen now, L/min. */
  flow: number;
  /** NEWS2 of the last set, and when the next is due. */
  news: number;
  nextVitals: Seconds;
  /** Local hour of the daily assessment. */
  readonly assessedAt: number;

  readonly needs: readonly NeedPeriod[];
  readonly orders: readonly StandingOrder[];
}

/** A pseudonym that is unique within a simulation. */
export function pseudonym(seed: number, ward: number, serial: number): string {
  const bits = mix(mix(seed) ^ ((ward << 20) | serial)) >>> 0;
  return `E${bits.toString(36).toUpperCase().padStart(7, '0')}`;
}

/** Identity of the next record about a patient. */
export function nextId(patient: Patient): string {
  patient.records++;
  return `${patient.encounterId}-${patient.records}`;
}

/** On the ward at some time of `[from, to)`, and not away for all of it. */
export function isPresent(patient: Patient, from: Seconds, to: Seconds): boolean {
  return (
    !patient.left &&
    patient.admittedAt < to &&
    patient.leavesAt > from &&
    patient.awayUntil < Math.min(to, patient.leavesAt)
  );
}

/** A child's body against an adult's: what is given, passed and weighed shrinks with it. */
export function bodySize(age: number): number {
  return Math.min(1, 0.1 + 0.056 * age);
}
