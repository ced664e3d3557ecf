import type { Arrival } from './queue.ts';
import type { SimulationOptions } from './simulate.ts';
import { type ArrivalHour, simulateHours } from './simulate.ts';

/** Arrivals of one step of the clock, and how many came before them. */
export interface LiveChunk {
  readonly arrivals: readonly Arrival[];
  /** Arrivals of the stream before the first of these. */
  readonly from: number;
  /** Seconds since 1970 of the last. */
  readonly until: number;
}

/** A simulated hospital that can be read up to any instant: the same options give the same stream. */
export class LiveHospital {
  private readonly hours: Generator<ArrivalHour>;
  private hour: ArrivalHour = { arrivals: [], times: [], pending: 0 };
  private next = 0;
  private taken = 0;

  constructor(options: SimulationOptions) {
    this.hours = simulateHours(options);
  }

  /**
   * What arrives up to `now` (seconds since 1970) and has not been taken, at most an hour's worth;
   * `null` where nothing has. Ask again until it is `null`.
   */
  take(now: number): LiveChunk | null {
    while (this.next === this.hour.arrivals.length) {
      const following = this.hours.next();
      if (following.done) return null;
      this.hour = following.value;
      this.next = 0;
    }
    const { arrivals, times } = this.hour;
    let end = this.next;
    while (end < arrivals.length && times[end]! <= now) end++;
    if (end === this.next) return null;
    const chunk = {
      arrivals: arrivals.slice(this.next, end),
      from: this.taken,
      until: times[end - 1]!,
    };
    this.taken += end - this.next;
    this.next = end;
    return chunk;
  }
}
