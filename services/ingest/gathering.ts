export interface GatheringOptions<T, R> {
  /** Records of an item. */
  readonly weigh: (item: T) => number;
  /** How many of what waits go together, from the first on. */
  readonly count: (waiting: readonly T[]) => number;
  /** Resolves when work would begin at once: until then more is gathered for it. */
  readonly ready?: () => Promise<void>;
  /** Does the work of all, and gives what became of each. Never rejects. */
  readonly work: (items: readonly T[]) => Promise<readonly R[]>;
}

interface Waiting<T, R> {
  readonly item: T;
  readonly resolve: (result: R) => void;
}

/** Has what many callers bring done together: while one round runs, what comes waits for the next. */
export class Gathering<T, R> {
  private readonly options: GatheringOptions<T, R>;
  private waiting: Waiting<T, R>[] = [];
  private running: Promise<void> | null = null;
  private records = 0;

  constructor(options: GatheringOptions<T, R>) {
    this.options = options;
  }

  /** Records that wait or are worked on. */
  get depth(): number {
    return this.records;
  }

  /** Resolves with what became of an item; never where it is taken back. */
  add(item: T): Promise<R> {
    return new Promise((resolve) => {
      this.waiting.push({ item, resolve });
      this.records += this.options.weigh(item);
      this.running ??= this.run();
    });
  }

  /** Takes back an item that nobody works on yet; what is worked on keeps its room until it is done. */
  withdraw(item: T): void {
    const place = this.waiting.findIndex((each) => each.item === item);
    if (place === -1) return;
    this.waiting.splice(place, 1);
    this.records -= this.options.weigh(item);
  }

  /** Resolves when nothing waits or runs. */
  async idle(): Promise<void> {
    await this.running;
  }

  private async run(): Promise<void> {
    const { weigh, count, ready, work } = this.options;
    while (this.waiting.length > 0) {
      await ready?.();
      // nobody may have waited for it
      if (this.waiting.length === 0) break;
      const round = this.waiting.splice(0, count(this.waiting.map(({ item }) => item)));
      const results = await work(round.map(({ item }) => item));
      // there is room again before anyone gets an answer
      for (const { item } of round) this.records -= weigh(item);
      for (const [index, { resolve }] of round.entries()) resolve(results[index]!);
    }
    // in the same step as nothing was found to wait: what comes now starts another
    this.running = null;
  }
}
