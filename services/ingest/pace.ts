import { setImmediate } from 'node:timers/promises';
import { QueueFullError } from './queue-problems.ts';

/** Pauses so that others can run, in proportion to the milliseconds that rejected records took. */
export type Turn = (onRejected: number) => Promise<void>;

/** Share of the time that rejected records of one sender may take. */
const SHARE = 0.25;
/** Shortest pause with a timer, in milliseconds; shorter ones are added to the next. */
const SHORTEST_REST = 2;

/**
 * Limits rejected records to a share of the time, so that the mistakes of one sender slow down only that
 * sender. Valid records never wait.
 */
export class Pace {
  private readonly patience: number;
  /** By sender, the time until which its share is used up. */
  private readonly spent = new Map<string, number>();

  /** @param patience longest pause of a sender in milliseconds */
  constructor(patience: number) {
    this.patience = patience;
  }

  /**
   * Records the time that rejected records took, and resolves when their sender may continue; others run
   * meanwhile.
   * @throws QueueFullError if the sender has so many rejected records at once that it would wait too long
   */
  async rest(sender: string, milliseconds: number): Promise<void> {
    if (milliseconds === 0) return setImmediate();
    const now = performance.now();
    for (const [each, until] of this.spent) if (until <= now) this.spent.delete(each);
    const from = this.spent.get(sender) ?? now;
    if (from - now > this.patience) {
      throw new QueueFullError(
        'Too many records of this sender are rejected at once: correct them first',
      );
    }
    const until = from + milliseconds * (1 / SHARE - 1);
    this.spent.set(sender, until);
    if (until - now < SHORTEST_REST) return setImmediate();
    await new Promise((resolve) => setTimeout(resolve, until - now));
  }
}
