import type { Act, Order } from './order.ts';

const ROUND_THE_CLOCK = [0, 4, 8, 12, 16, 20];
const VOIDING = [2, 6, 10, 14, 18, 22];

/** What is measured beside the vital signs. */
export const MEASUREMENTS = {
  pain: {
    share: 0.65,
    hours: [8, 14, 20],
    chance: 0.75,
    act: measured('pain', null, [2.5, 1.5, 1.6], [0, 10], 1),
  },
  glucose: {
    share: 0.28,
    hours: [7, 11, 16, 21],
    chance: 0.9,
    act: measured('blood-glucose', 'mmol/L', [9, 2, 2.2], [2.5, 28], 0.1),
  },
  weight: {
    share: 0.3,
    hours: [7],
    chance: 0.65,
    act: measured('weight', 'kg', [77, 15, 0.5], [2.5, 180], 0.1),
  },
  urine: {
    share: 0.14,
    hours: VOIDING,
    chance: 0.8,
    act: measured('urine-output', 'mL', [290, 70, 110], [0, 1200], 10),
  },
  fluid: {
    share: 0.24,
    hours: [23],
    chance: 0.85,
    act: measured('fluid-balance', 'mL', [250, 400, 650], [-3000, 4000], 10),
  },
  neuro: {
    share: 0.02,
    hours: ROUND_THE_CLOCK,
    chance: 0.85,
    act: measured('neuro-check', null, [14.2, 1.5, 0.6], [3, 15], 1),
  },
} as const satisfies Record<string, Order>;

function measured(
  code: string,
  unit: string | null,
  [mean, between, within]: readonly [number, number, number],
  range: readonly [number, number],
  step: number,
): Act {
  return { kind: 'observation', code, unit, mean, between, within, range, step };
}
