/** What was made lately, up to a weight in all. Whoever asks for what is being made waits for it. */
export class Cache<T> {
  private readonly entries = new Map<string, { made: Promise<T>; weight: number }>();
  private readonly limit: number;
  private readonly weigh: (value: T) => number;
  private readonly drop: (value: T) => void;
  private weight = 0;

  /** @param drop is told of what is let go */
  constructor(limit: number, weigh: (value: T) => number, drop: (value: T) => void = () => {}) {
    this.limit = limit;
    this.weigh = weigh;
    this.drop = drop;
  }

  async get(key: string, make: () => Promise<T>): Promise<T> {
    const known = this.entries.get(key);
    if (known !== undefined) {
      // the order of a map is that of insertion: what was asked for lately is last
      this.entries.delete(key);
      this.entries.set(key, known);
      return known.made;
    }
    const entry = { made: make(), weight: 0 };
    this.entries.set(key, entry);
    try {
      const value = await entry.made;
      entry.weight = this.weigh(value);
      this.weight += entry.weight;
      this.shrink(key);
      return value;
    } catch (error) {
      this.entries.delete(key);
      throw error;
    }
  }

  /** Forgets what is there no more: it is made again when it is asked for. */
  forget(key: string): void {
    this.weight -= this.entries.get(key)?.weight ?? 0;
    this.entries.delete(key);
  }

  private shrink(keep: string): void {
    for (const [key, entry] of this.entries) {
      if (this.weight <= this.limit) return;
      if (key === keep || entry.weight === 0) continue;
      this.entries.delete(key);
      this.weight -= entry.weight;
      void entry.made.then(this.drop);
    }
  }
}
