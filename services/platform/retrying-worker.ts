import { setTimeout as sleep } from 'node:timers/promises';

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
  private readonly ending = new AbortController();
  private running: Promise<void> | null = null;
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
    if (this.ending.signal.aborted) return;
    this.running ??= this.run();
  }

  /** Resolves when there is nothing to do. */
  async idle(): Promise<void> {
    await this.running;
  }

  /** Stops; resolves when the current run has ended. */
  async stop(): Promise<void> {
    this.ending.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.ending;
    while (this.isDirty && !signal.aborted) {
      this.isDirty = false;
      try {
        await this.work();
        this.failing = false;
      } catch (error) {
        this.isDirty = true;
        this.failing = true;
        this.onError(error as Error);
        await sleep(RETRY_INTERVAL, undefined, { signal }).catch(() => undefined);
      }
    }
    // together with the last check, not after it, so that no call in between is lost
    this.running = null;
  }
}
