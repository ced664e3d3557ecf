import { randomBytes } from 'node:crypto';

const MICROS_PER_DAY = 24 * 3_600_000_000;
/**
 * Days a change can reach: what is usual is of the eight weeks before, and known for two weeks ahead; the first week
 * of a ward may not count for it.
 */
const REACH = 56 + 14 + 7 + 2;

/**
 * What may have changed since an answer was given, by days: a client that has an answer need not load it
 * again if nothing of its range changed. Kept in memory: another process has another epoch.
 */
export class Versions {
  private readonly epoch = randomBytes(4).toString('hex');
  private readonly days = new Map<number, number>();
  private changes = 0;

  /** Notes that hours between the least and the greatest of some instants (microseconds) changed. */
  changed(instants: readonly number[]): void {
    if (instants.length === 0) return;
    this.changes++;
    const last = dayOf(instants.reduce((a, b) => Math.max(a, b))) + REACH;
    for (let day = dayOf(instants.reduce((a, b) => Math.min(a, b))); day <= last; day++) {
      this.days.set(day, this.changes);
    }
  }

  /** The version of the answers for [from, to), in microseconds. */
  of(from: number, to: number): string {
    let version = 0;
    for (let day = dayOf(from); day <= dayOf(to - 1); day++) {
      version = Math.max(version, this.days.get(day) ?? 0);
    }
    return `${this.epoch}-${version}`;
  }
}

/** Days since 1970. */
function dayOf(micros: number): number {
  return Math.floor(micros / MICROS_PER_DAY);
}
