import { HttpProblem } from '../http/problem.ts';
import { type Trouble, troubleOf } from '../platform/trouble.ts';

/** Seconds after which the server may have what it lacks. */
const RETRY_AFTER = 30;

/** What a caller reads about troubles that pass, or that an operator ends. */
const DETAILS: Partial<Record<Trouble, string>> = {
  'no space left': 'No space is left on the disk of the server',
  storage: 'The disk of the server cannot be written or read',
  memory: 'The server has no memory left for it; ask for less at a time',
};

/** That an answer could not be made since the server lacks disk or memory; `null` for any other error. */
export function unansweredOf(error: Error): HttpProblem | null {
  if (error instanceof HttpProblem) return null;
  const detail = DETAILS[troubleOf(error) ?? 'database'];
  if (detail === undefined) return null;
  return new HttpProblem('not-answered', { detail, retryAfterSeconds: RETRY_AFTER, cause: error });
}
