import { randomBytes } from 'node:crypto';

/** Microseconds a change can reach: the band of a ward is of the eight weeks before. */
const REACH = 58 * 24 * 3_600_000_000;

/**
 * What may have changed since an answer was given, by months: of a range in which nothing did, a client
 * need not be told again. Kept in memory: another process has another epoch.
 */
export class Versions {
  private readonly epoch = randomBytes(4).toString('hex');
  private readonly months = new Map<number, number>();
  private changes = 0;

  /** Notes that hours between the least and the greatest of some instants (microseconds) changed. */
  changed(instants: readonly number[]): void {
    if (instants.length === 0) return;
    this.changes++;
    const last = monthOf(instants.reduce((a, b) => Math.max(a, b)) + REACH);
    for (let month = monthOf(instants.reduce((a, b) => Math.min(a, b))); month <= last; month++) {
      this.months.set(month, this.changes);
    }
  }

  /** The version of what is told of [from, to), in microseconds. */
  of(from: number, to: number): string {
    let version = 0;
    for (let month = monthOf(from); month <= monthOf(to); month++) {
      version = Math.max(version, this.months.get(month) ?? 0);
    }
    return `${this.epoch}-${version}`;
  }
}

/** Months since 1970. */
function monthOf(micros: number): number {
  const date = new Date(micros / 1000);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}
