import { ApiError, type Failure, get } from '../api.ts';

/** A response, or why there is none. */
export type Each<T> = { readonly value: T } | { readonly failure: Failure };

/** Runs at most `most` tasks at a time; others wait in order. */
export class RequestQueue {
  private readonly most: number;
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(most: number) {
    this.most = most;
  }

  /** Runs `task` when there is room, unless `signal` aborts first. */
  async run<T>(signal: AbortSignal, task: () => Promise<T>): Promise<T> {
    if (this.running >= this.most) await new Promise<void>((turn) => this.waiting.push(turn));
    else this.running += 1;
    try {
      signal.throwIfAborted();
      return await task();
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.running -= 1;
      else next();
    }
  }
}

/** The server runs two queries of one client at a time; two more wait there. */
const queue = new RequestQueue(4);

/** Gets JSON from the API through the queue. */
export function getQueued<T>(address: string, signal: AbortSignal): Promise<T> {
  return queue.run(signal, () => get<T>(address, signal));
}

/** Joins several addresses into one, for `getAll`. */
export function joinAddresses(addresses: readonly string[]): string | null {
  return addresses.length === 0 ? null : addresses.join(' ');
}

/**
 * Gets each of the addresses that `joinAddresses` joined: each has its value or its failure.
 * @throws ApiError if the session has ended, or if every request fails
 */
export async function getAll<T>(addresses: string, signal: AbortSignal): Promise<T> {
  const answers = await Promise.all(
    addresses.split(' ').map((address) =>
      getQueued<unknown>(address, signal).then(
        (value): Each<unknown> => ({ value }),
        (error: unknown): Each<unknown> => {
          if (error instanceof ApiError && error.failure !== 'signedOut') return error;
          throw error;
        },
      ),
    ),
  );
  const failed = answers.filter((answer) => answer instanceof ApiError);
  if (failed.length === answers.length) throw failed[0]!;
  return answers as T;
}
