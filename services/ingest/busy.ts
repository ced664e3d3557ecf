/** The queue is full: try again after `retryAfterSeconds`. */
export class Busy extends Error {
  override name = 'Busy';
  readonly retryAfterSeconds = 1;
}
