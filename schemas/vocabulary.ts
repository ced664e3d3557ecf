/**
 * The words of the event stream: every code the models know, with unit and bounds.
 * Codes outside these lists are stored and counted, never an error.
 */

/** What an observation code means and accepts. */
export interface ObservationCode {
  /** Unit of the value; the other spellings accepted for it. `null`: a level or score without unit. */
  readonly unit: string | null;
  readonly spellings?: readonly string[];
  /** Shape of `value`. */
  readonly value: 'number' | 'integer' | 'acvpu' | 'oxygen' | 'scale';
  /** Outside these bounds an event is rejected (levels and published score ranges). */
  readonly range?: readonly [number, number];
  /** Outside these bounds a value is stored, flagged and not scored (assumption). */
  readonly plausible?: readonly [number, number];
  /** Counts toward an observation set. */
  readonly counted: boolean;
}

const level = { unit: null, value: 'integer', range: [1, 4], counted: false } as const;

export const OBSERVATION_CODES = {
  'respiratory-rate': {
    unit: '/min',
    spellings: ['1/min', '{breaths}/min'],
    value: 'number',
    plausible: [0, 80],
    counted: true,
  },
  spo2: { unit: '%', value: 'number', plausible: [30, 100], counted: true },
  'supplemental-oxygen': {
    unit: 'L/min',
    spellings: ['l/min'],
    value: 'oxygen',
    counted: true,
  },
  'systolic-bp': {
    unit: 'mmHg',
    spellings: ['mm[Hg]'],
    value: 'number',
    plausible: [20, 350],
    counted: true,
  },
  'diastolic-bp': { unit: 'mmHg', spellings: ['mm[Hg]'], value: 'number', counted: true },
  'heart-rate': {
    unit: '/min',
    spellings: ['1/min', '{beats}/min'],
    value: 'number',
    plausible: [0, 300],
    counted: true,
  },
  temperature: {
    unit: '°C',
    spellings: ['Cel', 'C'],
    value: 'number',
    plausible: [25, 45],
    counted: true,
  },
  consciousness: { unit: null, value: 'acvpu', counted: true },
  'spo2-scale': { unit: null, value: 'scale', range: [1, 2], counted: false },
  pain: { unit: null, value: 'number', counted: true },
  'blood-glucose': {
    unit: 'mmol/L',
    spellings: ['mmol/l'],
    value: 'number',
    counted: true,
  },
  weight: { unit: 'kg', value: 'number', counted: true },
  'urine-output': { unit: 'mL', spellings: ['ml'], value: 'number', counted: true },
  'fluid-balance': { unit: 'mL', spellings: ['ml'], value: 'number', counted: true },
  'neuro-check': { unit: null, value: 'number', counted: true },
  'function.hygiene': level,
  'function.nutrition': level,
  'function.elimination': level,
  'function.mobility': level,
  barthel: { unit: null, value: 'integer', range: [0, 100], counted: false },
  'barthel-extended': { unit: null, value: 'integer', range: [0, 90], counted: false },
  mmse: { unit: null, value: 'integer', range: [0, 30], counted: false },
} as const satisfies Record<string, ObservationCode>;

export const CONSCIOUSNESS = ['A', 'C', 'V', 'P', 'U'] as const;

export const CARE_NEEDS = [
  'isolation',
  'one-to-one',
  'central-line',
  'drain',
  'urinary-catheter',
  'feeding-tube',
  'tracheostomy',
  'palliative',
] as const;

export const TASKS = [
  'suction',
  'tracheal-suction',
  'dressing.simple',
  'dressing.complex',
  'inhalation',
  'tube-insertion',
  'catheter-insertion',
  'escort',
  'procedure',
  'lab-sample',
] as const;

export const MEDICATION_FORMS = [
  'oral',
  'injection',
  'short-infusion',
  'infusion',
  'transfusion',
  'cytotoxic',
  'iv-insulin',
  'vasoactive',
  'observed',
] as const;

/** Codes of care needs, tasks and medication forms that are known and stored, and that no score uses yet. */
export const UNSCORED_CODES: ReadonlySet<string> = new Set([
  ...['drain', 'urinary-catheter', 'feeding-tube', 'tracheostomy'],
  ...['procedure', 'lab-sample'],
  ...['oral', 'injection'],
]);

const known: ReadonlyMap<string, ObservationCode> = new Map(Object.entries(OBSERVATION_CODES));

/** The definition of an observation code, or `undefined` if the models do not know it. */
export function observationCode(code: string): ObservationCode | undefined {
  return known.get(code);
}

/** What a known observation code expects instead of `value`; `null` if the value fits. */
export function valueProblem(
  definition: ObservationCode,
  value: number | boolean | string,
): string | null {
  switch (definition.value) {
    case 'acvpu':
      return (CONSCIOUSNESS as readonly unknown[]).includes(value) ? null : 'one of A, C, V, P, U';
    case 'oxygen':
      return typeof value === 'boolean' || (typeof value === 'number' && value >= 0)
        ? null
        : 'true, false or a flow of at least 0 L/min';
    case 'scale':
      return value === 1 || value === 2 ? null : '1 or 2';
    case 'number':
      return typeof value === 'number' ? null : 'a number';
    case 'integer': {
      const [low, high] = definition.range!;
      const fits = Number.isInteger(value) && Number(value) >= low && Number(value) <= high;
      return fits ? null : `a whole number ${low} to ${high}`;
    }
  }
}

/** True if a known observation code takes `unit`. */
export function acceptsUnit(definition: ObservationCode, unit: string): boolean {
  return unit === definition.unit || definition.spellings?.includes(unit) === true;
}
