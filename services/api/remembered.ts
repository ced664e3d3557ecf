/** Milliseconds for which a value is as good as a new one. */
const GOOD = 5_000;
/** Milliseconds for which it is told while a new one is made. */
const PASSABLE = 60_000;

/** A value that costs something to make, for whoever asks again and again: made every few seconds at most. */
export class Remembered<T> {
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
    if (last !== null && age < GOOD) return last.value;
    this.making ??= this.renew();
    if (last === null || age >= PASSABLE) return this.making;
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
