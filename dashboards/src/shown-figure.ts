/** Decimals that a double can be relied on for, after a few sums: 9,5 stays 9,5 whatever its last bits say. */
const DECIMALS = 9;

/**
 * A figure as a screen writes it with one decimal, half away from zero. What is coloured, counted or said by a figure
 * that is shown goes by this, so that a cell that reads 0,0 has the colour of 0; the server judges states by the same
 * (`shown_tenth`, `shown_percent`).
 */
export function tenthOf(value: number): number {
  return wholeOf(value * 10) / 10;
}

/** A share of 1 as a screen writes it, in whole per cent: 1.004 is 100. */
export function percentOf(share: number): number {
  return wholeOf(share * 100);
}

function wholeOf(value: number): number {
  const whole = Math.round(Number(Math.abs(value).toFixed(DECIMALS)));
  return whole === 0 ? 0 : Math.sign(value) * whole;
}
