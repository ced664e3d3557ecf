import { randomBytes } from 'node:crypto';
import { digestOf, fits } from './key.ts';

/** Milliseconds it is good for. */
const LIFETIME = 24 * 3_600_000;

/** A word that opens a session once, as printed when the server starts. */
export class OneTimeToken {
  readonly text = randomBytes(32).toString('base64url');
  private readonly now: () => number;
  private readonly end: number;
  private isUsed = false;

  constructor(now: () => number) {
    this.now = now;
    this.end = now() + LIFETIME;
  }

  /** Whether it is the right word, in time, and nobody took it yet. */
  isGood(text: string): boolean {
    return !this.isUsed && this.now() < this.end && fits(text, digestOf(this.text));
  }

  /** True for the first who brings the right word in time. */
  take(text: string): boolean {
    if (!this.isGood(text)) return false;
    this.isUsed = true;
    return true;
  }
}
