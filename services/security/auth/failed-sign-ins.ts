import type { Counter } from 'prom-client';
import type { Logger } from '../../platform/log.ts';

/**
 * The wrong credential: an unknown or expired key; a wrong secret of a known key; a token; a link; a sign-in at the
 * identity provider.
 */
export type FailedBy = 'unknown-key' | 'wrong-secret' | 'token' | 'link' | 'provider';

const MINUTE = 60_000;

/**
 * Counts wrong credentials. A wrong secret for a known key is a guess, or comes from a system with an
 * old key: the log names the key, at once and then every minute with the count.
 */
export class FailedSignIns {
  private readonly log: Logger;
  private readonly counter: Pick<Counter, 'inc'> | undefined;
  /** By key, the number of wrong secrets that are not in the log yet. */
  private readonly guesses = new Map<string, { count: number }>();
  private readonly timer: NodeJS.Timeout;

  constructor(log: Logger, counter?: Pick<Counter, 'inc'>) {
    this.log = log;
    this.counter = counter;
    this.timer = setInterval(() => this.report(), MINUTE).unref();
  }

  /** @param keyId of a known key */
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

  /** Logs the new counts; forgets a key that had none for a minute. */
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
