interface Waiting {
  readonly begin: () => Promise<unknown>;
}

/**
 * Runs pieces of work one after another, each in its turn. What is urgent goes before everything that waits
 * and is not, so that it waits for the piece at hand alone.
 */
export class SerialQueue {
  private readonly urgent: Waiting[] = [];
  private readonly others: Waiting[] = [];
  private running: Promise<unknown> | null = null;

  /** Runs work in its turn; resolves or rejects as it does. Work that fails does not hold up the next. */
  run<T>(work: () => Promise<T>, { urgent = false } = {}): Promise<T> {
    return new Promise((resolve, reject) => {
      const begin = async () => {
        try {
          resolve(await work());
        } catch (error) {
          reject(error);
        }
      };
      (urgent ? this.urgent : this.others).push({ begin });
      if (this.running === null) this.next();
    });
  }

  /** Resolves when the piece at hand has ended, at once where there is none. */
  async turn(): Promise<void> {
    await this.running;
  }

  /** Resolves when nothing runs or waits. */
  async idle(): Promise<void> {
    while (this.running !== null) await this.running;
  }

  private next(): void {
    const waiting = this.urgent.shift() ?? this.others.shift();
    this.running = waiting === undefined ? null : waiting.begin().then(() => this.next());
  }
}
