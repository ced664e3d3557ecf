import { HOUR, type Seconds } from './clock.ts';
import type { Vitals } from './vitals.ts';

/**
 * NEWS2 as the nurse adds it up at the bedside, to know when to come back (Royal College of
 * Physicians, 2017). A simulated score steers the charting only; it never reaches the log.
 */
export function earlyWarning(vitals: Vitals, scale2: boolean): { total: number; single3: boolean } {
  const oxygen = vitals.flow > 0;
  const points = [
    steps(vitals.respiratoryRate, 8, 11, 20, 24),
    scale2 ? saturation2(vitals.saturation, oxygen) : saturation1(vitals.saturation),
    vitals.systolic <= 90 || vitals.systolic >= 220
      ? 3
      : vitals.systolic <= 100
        ? 2
        : vitals.systolic <= 110
          ? 1
          : 0,
    heart(vitals.heartRate),
    vitals.consciousness === 'A' ? 0 : 3,
    temperature(vitals.temperature),
  ];
  const total = points.reduce((sum, point) => sum + point, oxygen ? 2 : 0);
  return { total, single3: points.includes(3) };
}

/** How soon the next set is due: every 12 h, 4–6 h, hourly, or all the time (half-hourly). */
export function monitoringInterval({ total, single3 }: ReturnType<typeof earlyWarning>): Seconds {
  if (total >= 7) return HOUR / 2;
  if (total >= 5 || single3) return HOUR;
  return total >= 1 ? 5 * HOUR : 12 * HOUR;
}

function steps(rate: number, low3: number, low1: number, normal: number, high2: number): number {
  if (rate <= low3 || rate > high2) return 3;
  if (rate <= low1) return 1;
  return rate <= normal ? 0 : 2;
}

function saturation1(value: number): number {
  return value <= 91 ? 3 : value <= 93 ? 2 : value <= 95 ? 1 : 0;
}

function saturation2(value: number, oxygen: boolean): number {
  if (value <= 87) return value <= 83 ? 3 : value <= 85 ? 2 : 1;
  if (!oxygen || value <= 92) return 0;
  return value <= 94 ? 1 : value <= 96 ? 2 : 3;
}

function heart(rate: number): number {
  if (rate <= 40 || rate >= 131) return 3;
  if (rate >= 111) return 2;
  return rate <= 50 || rate >= 91 ? 1 : 0;
}

function temperature(degrees: number): number {
  if (degrees <= 35) return 3;
  if (degrees >= 39.1) return 2;
  return degrees <= 36 || degrees >= 38.1 ? 1 : 0;
}
