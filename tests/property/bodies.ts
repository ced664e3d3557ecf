import fc from 'fast-check';
import type { WardEvent } from '../../schemas/ward-event.ts';
import { AREAS, OTHER_CODES, observedValue, SCORES, VITALS } from './observations.ts';

type Envelope = 'id' | 'source' | 'occurredAt' | 'recordedAt' | 'status' | 'encounterId';
type Clinical = Extract<WardEvent, { encounterId: string }>;
type Without<T> = T extends WardEvent ? Omit<T, Envelope> : never;

/** What a clinical event says, apart from patient, time and source. */
export type Body = Without<Clinical>;

export const WARD_IDS = ['31A', '31B', 'KAVA', 'Ö-7'] as const;

/** Those of every ward; one is such as spreadsheets trip on. */
const BEDS = ['1', '2', '=1+1', 'Ö 1'] as const;
export const bed: fc.Arbitrary<string> = fc.constantFrom(...BEDS);

const LATER = 1_900_000_000_000_000;
const MOVES = ['transfer', 'discharge', 'leave.start', 'leave.end'] as const;

/** A move; `wardIds` are the wards of the site. */
export function move(wardIds: readonly string[]): fc.Arbitrary<Body> {
  return fc.oneof(
    { weight: 1, arbitrary: admission(wardIds) },
    { weight: 3, arbitrary: fc.constantFrom(...MOVES).chain((type) => plainMove(type, wardIds)) },
  );
}

export function admission(wardIds: readonly string[]): fc.Arbitrary<Body> {
  return fc.record(
    {
      type: fc.constant('admission' as const),
      wardId: fc.constantFrom(...wardIds),
      bed,
      plannedDischargeAt: fc.constant(LATER),
      age: fc.oneof(
        { weight: 6, arbitrary: fc.constantFrom(40, 71) },
        { weight: 1, arbitrary: fc.constantFrom(0, 15.9, 16) },
      ),
      pregnant: fc.oneof(
        { weight: 7, arbitrary: fc.constant(false) },
        { weight: 1, arbitrary: fc.constant(true) },
      ),
    },
    { requiredKeys: ['type', 'wardId'] },
  );
}

function plainMove(type: (typeof MOVES)[number], wardIds: readonly string[]): fc.Arbitrary<Body> {
  return type === 'transfer' ? transfer(wardIds) : fc.constant({ type });
}

export function transfer(wardIds: readonly string[]): fc.Arbitrary<Body> {
  return fc.record(
    {
      type: fc.constant('transfer' as const),
      wardId: fc.constantFrom(...wardIds),
      bed,
    },
    { requiredKeys: ['type', 'wardId'] },
  );
}

export function observation(code: string): fc.Arbitrary<Body> {
  return observedValue(code).map((value) => ({ type: 'observation', code, value }));
}

export const need: fc.Arbitrary<Body> = fc.record({
  type: fc.constantFrom('care-need.start' as const, 'care-need.start', 'care-need.stop'),
  code: fc.constantFrom('isolation', 'one-to-one', 'central-line', 'palliative', 'drain', 'sitter'),
}) as fc.Arbitrary<Body>;

const TASKS = [
  'suction',
  'tracheal-suction',
  'dressing.simple',
  'dressing.complex',
  'inhalation',
  'tube-insertion',
  'catheter-insertion',
  'lab-sample',
  'unheard-of',
] as const;

export const task: fc.Arbitrary<Body> = fc.record({
  type: fc.constant('task' as const),
  code: fc.constantFrom(...TASKS),
});

export const escort: fc.Arbitrary<Body> = fc.record(
  {
    type: fc.constant('task' as const),
    code: fc.constant('escort'),
    minutes: fc.constantFrom(0, 5e-7, 4.999e-7, 7.5, 33.3333335, 0.1, 0.2, 1440),
  },
  { requiredKeys: ['type', 'code'] },
);

export const medication: fc.Arbitrary<Body> = fc.record(
  {
    type: fc.constant('medication' as const),
    form: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom('infusion', 'short-infusion') },
      {
        weight: 3,
        arbitrary: fc.constantFrom(
          'oral',
          'injection',
          'transfusion',
          'cytotoxic',
          'iv-insulin',
          'vasoactive',
          'observed',
          'unheard-of',
        ),
      },
    ),
    volumeMl: fc.constantFrom(0, 100.1, 99.1, 250, 333.3, 333.4, 500, 999.999, 1000),
    code: fc.constant('B05BB01'),
  },
  { requiredKeys: ['type', 'form'] },
);

export const assessment: fc.Arbitrary<Body> = fc.record(
  {
    type: fc.constant('assessment' as const),
    instrument: fc.constantFrom('nas', 'opcq'),
    total: fc.integer({ min: 0, max: 100 }),
    items: fc.constant({ a: 1, b: 2.5 }),
  },
  { requiredKeys: ['type', 'instrument', 'total'] },
);

/** Any clinical event at all: what a correction may turn another into. */
export function anyBody(wardIds: readonly string[]): fc.Arbitrary<Body> {
  const code = fc.constantFrom(...VITALS, ...OTHER_CODES, ...AREAS, ...SCORES);
  return fc.oneof(
    move(wardIds),
    code.chain(observation),
    need,
    task,
    escort,
    medication,
    assessment,
  );
}
