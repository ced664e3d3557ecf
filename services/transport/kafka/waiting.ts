/** Ends that are remembered apart; later ones count as seen with the last of them. */
const MOST = 1_000;

/**
 * How long what a log holds has waited, by when its end was first seen there. Times are milliseconds of a
 * clock that is not put back.
 */
export class Waiting {
  private readonly now: () => number;
  private seen: { at: number; end: number }[] = [];

  constructor(now: () => number = () => performance.now()) {
    this.now = now;
  }

  /** Notes where the log ends now. */
  see(end: number): void {
    const last = this.seen.at(-1);
    if (last !== undefined && end <= last.end) return;
    if (last === undefined || this.seen.length < MOST) this.seen.push({ at: this.now(), end });
    else last.end = end;
  }

  /** Milliseconds that the oldest at or after a position has waited; 0 where nothing has. */
  since(position: number): number {
    this.seen = this.seen.filter(({ end }) => end > position);
    const [oldest] = this.seen;
    return oldest === undefined ? 0 : this.now() - oldest.at;
  }
}
