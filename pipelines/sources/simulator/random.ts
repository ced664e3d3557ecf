import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** Mixes 32 bits one-to-one, so that neighbouring seeds share nothing (MurmurHash3's finalizer). */
export function mix(bits: number): number {
  let mixed = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

/** Where a sequence of draws stands. */
export interface RandomState {
  readonly words: readonly number[];
  readonly spare: number;
}

/**
 * Random draws from one generator. The key alone (seed, ward, patient …) decides the sequence, so
 * that drawing more for one patient changes nothing for another.
 */
export class Random {
  #generator;
  #spare = Number.NaN;

  constructor(...key: readonly number[]) {
    let state = 0x9e3779b9;
    for (const part of key) state = mix(state ^ mix(part + 0x632be5ab));
    const word = (index: number) => mix(state + Math.imul(index, 0x9e3779b9));
    this.#generator = xoroshiro128plusFromState([word(1), word(2), word(3), word(4) | 1]);
  }

  /** Goes on where another stood. */
  static resume({ words, spare }: RandomState): Random {
    const random = new Random();
    random.#generator = xoroshiro128plusFromState(words);
    random.#spare = spare;
    return random;
  }

  get state(): RandomState {
    return { words: this.#generator.getState(), spare: this.#spare };
  }

  /** Uniform in [0, 1). */
  unit(): number {
    return (this.#generator.next() >>> 0) / 0x1_0000_0000;
  }

  /** Uniform in [low, high). */
  between(low: number, high: number): number {
    return low + this.unit() * (high - low);
  }

  /** A whole number, both ends included. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.unit() * (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  /** Normal, by Marsaglia's polar method. */
  normal(mean: number, deviation: number): number {
    const spare = this.#spare;
    if (!Number.isNaN(spare)) {
      this.#spare = Number.NaN;
      return mean + deviation * spare;
    }
    for (;;) {
      const x = this.between(-1, 1);
      const y = this.between(-1, 1);
      const square = x * x + y * y;
      if (square >= 1 || square === 0) continue;
      const scale = Math.sqrt((-2 * Math.log(square)) / square);
      this.#spare = y * scale;
      return mean + deviation * x * scale;
    }
  }

  logNormal(median: number, sigma: number): number {
    return median * Math.exp(this.normal(0, sigma));
  }

  /** Poisson, for small means. */
  poisson(mean: number): number {
    const floor = Math.exp(-mean);
    let count = 0;
    for (let product = this.unit(); product > floor; product *= this.unit()) count++;
    return count;
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.unit() * items.length)]!;
  }

  /** An index, each with its weight. */
  weighted(weights: readonly number[]): number {
    let left = this.unit() * weights.reduce((sum, weight) => sum + weight, 0);
    for (let index = 0; index < weights.length; index++) {
      left -= weights[index]!;
      if (left < 0) return index;
    }
    return weights.length - 1;
  }
}
