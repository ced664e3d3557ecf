/** A quotient of whole numbers; the denominator is positive. */
export interface Exact {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** A number as it is written in a file: 3.2 is 32/10, and not the double beside it. */
export function exact(written: number): Exact {
  const [digits, exponent = '0'] = String(written).split('e') as [string, string?];
  const [whole, decimals = ''] = digits.split('.') as [string, string?];
  const places = decimals.length - Number(exponent);
  const scale = 10n ** BigInt(Math.abs(places));
  const numerator = BigInt(whole + decimals);
  return places < 0
    ? { numerator: numerator * scale, denominator: 1n }
    : { numerator, denominator: scale };
}

export const sum = (a: Exact, b: Exact): Exact => ({
  numerator: a.numerator * b.denominator + b.numerator * a.denominator,
  denominator: a.denominator * b.denominator,
});

export const product = (...factors: readonly Exact[]): Exact => ({
  numerator: factors.reduce((all, { numerator }) => all * numerator, 1n),
  denominator: factors.reduce((all, { denominator }) => all * denominator, 1n),
});

/** @param b more than 0 */
export const quotient = (a: Exact, b: Exact): Exact => ({
  numerator: a.numerator * b.denominator,
  denominator: a.denominator * b.numerator,
});

/** Whole millionths of a value that is not negative, rounded once: half up. */
export const millionthsOf = ({ numerator, denominator }: Exact): number =>
  Number((2_000_000n * numerator + denominator) / (2n * denominator));
