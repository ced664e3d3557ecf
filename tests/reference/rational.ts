/** An exact fraction with a positive denominator. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export const ZERO: Rational = ratio(0);

/** `numerator / denominator`, both whole numbers, the denominator positive. */
export function ratio(numerator: bigint | number, denominator: bigint | number = 1n): Rational {
  return { numerator: BigInt(numerator), denominator: BigInt(denominator) };
}

/** The number a double is written as: its shortest decimal form, exactly. */
export function decimal(value: number): Rational {
  const parts = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value));
  if (parts === null) throw new Error(`Not a finite number: ${value}`);
  const [, sign, whole, fraction = '', exponent = '0'] = parts;
  const digits = BigInt(`${sign}${whole}${fraction}`);
  const power = Number(exponent) - fraction.length;
  return power >= 0 ? ratio(digits * 10n ** BigInt(power)) : ratio(digits, 10n ** BigInt(-power));
}

export function plus(a: Rational, b: Rational): Rational {
  return ratio(
    a.numerator * b.denominator + b.numerator * a.denominator,
    a.denominator * b.denominator,
  );
}

export function minus(a: Rational, b: Rational): Rational {
  return plus(a, ratio(-b.numerator, b.denominator));
}

export function times(a: Rational, b: Rational): Rational {
  return ratio(a.numerator * b.numerator, a.denominator * b.denominator);
}

/** `a / b` for a positive `b`. */
export function over(a: Rational, b: Rational): Rational {
  return ratio(a.numerator * b.denominator, a.denominator * b.numerator);
}

export function atLeast(a: Rational, b: Rational): boolean {
  return a.numerator * b.denominator >= b.numerator * a.denominator;
}

/** The value, or zero where it is negative. */
export function notNegative(value: Rational): Rational {
  return value.numerator < 0n ? ZERO : value;
}

/** `value · 10^digits` as the nearest whole number; halves go away from zero. */
export function rounded(value: Rational, digits: number): number {
  const scaled = value.numerator * 10n ** BigInt(digits);
  const magnitude = scaled < 0n ? -scaled : scaled;
  const nearest = (2n * magnitude + value.denominator) / (2n * value.denominator);
  return Number(scaled < 0n ? -nearest : nearest);
}

/**
 * The double nearest to a value that is 0 or lies between 10⁻²⁰⁰ and 10²⁰⁰: the only inexact step of
 * the reference.
 */
export function nearestDouble({ numerator, denominator }: Rational): number {
  const shift = BigInt(Math.max(0, bits(denominator) - bits(numerator) + 70));
  const scaled = numerator << shift;
  const quotient = scaled / denominator;
  const sticky = scaled % denominator === 0n ? 0n : 1n;
  return Number((quotient << 1n) | sticky) / 2 ** (Number(shift) + 1);
}

function bits(value: bigint): number {
  return value.toString(2).length;
}
