import type { Patient } from './ward.ts';

/** One set of vital signs as read off the instruments. */
export interface Vitals {
  readonly respiratoryRate: number;
  readonly saturation: number;
  /** Oxygen given, L/min; 0 is air. */
  readonly flow: number;
  readonly systolic: number;
  readonly diastolic: number;
  readonly heartRate: number;
  readonly temperature: number;
  readonly consciousness: 'A' | 'C' | 'V' | 'P' | 'U';
}

/** Measures a patient: normal physiology by age, pushed by the latent severity. Adjusts the oxygen. */
export function measure(patient: Patient): Vitals {
  const { random, severity, age, pregnant, lungDisease } = patient;
  const youth = Math.max(0, 16 - age);
  const onAir = (lungDisease ? 91.5 : 96.8) - 8 * severity + random.normal(0, 0.8);
  adjustOxygen(patient, onAir);
  const lift = Math.min(1.1 * patient.flow, lungDisease ? 6 : 9);
  const systolic =
    122 + 0.25 * (Math.min(age, 80) - 50) - 2 * youth - 28 * severity + random.normal(0, 11);
  const fever = patient.feverish ? 0.4 + 1.6 * severity : 0;
  const fast = youth * 4 + (pregnant ? 9 : 0);
  return {
    respiratoryRate: bounded(15.6 + 0.9 * youth + 9 * severity + random.normal(0, 1.3), 6, 60),
    saturation: bounded(onAir + lift, 55, 100),
    flow: patient.flow,
    systolic: bounded(systolic, 50, 240),
    diastolic: bounded(0.5 * systolic + 11 + random.normal(0, 5), 25, 130),
    heartRate: bounded(75 + fast + 34 * severity + random.normal(0, 9), 32, 210),
    temperature: Math.round(10 * (36.75 + fever + random.normal(0, 0.28))) / 10,
    consciousness: awareness(patient),
  };
}

/** Nurses start oxygen below the target, turn it up by need, and wean when it is no longer needed. */
function adjustOxygen(patient: Patient, onAir: number): void {
  const target = patient.lungDisease ? 88 : 93;
  if (onAir < target - 1) {
    const needed = Math.min(15, (target + 0.2 - onAir) / 1.1);
    patient.flow = needed <= 2 ? Math.ceil(needed * 2) / 2 : Math.ceil(needed);
  } else if (onAir > target + 1) patient.flow = 0;
}

function awareness({ random, severity, dependency }: Patient): Vitals['consciousness'] {
  const clouded = 0.002 + 0.012 * dependency + 0.35 * Math.max(0, severity - 0.5);
  if (!random.chance(clouded)) return 'A';
  const depth = random.unit() * (0.7 + severity);
  return depth < 0.6 ? 'C' : depth < 1.1 ? 'V' : depth < 1.5 ? 'P' : 'U';
}

function bounded(value: number, low: number, high: number): number {
  return Math.round(Math.min(high, Math.max(low, value)));
}
