import { parseArgs } from 'node:util';

/** What a run of the bench is given. */
export interface BenchOptions {
  /** Events of the files that are decoded, stored and replayed. */
  readonly events: number;
  /** Events stored before the live batches come. */
  readonly history: number;
  /** Events of a stay of three years, and of one that has all events of many. */
  readonly longStays: number;
  /** Live batches committed on top of the history. */
  readonly batches: number;
  /** How often a short stage runs; its median counts. */
  readonly rounds: number;
  readonly smoke: boolean;
  /** Records the ratios of a short run, which later ones are held against. */
  readonly record: boolean;
}

/** Events of a live batch. */
export const LIVE_BATCH = 5000;
/** Events of a small one: what a hospital sends in some seconds. */
export const NEWS_BATCH = 100;

const FULL = { events: 2_000_000, history: 10_000_000, longStays: 100_000, batches: 60, rounds: 3 };
/** Small enough for CI: the row counts are the point there, the speed is not. */
const SMOKE = { events: 60_000, history: 150_000, longStays: 3_600, batches: 6, rounds: 3 };

/**
 * Parses `--events N`, `--history N`, `--batches N`, `--smoke` and `--record`.
 * @throws TypeError or RangeError naming the option
 */
export function benchOptions(args: string[]): BenchOptions {
  const { values } = parseArgs({
    args,
    options: {
      events: { type: 'string' },
      history: { type: 'string' },
      batches: { type: 'string' },
      smoke: { type: 'boolean', default: false },
      record: { type: 'boolean', default: false },
    },
  });
  const defaults = values.smoke ? SMOKE : FULL;
  return {
    events: count('--events', values.events, defaults.events),
    history: count('--history', values.history, defaults.history),
    longStays: defaults.longStays,
    batches: count('--batches', values.batches, defaults.batches),
    rounds: defaults.rounds,
    smoke: values.smoke,
    record: values.record,
  };
}

function count(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const value = Number(text.replaceAll('_', ''));
  if (!Number.isSafeInteger(value) || value < 2) {
    throw new RangeError(`${name} ${text}: expected a whole number from 2`);
  }
  return value;
}
