/**
 * Inputs of a fuzz run: 2 000, or as `FUZZ_RUNS` says, from the seed `FUZZ_SEED`. A long one, of all files:
 *
 *     FUZZ_RUNS=1000000 FUZZ_SEED=7 npx vitest run tests/fuzz
 */
const INPUTS = Number(process.env.FUZZ_RUNS ?? 2_000);
const SEED = Number(process.env.FUZZ_SEED ?? 20_261_126);
/** Milliseconds an input may take, on a slow machine. */
const PATIENCE = 100;

/** How fast-check runs a share of the inputs, so many at a time and some at least, and the time to give the test. */
export function share(part: number, { atOnce = 1, fewest = 5 } = {}) {
  const numRuns = Math.max(fewest, Math.ceil((INPUTS * part) / atOnce));
  const parameters = { seed: SEED, numRuns, endOnFailure: INPUTS > 10_000 };
  return { parameters, timeout: 60_000 + numRuns * atOnce * PATIENCE };
}
