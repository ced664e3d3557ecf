import { HttpProblem } from '../http/problem.ts';
import { Busy } from './busy.ts';
import { NotStored, Unconfirmed } from './commit-queue.ts';

/** Maps a failure of the commit queue to an HTTP problem; returns other errors unchanged. */
export function refusalOf(error: unknown): unknown {
  if (error instanceof Busy) {
    const { message: detail, retryAfterSeconds } = error;
    return new HttpProblem('too-busy', { detail, retryAfterSeconds });
  }
  if (error instanceof NotStored) {
    const { retryAfterSeconds, cause } = error;
    return new HttpProblem('not-stored', { retryAfterSeconds, cause });
  }
  if (error instanceof Unconfirmed) {
    const { message: detail, retryAfterSeconds } = error;
    return new HttpProblem('unconfirmed', { detail, retryAfterSeconds });
  }
  return error;
}
