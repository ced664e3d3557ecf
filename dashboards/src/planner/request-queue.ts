import { get } from '../api.ts';

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
