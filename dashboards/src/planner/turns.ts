import { type Failure, get, NoAnswer } from '../api.ts';

/** An answer, or why there is none. */
export type Each<T> = { readonly value: T } | { readonly failure: Failure };

/** Lets so many run at a time; others wait in the order they came. */
export class Turns {
  private readonly most: number;
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(most: number) {
    this.most = most;
  }

  /** Runs `task` once it is its turn, but not where `signal` aborts before. */
  async take<T>(signal: AbortSignal, task: () => Promise<T>): Promise<T> {
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

/** The server answers two questions of a range at a time; two more wait there. */
const turns = new Turns(4);

/** Asks the API when it is its turn. */
export function getInTurn<T>(address: string, signal: AbortSignal): Promise<T> {
  return turns.take(signal, () => get<T>(address, signal));
}

/** Several addresses as one, for `getEach`. */
export function together(addresses: readonly string[]): string | null {
  return addresses.length === 0 ? null : addresses.join(' ');
}

/**
 * Asks for each of the addresses that `together` made one: each has its answer or its failure.
 * @throws NoAnswer where the server does not know who asks, or none of them is answered
 */
export async function getEach<T>(addresses: string, signal: AbortSignal): Promise<T> {
  const answers = await Promise.all(
    addresses.split(' ').map((address) =>
      getInTurn<unknown>(address, signal).then(
        (value): Each<unknown> => ({ value }),
        (error: unknown): Each<unknown> => {
          if (error instanceof NoAnswer && error.failure !== 'signedOut') return error;
          throw error;
        },
      ),
    ),
  );
  const failed = answers.filter((answer) => answer instanceof NoAnswer);
  if (failed.length === answers.length) throw failed[0]!;
  return answers as T;
}
