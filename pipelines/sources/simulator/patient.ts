import type { Seconds } from './clock.ts';
import { mix } from './random.ts';
import type { Patient } from './ward.ts';

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
