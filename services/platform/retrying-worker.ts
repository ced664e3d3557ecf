/** Milliseconds before failed work is tried again. */
const RETRY_INTERVAL = 1_000;

/**
 * Runs work that handles everything there is to do, one run at a time: a call of `trigger` during a run causes one more
 * run. Failed work is tried again until it succeeds or the worker stops.
 */
export class RetryingWorker {
  private readonly work: () => Promise<void>;
  private readonly onError: (error: Error) => void;
  private isDirty = false;
  private stopped = false;
  private running: Promise<void> | null = null;
  private wake: () => void = () => {};
  private failing = false;

  constructor(work: () => Promise<void>, onError: (error: Error) => void) {
    this.work = work;
    this.onError = onError;
  }

  /** True while the last run failed. */
  get isFailing(): boolean {
    return this.failing;
  }

  /** Triggers a run. */
  trigger(): void {
    this.isDirty = true;
    if (this.stopped) return;
    this.running ??= this.run();
  }

  /** Resolves when there is nothing to do. */
  async idle(): Promise<void> {
    await this.running;
  }

  /** Stops; resolves when the current run has ended. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.wake();
    await this.running;
  }

  private async run(): Promise<void> {
    while (this.isDirty && !this.stopped) {
      this.isDirty = false;
      try {
        await this.work();
        this.failing = false;
      } catch (error) {
        this.isDirty = true;
        this.failing = true;
        this.onError(error as Error);
        await this.pause();
      }
    }
    // together with the last check, not after it, so that no call in between is lost
    this.running = null;
  }

  private pause(): Promise<void> {
    if (this.stopped) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, RETRY_INTERVAL);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
