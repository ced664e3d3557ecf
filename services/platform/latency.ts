/** Number of delays that are kept, and of commits that may wait: beyond it, those after the oldest are dropped. */
const MOST = 4_096;
/** Milliseconds for which a delay counts as recent. */
const RECENT = 15 * 60_000;

/** Percentiles of the last fifteen minutes, in seconds. */
export interface Delay {
  readonly p50: number;
  readonly p95: number;
}

/**
 * Measures the time from the acknowledgement of events to their publication in the stream, per
 * commit. Times are milliseconds of a monotonic clock.
 */
export class LatencyTracker {
  private readonly now: () => number;
  /** Acknowledgement times of commits that are not served yet, in order. */
  private waiting: number[] = [];
  private served: { readonly at: number; readonly delay: number }[] = [];

  constructor(now: () => number = () => performance.now()) {
    this.now = now;
  }

  /** Records that events are acknowledged now. */
  recordAccepted(): void {
    this.waiting.push(this.now());
    // the oldest one gives the longest wait, so it stays
    if (this.waiting.length > MOST) this.waiting.splice(1, 1);
  }

  /** Records that everything acknowledged until a time is served now. */
  recordServed(until: number): void {
    const at = this.now();
    const first = this.waiting.findIndex((accepted) => accepted > until);
    const count = first === -1 ? this.waiting.length : first;
    const delays = this.waiting.splice(0, count).map((accepted) => ({ at, delay: at - accepted }));
    this.served = [...this.served, ...delays].slice(-MOST);
  }

  /** Milliseconds that the oldest unserved commit has waited; 0 if everything is served. */
  waited(): number {
    const [oldest] = this.waiting;
    return oldest === undefined ? 0 : this.now() - oldest;
  }

  /** The recent delays, `null` if there are none. */
  recent(): Delay | null {
    const since = this.now() - RECENT;
    this.served = this.served.filter(({ at }) => at >= since);
    const sorted = this.served.map(({ delay }) => delay).toSorted((a, b) => a - b);
    if (sorted.length === 0) return null;
    const rank = (share: number) => sorted[Math.ceil(share * sorted.length) - 1]!;
    const seconds = (milliseconds: number) => Math.round(milliseconds) / 1000;
    return { p50: seconds(rank(0.5)), p95: seconds(rank(0.95)) };
  }
}
