import fc from 'fast-check';
import { TEST_PATIENCE } from '../support/patience.ts';

/**
 * Inputs of a fuzz run: 2 000, or as `FUZZ_RUNS` says, from the seed `FUZZ_SEED`. A long one, of all files:
 *
 *     FUZZ_RUNS=1000000 FUZZ_SEED=7 npx vitest run tests/fuzz
 *
 * It goes in rounds, each with a seed of its own, and says after each how far it is. A failure names the seed
 * of its round: with that as `FUZZ_SEED` it comes first.
 */
const INPUTS = Number(process.env.FUZZ_RUNS ?? 2_000);
const SEED = Number(process.env.FUZZ_SEED ?? 20_261_126);
const ROUND = 10_000;
/** Milliseconds an input may take, on a slow machine. */
const PATIENCE = 100;

/** A share of the inputs, so many at a time and some at least. */
export class Share {
  /** The time to give the test. */
  readonly timeout: number;
  private readonly runs: number;
  private readonly atOnce: number;

  constructor(part: number, { atOnce = 1, fewest = 5 } = {}) {
    this.atOnce = atOnce;
    this.runs = Math.max(fewest, Math.ceil((INPUTS * part) / atOnce));
    this.timeout = TEST_PATIENCE + this.runs * atOnce * PATIENCE;
  }

  /** Runs a property over the whole share. */
  async assert<T>(name: string, property: fc.IProperty<T> | fc.IAsyncProperty<T>): Promise<void> {
    const isLong = INPUTS > ROUND;
    const size = Math.ceil(ROUND / this.atOnce);
    for (let done = 0, seed = SEED; done < this.runs; done += size, seed++) {
      const numRuns = Math.min(size, this.runs - done);
      await fc.assert(property as fc.IAsyncProperty<T>, { seed, numRuns, endOnFailure: isLong });
      if (isLong)
        process.stdout.write(`${name}: ${(done + numRuns) * this.atOnce}, seed ${seed}\n`);
    }
  }
}
