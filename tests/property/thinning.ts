import fc from 'fast-check';
import type { Site } from '../../schemas/site.ts';
import type { Logged } from '../reference/score.ts';

/** A site and a log of accepted events, in the order they were recorded. */
export interface Hospital {
  readonly site: Site;
  readonly log: readonly Logged[];
}

/** Where the search for events that can go stands. */
interface Search {
  readonly size: number;
  readonly at: number;
}

/**
 * Draws as `drawn` does, but shrinks by leaving events out of the log: halves, quarters, … single
 * events. A log without some of its events is a log, and few events explain a failure best.
 */
export function thinning(drawn: fc.Arbitrary<Hospital>): fc.Arbitrary<Hospital> {
  return new Thinning(drawn);
}

class Thinning extends fc.Arbitrary<Hospital> {
  readonly #drawn: fc.Arbitrary<Hospital>;

  constructor(drawn: fc.Arbitrary<Hospital>) {
    super();
    this.#drawn = drawn;
  }

  override generate(random: fc.Random, bias: number | undefined): fc.Value<Hospital> {
    return new fc.Value(this.#drawn.generate(random, bias).value, undefined);
  }

  override canShrinkWithoutContext(_value: unknown): _value is Hospital {
    return false;
  }

  override shrink(hospital: Hospital, context: unknown): fc.Stream<fc.Value<Hospital>> {
    const search = context as Search | undefined;
    return fc.stream(smaller(hospital, search ?? { size: hospital.log.length, at: 0 }));
  }
}

function* smaller({ site, log }: Hospital, from: Search): Generator<fc.Value<Hospital>> {
  for (let size = from.size; size >= 1; size = Math.floor(size / 2)) {
    const starts = Array.from({ length: Math.ceil(log.length / size) }, (_, i) => i * size);
    const first = size === from.size ? from.at : 0;
    const inTurn = [...starts.filter((at) => at >= first), ...starts.filter((at) => at < first)];
    for (const at of inTurn) {
      const rest = log.toSpliced(at, size);
      yield new fc.Value({ site, log: rest }, { size, at } satisfies Search);
    }
  }
}
