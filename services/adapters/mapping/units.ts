import { type Decimal, parseDecimal, roundedQuotient, toNumber } from './numbers.ts';

/** A unit of the product, or a part of what is charted of oxygen. */
export type Dimension = '/min' | '%' | 'mmHg' | '°C' | 'kg' | 'mmol/L' | 'L/min' | 'mL' | 'score';

/** A unit that a source may give a value in: (value − `subtract`) × `times` / `by`, rounded to `decimals`. */
interface Unit {
  readonly spellings: readonly string[];
  readonly subtract?: string;
  readonly times?: string;
  readonly by?: string;
  /** Absent: the value stays as it was sent. */
  readonly decimals?: number;
}

/**
 * Units by the product's own. Spellings are UCUM's, plain ones, and those of device feeds (ISO/IEEE 11073-10101:
 * numbers, and names that begin with MDC_DIM). `C` and `F` are Celsius and Fahrenheit here, and others in UCUM.
 *
 * Factors: 1 kPa = 7.500617 mmHg (BIPM: 133.322 Pa); Fahrenheit by definition; 1 lb = 0.45359237 kg by definition;
 * glucose 180.16 g/mol.
 */
export const UNITS: Readonly<Record<Dimension, readonly Unit[]>> = {
  '/min': [
    {
      spellings: [
        ...['/min', '1/min', '{beats}/min', '{breaths}/min', 'bpm', 'beats/min', 'breaths/min'],
        ...['slag/min', 'andetag/min'],
        ...['264864', 'MDC_DIM_BEAT_PER_MIN', '264928', 'MDC_DIM_RESP_PER_MIN'],
      ],
    },
  ],
  '%': [{ spellings: ['%', '262688', 'MDC_DIM_PERCENT'] }],
  mmHg: [
    { spellings: ['mm[Hg]', 'mmHg', '266016', 'MDC_DIM_MMHG'] },
    { spellings: ['kPa'], times: '7.500617', decimals: 0 },
  ],
  '°C': [
    { spellings: ['Cel', '°C', 'C', 'degC', '268192', 'MDC_DIM_DEGC'] },
    {
      spellings: ['[degF]', '°F', 'F', 'degF', 'MDC_DIM_FAHR'],
      ...{ subtract: '32', by: '1.8', decimals: 2 },
    },
  ],
  kg: [
    { spellings: ['kg', '263875', 'MDC_DIM_KILO_G'] },
    { spellings: ['g'], by: '1000', decimals: 2 },
    { spellings: ['[lb_av]', 'lb', 'lbs'], times: '0.45359237', decimals: 2 },
  ],
  'mmol/L': [
    { spellings: ['mmol/L'] },
    { spellings: ['mg/dL'], by: '18.016', decimals: 1 },
    { spellings: ['g/L'], times: '1000', by: '180.16', decimals: 1 },
  ],
  'L/min': [
    { spellings: ['L/min', 'lpm', 'MDC_DIM_X_L_PER_MIN'] },
    { spellings: ['mL/min'], by: '1000', decimals: 2 },
    { spellings: ['L/h'], by: '60', decimals: 2 },
  ],
  mL: [
    { spellings: ['mL', 'cc'] },
    { spellings: ['L'], times: '1000', decimals: 1 },
    { spellings: ['dL'], times: '100', decimals: 1 },
    { spellings: ['cL'], times: '10', decimals: 1 },
  ],
  score: [{ spellings: ['1', '/10', 'score', 'points', 'p', 'poäng', 'NRS', 'VAS'] }],
};

/** A share of one, as some devices give inspired oxygen: only for sites whose mapping says so. */
export const SHARE: Unit = { spellings: ['1'], times: '100' };

/** Dimensions of values that are sent without a unit as a rule. */
const ASSUMED: ReadonlySet<Dimension> = new Set(['/min', 'mmHg', 'score']);

/** The form in which two spellings of a unit are the same: without blanks and case. */
export function sameSpelling(unit: string): string {
  return unit.normalize('NFKC').replaceAll(/\s/gu, '').toLowerCase();
}

const BY_SPELLING = new Map(
  Object.entries(UNITS).map(([dimension, units]) => [dimension as Dimension, bySpelling(units)]),
);

function bySpelling(units: readonly Unit[]): ReadonlyMap<string, Unit> {
  return new Map(
    units.flatMap((unit) => unit.spellings.map((spelling) => [sameSpelling(spelling), unit])),
  );
}

/** The unit of a dimension with a spelling, or `undefined`. A UCUM annotation in braces is a score. */
export function unitOf(dimension: Dimension, spelling: string): Unit | undefined {
  const same = sameSpelling(spelling);
  if (dimension === 'score' && /^\{[^{}]*\}$/.test(same)) return UNITS.score[0];
  return BY_SPELLING.get(dimension)!.get(same);
}

/** The unit of values without one, or `undefined` if it must not be assumed. */
export function assumedUnit(dimension: Dimension, isSaturation: boolean): Unit | undefined {
  return ASSUMED.has(dimension) || isSaturation ? UNITS[dimension][0] : undefined;
}

/** A value in the unit of the product. A converted one is rounded half away from zero, without a binary fraction between. */
export function converted(value: Decimal, unit: Unit): number {
  const { subtract = '0', times = '1', by = '1', decimals } = unit;
  if (decimals === undefined && unit.times === undefined) return toNumber(value);
  const [less, factor, divisor] = [exact(subtract), exact(times), exact(by)];
  const scale = Math.max(value.scale, less.scale);
  const difference = raised(value, scale) - raised(less, scale);
  const numerator = difference * factor.digits * 10n ** BigInt(divisor.scale);
  const denominator = divisor.digits * 10n ** BigInt(scale + factor.scale);
  return toNumber(roundedQuotient(numerator, denominator, decimals ?? value.scale));
}

function exact(text: string): Decimal {
  return parseDecimal(text, '.')!;
}

function raised({ digits, scale }: Decimal, to: number): bigint {
  return digits * 10n ** BigInt(to - scale);
}
