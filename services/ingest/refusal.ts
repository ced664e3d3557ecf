import { HttpProblem } from '../http/problem.ts';
import { CommitFailedError, Unconfirmed } from './commit-queue.ts';
import { QueueFullError } from './queue-full-error.ts';

/** Maps a failure of the commit queue to an HTTP problem; returns other errors unchanged. */
export function toHttpProblem(error: unknown): unknown {
  if (error instanceof QueueFullError) {
    const { message: detail, retryAfterSeconds } = error;
    return new HttpProblem('too-busy', { detail, retryAfterSeconds });
  }
  if (error instanceof CommitFailedError) {
    const { retryAfterSeconds, cause } = error;
    return new HttpProblem('not-stored', { retryAfterSeconds, cause });
  }
  if (error instanceof Unconfirmed) {
    const { message: detail, retryAfterSeconds } = error;
    return new HttpProblem('unconfirmed', { detail, retryAfterSeconds });
  }
  return error;
}
