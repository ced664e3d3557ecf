/** One run of a way to do something; gives the seconds that count. */
export type Way = () => number | Promise<number>;

/** Seconds that `work` takes. */
export async function secondsOf(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

/**
 * Median seconds of each way. The ways take turns, so that what disturbs the machine meanwhile falls
 * on a stage and on its limit alike.
 * @param rounds how often each runs
 * @param warmUps rounds before that do not count
 */
export async function medianSeconds<Name extends string>(
  ways: Record<Name, Way>,
  rounds: number,
  warmUps = 0,
): Promise<Record<Name, number>> {
  const names = Object.keys(ways) as Name[];
  const seconds = new Map(names.map((name) => [name, [] as number[]]));
  for (let round = -warmUps; round < rounds; round++) {
    for (const name of names) {
      const taken = await ways[name]();
      if (round >= 0) seconds.get(name)!.push(taken);
    }
  }
  return Object.fromEntries(
    names.map((name) => [name, percentile(seconds.get(name)!, 0.5)]),
  ) as Record<Name, number>;
}

/** The value that a share of the values does not pass (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
}

/** Splits a run into named steps. */
export class Steps {
  readonly seconds: Record<string, number> = {};
  #last = performance.now();

  /** Names the time since the step before. */
  end(name: string): void {
    const now = performance.now();
    this.seconds[name] = (now - this.#last) / 1000;
    this.#last = now;
  }
}
