export interface BatcherOptions<T, R> {
  /** Number of records of an item. */
  readonly weigh: (item: T) => number;
  /** Returns how many waiting items form one batch, from the first on. */
  readonly count: (waiting: readonly T[]) => number;
  /** Resolves when work can begin immediately; until then, more items may join the batch. */
  readonly ready?: () => Promise<void>;
  /** Processes all items, and returns the result of each. Never rejects. */
  readonly work: (items: readonly T[]) => Promise<readonly R[]>;
}

interface Waiting<T, R> {
  readonly item: T;
  readonly resolve: (result: R) => void;
}

/** Processes the items of many callers in batches: while one batch runs, new items wait for the next. */
export class Batcher<T, R> {
  private readonly options: BatcherOptions<T, R>;
  private waiting: Waiting<T, R>[] = [];
  private running: Promise<void> | null = null;
  private records = 0;

  constructor(options: BatcherOptions<T, R>) {
    this.options = options;
  }

  /** Number of records that wait or are being processed. */
  get depth(): number {
    return this.records;
  }

  /** Resolves with the result of an item; never if it is withdrawn. */
  add(item: T): Promise<R> {
    return new Promise((resolve) => {
      this.waiting.push({ item, resolve });
      this.records += this.options.weigh(item);
      this.running ??= this.run();
    });
  }

  /** Withdraws an item that is not being processed yet; an item in process keeps its room until it is done. */
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
      // its caller may have left
      if (this.waiting.length === 0) break;
      const round = this.waiting.splice(0, count(this.waiting.map(({ item }) => item)));
      const results = await work(round.map(({ item }) => item));
      // frees the room before any caller gets its answer
      for (const { item } of round) this.records -= weigh(item);
      for (const [index, { resolve }] of round.entries()) resolve(results[index]!);
    }
    // in the same step as the check for waiting items: a new item starts another round
    this.running = null;
  }
}
