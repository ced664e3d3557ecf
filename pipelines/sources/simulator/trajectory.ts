import { HOUR, type Hour } from './clock.ts';
import { hasNeed } from './needs.ts';
import type { Patient } from './ward.ts';

const RETURN_PER_HOUR = 0.08;
const RECOVERY_PER_HOUR = 0.007;
const WANDER_PER_HOUR = 0.016;
const DETERIORATIONS_PER_HOUR = 0.0008;

/**
 * One hour of illness: severity wanders toward its course, the course recovers slowly, and now and
 * then, the iller the likelier, the patient deteriorates for a day or so. The dying do not recover.
 */
export function drift(patient: Patient, hour: Hour): void {
  const { random, severity, course } = patient;
  const dying = hasNeed(patient, 'palliative', hour.start + HOUR);
  patient.course = dying
    ? Math.min(0.8, course * 1.002)
    : course - RECOVERY_PER_HOUR * Math.max(0, course - 0.04);
  if (random.chance(DETERIORATIONS_PER_HOUR * (1 + 4 * severity))) {
    patient.course = Math.min(1, course + random.between(0.1, 0.4));
    patient.severity = Math.min(1.2, severity + random.between(0.1, 0.4));
    patient.nextVitals = Math.min(patient.nextVitals, hour.start + random.whole(0, HOUR));
    return;
  }
  const pulled = severity + RETURN_PER_HOUR * (course - severity);
  patient.severity = Math.min(1.2, Math.max(0, random.normal(pulled, WANDER_PER_HOUR)));
}
