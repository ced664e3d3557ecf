import type { WireEvent } from '../../../schemas/ward-event.ts';
import { HOUR, type Seconds } from './clock.ts';

/** A line as it reaches the log: an event, or for a broken one the raw text that must be rejected. */
export type Arrival = { event: WireEvent } | { raw: string };

/** Arrivals in order, and when each arrives. */
export interface Due {
  readonly arrivals: Arrival[];
  readonly times: Seconds[];
}

interface Bucket {
  readonly seconds: number[];
  readonly arrivals: Arrival[];
}

/** What a queue holds, by hour since 1970. */
export type QueueState = ReadonlyMap<number, Bucket>;

/** What has been recorded but has not yet arrived, in one bucket an hour. */
export class ArrivalQueue {
  readonly #buckets: Map<number, Bucket>;
  #opens = Number.NEGATIVE_INFINITY;
  #size = 0;

  /** @param held what another queue held */
  constructor(held: QueueState = new Map()) {
    this.#buckets = new Map(held);
    for (const { arrivals } of held.values()) this.#size += arrivals.length;
  }

  /** What it holds; it goes on to change. */
  get state(): QueueState {
    return this.#buckets;
  }

  /** Arrivals still waiting. */
  get size(): number {
    return this.#size;
  }

  /** @throws RangeError where the hour of `at` has been taken: the order would be broken. */
  add(at: Seconds, arrival: Arrival): void {
    const hour = Math.floor(at / HOUR);
    if (hour < this.#opens) throw new RangeError(`Arrival at ${at} in an hour already taken`);
    let bucket = this.#buckets.get(hour);
    if (bucket === undefined) {
      bucket = { seconds: [], arrivals: [] };
      this.#buckets.set(hour, bucket);
    }
    bucket.seconds.push(at - hour * HOUR);
    bucket.arrivals.push(arrival);
    this.#size++;
  }

  /** Takes all that arrives before `until` (a whole hour), in order of arrival. */
  takeUntil(until: Seconds): Due {
    this.#opens = until / HOUR;
    const due = [...this.#buckets.keys()].filter((hour) => hour < this.#opens);
    const taken = { arrivals: [], times: [] };
    for (const hour of due.sort((a, b) => a - b)) {
      appendSorted(taken, this.#buckets.get(hour)!, hour * HOUR);
      this.#buckets.delete(hour);
    }
    this.#size -= taken.arrivals.length;
    return taken;
  }
}

/** A stable counting sort over the seconds of the hour. */
function appendSorted(taken: Due, { seconds, arrivals }: Bucket, start: Seconds): void {
  const next = new Uint32Array(HOUR + 1);
  for (const second of seconds) next[second + 1]!++;
  for (let second = 1; second <= HOUR; second++) next[second]! += next[second - 1]!;
  const order = new Uint32Array(seconds.length);
  seconds.forEach((second, index) => {
    order[next[second]!++] = index;
  });
  for (const index of order) {
    taken.arrivals.push(arrivals[index]!);
    taken.times.push(start + seconds[index]!);
  }
}
