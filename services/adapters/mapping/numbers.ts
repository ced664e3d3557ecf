/** An exact decimal number: `digits` × 10^-`scale`. Sources write decimals; a double is not one of them. */
export interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

const SHAPES = { '.': /^[+-]?(?:\d+\.?\d*|\.\d+)$/, ',': /^[+-]?(?:\d+,?\d*|,\d+)$/ } as const;
/** Longest text that can be a measurement: more digits than a double keeps. */
const LONGEST = 32;

/**
 * Reads a number as a source writes it: sign, digits, one decimal mark, digits.
 * @returns `null` for anything else, also for marks between thousands: `1 024` and `1.024,5` are no numbers
 */
export function parseDecimal(text: string, mark: '.' | ','): Decimal | null {
  const trimmed = text.trim();
  if (trimmed.length > LONGEST || !SHAPES[mark].test(trimmed)) return null;
  const [whole = '', fraction = ''] = trimmed.split(mark);
  const digits = BigInt(`${whole.replace(/[+-]/, '')}${fraction}`);
  return { digits: trimmed.startsWith('-') ? -digits : digits, scale: fraction.length };
}

/** The nearest double. */
export function toNumber({ digits, scale }: Decimal): number {
  return Number(`${digits}e-${scale}`);
}

/** The quotient of two integers, rounded half away from zero to `decimals`. */
export function roundedQuotient(numerator: bigint, denominator: bigint, decimals: number): Decimal {
  const isNegative = numerator < 0n !== denominator < 0n;
  const dividend = magnitude(numerator) * 10n ** BigInt(decimals);
  const divisor = magnitude(denominator);
  const digits = (2n * dividend + divisor) / (2n * divisor);
  return { digits: isNegative ? -digits : digits, scale: decimals };
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}
