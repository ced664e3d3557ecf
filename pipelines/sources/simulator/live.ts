import { deserialize, serialize } from 'node:v8';
import { HOUR } from './clock.ts';
import type { Arrival } from './queue.ts';
import type { SimulationOptions } from './simulate.ts';
import { type ArrivalHour, HospitalHours, type HospitalState } from './simulate.ts';

/** Arrivals of one step of the clock, and how many came before them. */
export interface LiveChunk {
  readonly arrivals: readonly Arrival[];
  /** Arrivals of the stream before the first of these. */
  readonly from: number;
  /** Seconds since 1970 of the last. */
  readonly until: number;
}

/** Where a hospital was as its present hour began. */
export interface LiveState {
  /** Arrivals of the stream before that. */
  readonly taken: number;
  readonly state: Uint8Array;
}

/** A simulated hospital that can be read up to any instant: the same options give the same stream. */
export class LiveHospital {
  /** Where it was as its present hour began; `null` before the present. */
  saved: LiveState | null = null;
  private readonly hospital: HospitalHours;
  private hour: ArrivalHour = { arrivals: [], times: [], pending: 0 };
  private next = 0;
  private taken = 0;

  /**
   * @param saved of a hospital with the same options: its stream goes on from there
   * @throws Error if it cannot be read
   */
  constructor(options: SimulationOptions, saved?: LiveState) {
    if (saved === undefined) this.hospital = new HospitalHours(options);
    else {
      this.hospital = new HospitalHours(options, deserialize(saved.state) as HospitalState);
      this.taken = saved.taken;
    }
  }

  /**
   * What arrives up to `now` (seconds since 1970) and has not been taken, at most an hour's worth;
   * `null` where nothing has. Ask again until it is `null`.
   */
  take(now: number): LiveChunk | null {
    while (this.next === this.hour.arrivals.length) {
      const { hospital } = this;
      // the hours before it pass in no time
      if (hospital.at + HOUR > now && Number.isFinite(hospital.at)) {
        this.saved = { taken: this.taken, state: serialize(hospital.state) };
      }
      const following = hospital.next();
      if (following === null) return null;
      this.hour = following;
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
