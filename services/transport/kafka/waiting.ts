/** Most ends that are remembered; later ones count as seen with the last of them. */
const MOST = 1_000;

/**
 * Measures how long messages of a log have waited, from when its end was first seen there. Times are milliseconds of a
 * monotonic clock.
 */
export class Waiting {
  private readonly now: () => number;
  private seen: { at: number; end: number }[] = [];

  constructor(now: () => number = () => performance.now()) {
    this.now = now;
  }

  /** Records the current end of the log. */
  see(end: number): void {
    const last = this.seen.at(-1);
    if (last !== undefined && end <= last.end) return;
    if (last === undefined || this.seen.length < MOST) this.seen.push({ at: this.now(), end });
    else last.end = end;
  }

  /** Milliseconds that the oldest message at or after a position has waited; 0 if there is none. */
  since(position: number): number {
    this.seen = this.seen.filter(({ end }) => end > position);
    const [oldest] = this.seen;
    return oldest === undefined ? 0 : this.now() - oldest.at;
  }
}
