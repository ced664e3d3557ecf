/** 10^0 … 10^22: the powers of ten a double holds exactly. */
const EXACT_POWERS = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
const SAFE = BigInt(Number.MAX_SAFE_INTEGER);

/**
 * The double nearest to unscaled / 10^scale. Dividing two exact doubles rounds once; what does not
 * fit in doubles goes through decimal text, which also rounds once.
 */
export function decimalToNumber(unscaled: bigint, scale: number): number {
  const power = EXACT_POWERS[scale];
  if (power !== undefined && unscaled <= SAFE && unscaled >= -SAFE) return Number(unscaled) / power;
  return Number(`${unscaled}e-${scale}`);
}
