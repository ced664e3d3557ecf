import { HttpProblem } from '../http/problem.ts';

/** The queue is full. */
export class QueueFullError extends HttpProblem {
  override name = 'QueueFullError';

  constructor(detail: string) {
    super('too-busy', { detail, retryAfterSeconds: 1 });
  }
}

/** A part of a request is not stored: its sender may send it again, once the cause is gone. */
export class CommitFailedError extends HttpProblem {
  override name = 'CommitFailedError';

  constructor(cause: Error | null) {
    super('not-stored', { cause, retryAfterSeconds: 5 });
  }
}

/**
 * The commit did not end in time. Part of the request may be stored, now or later. Sending it again is
 * safe, since exact duplicates are ignored.
 */
export class Unconfirmed extends HttpProblem {
  override name = 'Unconfirmed';

  constructor(detail: string) {
    super('unconfirmed', { detail, retryAfterSeconds: 5 });
  }
}
