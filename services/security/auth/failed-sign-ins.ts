import type { Counter } from 'prom-client';
import type { Logger } from '../../platform/log.ts';

/** What was wrong: a key that there is not, or that is over; the secret of one there is; a token; a link. */
export type FailedBy = 'unknown-key' | 'wrong-secret' | 'token' | 'link';

const MINUTE = 60_000;

/**
 * Counts what was shown and is wrong. Wrong secrets for a key that there is are a guess at it, or a system with an
 * old key: the log names the key, at once and then once a minute with their number.
 */
export class FailedSignIns {
  private readonly log: Logger;
  private readonly counter: Pick<Counter, 'inc'> | undefined;
  /** By key: wrong secrets that are not in the log yet. */
  private readonly guesses = new Map<string, { count: number }>();
  private readonly timer: NodeJS.Timeout;

  constructor(log: Logger, counter?: Pick<Counter, 'inc'>) {
    this.log = log;
    this.counter = counter;
    this.timer = setInterval(() => this.report(), MINUTE).unref();
  }

  /** @param keyId of a key that there is */
  note(by: FailedBy, keyId?: string): 'wrong' {
    this.counter?.inc({ by });
    if (keyId !== undefined) this.noteGuess(keyId);
    return 'wrong';
  }

  close(): void {
    clearInterval(this.timer);
    for (const keyId of this.guesses.keys()) this.say(keyId);
  }

  private noteGuess(keyId: string): void {
    const known = this.guesses.get(keyId);
    if (known === undefined) {
      this.guesses.set(keyId, { count: 1 });
      this.say(keyId);
    } else {
      known.count++;
    }
  }

  /** Says what came since; a key that was quiet for a minute is new again. */
  private report(): void {
    for (const [keyId, { count }] of this.guesses) {
      if (count === 0) this.guesses.delete(keyId);
      else this.say(keyId);
    }
  }

  private say(keyId: string): void {
    const guesses = this.guesses.get(keyId)!;
    if (guesses.count === 0) return;
    this.log.warn({ key: keyId, count: guesses.count }, 'a key was shown with a wrong secret');
    guesses.count = 0;
  }
}
