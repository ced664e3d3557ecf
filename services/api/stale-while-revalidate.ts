/** Milliseconds during which a value counts as fresh. */
const FRESH_MS = 5_000;
/** Milliseconds during which a stale value is returned while a new one is made. */
const MAX_STALE_MS = 60_000;

/** Caches a value that is costly to make; makes it every few seconds at most (stale-while-revalidate). */
export class SwrCache<T> {
  private readonly make: () => Promise<T>;
  private readonly now: () => number;
  private last: { readonly value: T; readonly at: number } | null = null;
  private making: Promise<T> | null = null;

  constructor(make: () => Promise<T>, now: () => number = () => performance.now()) {
    this.make = make;
    this.now = now;
  }

  async get(): Promise<T> {
    const { last } = this;
    const age = last === null ? Number.POSITIVE_INFINITY : this.now() - last.at;
    if (last !== null && age < FRESH_MS) return last.value;
    this.making ??= this.renew();
    if (last === null || age >= MAX_STALE_MS) return this.making;
    this.making.catch(() => undefined);
    return last.value;
  }

  /** Resolves when none is being made. */
  async idle(): Promise<void> {
    await this.making?.catch(() => undefined);
  }

  private async renew(): Promise<T> {
    try {
      const value = await this.make();
      this.last = { value, at: this.now() };
      return value;
    } finally {
      this.making = null;
    }
  }
}
