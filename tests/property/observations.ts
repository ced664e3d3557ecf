import fc from 'fast-check';

export type Value = number | boolean | string;

/** What may be observed under a code: ordinary, at the edges of the tables, or implausible. */
export function observedValue(code: string): fc.Arbitrary<Value> {
  return (
    VALUES[code] ?? fc.oneof(fc.integer({ min: -5, max: 500 }), fc.boolean(), fc.constant('x'))
  );
}

/** A value near one of the `edges`: hundredths from it, so that halves and their neighbours come up. */
function near(edges: readonly number[], spread: number): fc.Arbitrary<number> {
  return fc
    .tuple(fc.constantFrom(...edges), fc.integer({ min: -spread, max: spread }))
    .map(([edge, hundredths]) => Math.max(0, Math.round(edge * 100) + hundredths) / 100);
}

function vital(
  normal: number,
  edges: readonly number[],
  spread: number,
  limits: readonly number[],
): fc.Arbitrary<number> {
  return fc.oneof(
    { weight: 6, arbitrary: fc.constant(normal) },
    { weight: 3, arbitrary: fc.constantFrom(...edges) },
    { weight: 3, arbitrary: near(edges, spread) },
    { weight: 1, arbitrary: fc.constantFrom(...limits) },
  );
}

function level(highest: number): fc.Arbitrary<number> {
  return fc.integer({ min: 1, max: highest });
}

const acvpu = fc.oneof(
  { weight: 5, arbitrary: fc.constant('A') },
  { weight: 1, arbitrary: fc.constantFrom('C', 'V', 'P', 'U') },
);

const measured = fc.constantFrom(-500, 0, 4, 7.25, 70);

const VALUES: Readonly<Record<string, fc.Arbitrary<Value>>> = {
  'respiratory-rate': vital(16, [8, 9, 11, 12, 20, 21, 24, 25], 60, [0, 80, 80.5, 81, -1, 900]),
  spo2: vital(98, [83, 84, 86, 87, 88, 91, 92, 93, 94, 95, 96, 97, 100], 60, [30, 29.9, 100.1, 0]),
  'supplemental-oxygen': fc.constantFrom<Value>(false, false, 0, true, 0.5, 2, 15, 1e-7),
  'systolic-bp': vital(
    120,
    [90, 91, 100, 101, 110, 111, 219, 220],
    60,
    [20, 350, 19.9, 350.5, 1200],
  ),
  'heart-rate': vital(
    80,
    [40, 41, 50, 51, 90, 91, 110, 111, 130, 131],
    60,
    [0, 300, 300.4, 301, -10],
  ),
  temperature: vital(37, [35, 35.1, 36, 36.1, 38, 38.1, 39, 39.1], 11, [25, 45, 24.9, 45.01, 98.6]),
  consciousness: acvpu,
  'spo2-scale': fc.constantFrom(1, 2),
  'function.hygiene': level(4),
  'function.nutrition': level(4),
  'function.elimination': level(4),
  'function.mobility': level(4),
  'diastolic-bp': measured,
  pain: measured,
  'blood-glucose': measured,
  weight: measured,
  'urine-output': measured,
  'fluid-balance': measured,
  'neuro-check': measured,
  barthel: fc.constantFrom(0, 34, 35, 36, 100),
  'barthel-extended': fc.constantFrom(0, 14, 15, 16, 90),
  mmse: fc.constantFrom(0, 15, 16, 17, 30),
};

export const VITALS = [
  'respiratory-rate',
  'spo2',
  'supplemental-oxygen',
  'systolic-bp',
  'heart-rate',
  'consciousness',
  'temperature',
] as const;

/** NEWS2 0. */
export const ORDINARY: Readonly<Record<(typeof VITALS)[number], Value>> = {
  'respiratory-rate': 16,
  spo2: 98,
  'supplemental-oxygen': false,
  'systolic-bp': 120,
  'heart-rate': 80,
  consciousness: 'A',
  temperature: 37,
};

/** Counted for observation sets, and one that is not in the list. */
export const OTHER_CODES = [
  'diastolic-bp',
  'pain',
  'blood-glucose',
  'weight',
  'urine-output',
  'fluid-balance',
  'neuro-check',
  'spo2-scale',
  'bristol-stool',
] as const;

export const AREAS = [
  'function.hygiene',
  'function.nutrition',
  'function.elimination',
  'function.mobility',
] as const;

export const SCORES = ['barthel', 'barthel-extended', 'mmse'] as const;
