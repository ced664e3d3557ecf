interface Waiting {
  readonly begin: () => Promise<unknown>;
}

/**
 * Runs tasks one after another. An urgent task goes before all waiting tasks that are not urgent, so that it only
 * waits for the current one.
 */
export class SerialQueue {
  private readonly urgent: Waiting[] = [];
  private readonly others: Waiting[] = [];
  private running: Promise<unknown> | null = null;

  /** Runs a task in its turn; resolves or rejects with it. A failed task does not block the next. */
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

  /** Resolves when the current task has ended, immediately if there is none. */
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
