/** There is no room for more: try again after `retryAfterSeconds`. */
export class Busy extends Error {
  override name = 'Busy';
  readonly retryAfterSeconds = 1;
}
