/** Delays that are kept, and commits that may wait: beyond it those after the oldest are let go. */
const MOST = 4_096;
/** Milliseconds for which a delay is of now. */
const RECENT = 15 * 60_000;

/** Seconds, of the commits of the last fifteen minutes. */
export interface Delay {
  readonly p50: number;
  readonly p95: number;
}

/**
 * How long it takes from the acknowledgement of events to the stream that carries them, commit by
 * commit. Times are milliseconds of a clock that is not put back.
 */
export class Delays {
  private readonly now: () => number;
  /** When commits were acknowledged that are not served yet, in order. */
  private waiting: number[] = [];
  private served: { readonly at: number; readonly delay: number }[] = [];

  constructor(now: () => number = () => performance.now()) {
    this.now = now;
  }

  /** Notes that events are acknowledged. */
  accept(): void {
    this.waiting.push(this.now());
    // the oldest says how long anything has waited
    if (this.waiting.length > MOST) this.waiting.splice(1, 1);
  }

  /** Notes that everything acknowledged until a time is served. */
  tell(until: number): void {
    const at = this.now();
    const first = this.waiting.findIndex((accepted) => accepted > until);
    const count = first === -1 ? this.waiting.length : first;
    const delays = this.waiting.splice(0, count).map((accepted) => ({ at, delay: at - accepted }));
    this.served = [...this.served, ...delays].slice(-MOST);
  }

  /** Milliseconds that the oldest of what is not served yet has waited; 0 if all is served. */
  waited(): number {
    const [oldest] = this.waiting;
    return oldest === undefined ? 0 : this.now() - oldest;
  }

  /** The delays of late, `null` where there are none. */
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
