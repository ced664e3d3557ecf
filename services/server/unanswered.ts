import { HttpProblem } from '../http/problem.ts';
import { categoryOf, type ErrorCategory } from '../platform/error-category.ts';

/** Seconds after which the shortage may be over. */
const RETRY_AFTER = 30;

/** Messages for errors that pass, or that an operator can end. */
const DETAILS: Partial<Record<ErrorCategory, string>> = {
  'no space left': 'No space is left on the disk of the server',
  storage: 'The disk of the server cannot be written or read',
  memory: 'The server has no memory left for it; ask for less at a time',
};

/** Returns a problem if an answer failed for lack of disk or memory; `null` for any other error. */
export function unansweredOf(error: Error): HttpProblem | null {
  if (error instanceof HttpProblem) return null;
  const detail = DETAILS[categoryOf(error) ?? 'database'];
  if (detail === undefined) return null;
  return new HttpProblem('not-answered', { detail, retryAfterSeconds: RETRY_AFTER, cause: error });
}
