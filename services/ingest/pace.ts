import { setImmediate } from 'node:timers/promises';
import { Busy } from './busy.ts';

/** Gives others their turn, the longer the more milliseconds went into records that are rejected. */
export type Turn = (onRejected: number) => Promise<void>;

/** Of the time, what rejected records of one sender may take. */
const SHARE = 0.25;
/** Milliseconds of a rest that is worth a timer; less is added to the next. */
const SHORTEST_REST = 2;

/**
 * Lets records that are rejected take a share of the time only, so that what one sender does wrong slows that
 * sender down and nobody else. What is sound never waits.
 */
export class Pace {
  private readonly patience: number;
  /** Until when the share of each sender is used up. */
  private readonly spent = new Map<string, number>();

  /** @param patience milliseconds that a sender rests at most */
  constructor(patience: number) {
    this.patience = patience;
  }

  /**
   * Notes time that rejected records took, and resolves when their sender may go on; others have their turn
   * meanwhile.
   * @throws Busy where so much of the sender's is rejected at once that it would wait too long
   */
  async rest(sender: string, milliseconds: number): Promise<void> {
    if (milliseconds === 0) return setImmediate();
    const now = performance.now();
    for (const [each, until] of this.spent) if (until <= now) this.spent.delete(each);
    const from = this.spent.get(sender) ?? now;
    if (from - now > this.patience) {
      throw new Busy('Too many records of this sender are rejected at once: correct them first');
    }
    const until = from + milliseconds * (1 / SHARE - 1);
    this.spent.set(sender, until);
    if (until - now < SHORTEST_REST) return setImmediate();
    await new Promise((resolve) => setTimeout(resolve, until - now));
  }
}
