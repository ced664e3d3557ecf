import { randomBytes } from 'node:crypto';
import { digestOf, matchesDigest } from './key.ts';

/** Milliseconds for which it is valid. */
const LIFETIME = 24 * 3_600_000;

/** A token that opens a session once; the server prints it at its start. */
export class OneTimeToken {
  readonly text = randomBytes(32).toString('base64url');
  private readonly now: () => number;
  private readonly end: number;
  private isUsed = false;

  constructor(now: () => number) {
    this.now = now;
    this.end = now() + LIFETIME;
  }

  /** Whether a token is right, in time, and not used yet. */
  isGood(text: string): boolean {
    return !this.isUsed && this.now() < this.end && this.isRight(text);
  }

  /** Whether a token was right, and is used. */
  wasGood(text: string): boolean {
    return this.isUsed && this.isRight(text);
  }

  /** Uses the token; returns true for the first call with the right token in time. */
  take(text: string): boolean {
    if (!this.isGood(text)) return false;
    this.isUsed = true;
    return true;
  }

  private isRight(text: string): boolean {
    return matchesDigest(text, digestOf(this.text));
  }
}
