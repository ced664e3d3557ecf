/** A value that is made or in the making, and the number of callers that wait for it. */
interface Entry<T> {
  readonly made: Promise<T>;
  readonly making: AbortController;
  waiting: number;
  isMade: boolean;
  weight: number;
}

/**
 * Keeps the values that were made last, up to a total weight. A caller that requests a value in the making
 * waits for it; when every waiting caller has gone, the making stops.
 */
export class Cache<T> {
  private readonly entries = new Map<string, Entry<T>>();
  private readonly limit: number;
  private readonly weigh: (value: T) => number;
  private readonly drop: (value: T) => void;
  private weight = 0;

  /** @param drop is called with each evicted value */
  constructor(limit: number, weigh: (value: T) => number, drop: (value: T) => void = () => {}) {
    this.limit = limit;
    this.weigh = weigh;
    this.drop = drop;
  }

  /**
   * @param make gets a signal that aborts when no caller waits any more
   * @param signal aborts when the caller leaves
   */
  async get(
    key: string,
    make: (signal: AbortSignal) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    signal?.throwIfAborted();
    const entry = this.entries.get(key) ?? this.begin(key, make);
    // a map keeps the order of insertion: the value that was requested last is last
    this.entries.delete(key);
    this.entries.set(key, entry);
    if (signal === undefined) {
      // a caller without a signal never leaves
      entry.waiting++;
      return entry.made;
    }
    return this.waitFor(key, entry, signal);
  }

  /** Drops a value that no longer exists; the next request makes it again. */
  forget(key: string): void {
    this.weight -= this.entries.get(key)?.weight ?? 0;
    this.entries.delete(key);
  }

  private begin(key: string, make: (signal: AbortSignal) => Promise<T>): Entry<T> {
    const making = new AbortController();
    const made = make(making.signal);
    const entry: Entry<T> = { made, making, waiting: 0, isMade: false, weight: 0 };
    made.then(
      (value) => {
        entry.isMade = true;
        // no caller waits for it any more, and a new value may be in the making
        if (this.entries.get(key) !== entry) return this.drop(value);
        entry.weight = this.weigh(value);
        this.weight += entry.weight;
        this.shrink(key);
      },
      () => {
        if (this.entries.get(key) === entry) this.entries.delete(key);
      },
    );
    return entry;
  }

  private async waitFor(key: string, entry: Entry<T>, signal: AbortSignal): Promise<T> {
    entry.waiting++;
    let leave = () => {};
    const gone = new Promise<never>((_, reject) => {
      leave = () => reject(signal.reason);
      signal.addEventListener('abort', leave, { once: true });
    });
    try {
      return await Promise.race([entry.made, gone]);
    } finally {
      signal.removeEventListener('abort', leave);
      entry.waiting--;
      if (entry.waiting === 0 && !entry.isMade) {
        if (this.entries.get(key) === entry) this.entries.delete(key);
        entry.making.abort();
      }
    }
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
