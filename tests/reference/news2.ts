import { decimal, rounded } from './rational.ts';
import type { News2Parameter, Readings, Value } from './readings.ts';

/** NEWS2 and its bounds, and whether any one parameter scores 3. */
export interface News2 {
  /** Null unless all seven parameters are there. */
  readonly score: number | null;
  readonly low: number;
  readonly high: number;
  readonly singleThree: boolean;
  readonly singleThreeHigh: boolean;
}

const OTHERS = [
  'respiratory-rate',
  'spo2',
  'systolic-bp',
  'heart-rate',
  'consciousness',
  'temperature',
] as const satisfies readonly News2Parameter[];

/** MODEL.md §5. Royal College of Physicians, National Early Warning Score (NEWS) 2, 2017. */
export function news2(readings: Readings): News2 {
  const oxygen = readings.values['supplemental-oxygen'];
  const onAir = OTHERS.map((code) => parameterScore(code, readings, isOnOxygen(oxygen ?? false)));
  const onOxygen = OTHERS.map((code) => parameterScore(code, readings, isOnOxygen(oxygen ?? true)));
  const low = sum(onAir.map((score) => score ?? 0)) + (isOnOxygen(oxygen ?? false) ? 2 : 0);
  const high = sum(onOxygen.map((score) => score ?? 3)) + (isOnOxygen(oxygen ?? true) ? 2 : 0);
  const complete = oxygen !== null && !onAir.includes(null);
  return {
    score: complete ? low : null,
    low,
    high,
    singleThree: onAir.includes(3),
    singleThreeHigh: onOxygen.includes(3) || onOxygen.includes(null),
  };
}

/** The points of one parameter, or null where it is missing. */
export function parameterScore(
  code: (typeof OTHERS)[number],
  { values, scale }: Readings,
  onOxygen: boolean,
): number | null {
  const value = values[code];
  if (value === null) return null;
  if (code === 'consciousness') return value === 'A' ? 0 : 3;
  if (code === 'temperature') return temperature(rounded(decimal(Number(value)), 1));
  const whole = rounded(decimal(Number(value)), 0);
  if (code === 'respiratory-rate') return respiratoryRate(whole);
  if (code === 'systolic-bp') return systolic(whole);
  if (code === 'heart-rate') return heartRate(whole);
  return scale === 1 ? spo2Scale1(whole) : spo2Scale2(whole, onOxygen);
}

export function isOnOxygen(value: Value): boolean {
  return value === true || (typeof value === 'number' && value > 0);
}

function respiratoryRate(perMinute: number): number {
  if (perMinute <= 8) return 3;
  if (perMinute <= 11) return 1;
  if (perMinute <= 20) return 0;
  return perMinute <= 24 ? 2 : 3;
}

function spo2Scale1(percent: number): number {
  if (percent <= 91) return 3;
  if (percent <= 93) return 2;
  return percent <= 95 ? 1 : 0;
}

function spo2Scale2(percent: number, onOxygen: boolean): number {
  if (percent <= 83) return 3;
  if (percent <= 85) return 2;
  if (percent <= 87) return 1;
  if (percent <= 92 || !onOxygen) return 0;
  if (percent <= 94) return 1;
  return percent <= 96 ? 2 : 3;
}

function systolic(mmHg: number): number {
  if (mmHg <= 90) return 3;
  if (mmHg <= 100) return 2;
  if (mmHg <= 110) return 1;
  return mmHg <= 219 ? 0 : 3;
}

function heartRate(perMinute: number): number {
  if (perMinute <= 40) return 3;
  if (perMinute <= 50) return 1;
  if (perMinute <= 90) return 0;
  if (perMinute <= 110) return 1;
  return perMinute <= 130 ? 2 : 3;
}

function temperature(tenths: number): number {
  if (tenths <= 350) return 3;
  if (tenths <= 360) return 1;
  if (tenths <= 380) return 0;
  return tenths <= 390 ? 1 : 2;
}

function sum(scores: readonly number[]): number {
  return scores.reduce((a, b) => a + b, 0);
}
