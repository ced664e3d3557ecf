/** The queue is full: try again after `retryAfterSeconds`. */
export class QueueFullError extends Error {
  override name = 'QueueFullError';
  readonly retryAfterSeconds = 1;
}
