import { parseInstant } from '../../../schemas/instant.ts';
import { ArrivalSink } from './arrival-sink.ts';
import { DAY, HOUR, hourOf, MINUTE, type Seconds, utc } from './clock.ts';
import { Disturbance, type DisturbanceState } from './disturbance.ts';
import { BEDS_PER_WARD, wardPlans } from './hospital.ts';
import { live } from './living.ts';
import { open } from './opening.ts';
import { type Arrival, ArrivalQueue, type QueueState } from './queue.ts';
import { Ward, type WardState } from './ward.ts';

export type { Arrival };

export interface SimulationOptions {
  readonly wards: number;
  /** 25 where not given. */
  readonly bedsPerWard?: number;
  readonly days: number;
  /** A whole number. The same options give the same stream, byte for byte. */
  readonly seed: number;
  /** RFC 3339 instant, rounded down to its hour. Monday 2026-01-05T00:00:00Z where not given. */
  readonly start?: string;
  /** Corrections, duplicates and broken records too; lateness there is always. Default true. */
  readonly disturbances?: boolean;
}

/** What arrived in one hour, and how much is recorded but still on its way. */
export interface ArrivalHour {
  readonly arrivals: readonly Arrival[];
  /** When each arrives. */
  readonly times: readonly Seconds[];
  readonly pending: number;
}

/**
 * A plausible hospital as its lines reach the log, in order of arrival: `recordedAt`, but for delivery
 * delays. It opens with what is recorded of the patients who are already in, and ends at a tick that
 * closes the last hour; what is then still on its way is cut off. A duplicate is the same object again:
 * do not change what you are given. Reads no clock and no locale.
 */
export function* simulate(options: SimulationOptions): Generator<Arrival> {
  for (const { arrivals } of simulateHours(options)) {
    for (const arrival of arrivals) yield arrival;
  }
}

/** The same stream, an hour at a time. First comes all from before the start. */
export function* simulateHours(options: SimulationOptions): Generator<ArrivalHour> {
  const hospital = new HospitalHours(options);
  for (let hour = hospital.next(); hour !== null; hour = hospital.next()) yield hour;
}

/** A hospital between two hours, in plain values: with its options all that the rest of the stream depends on. */
export interface HospitalState {
  readonly at: Seconds;
  readonly wards: readonly WardState[];
  readonly queue: QueueState;
  readonly disturbance: DisturbanceState | null;
}

/** The same stream, an hour at a time, which can go on later from where it was. */
export class HospitalHours {
  readonly #seed: number;
  readonly #wards: readonly Ward[];
  readonly #queue: ArrivalQueue;
  readonly #disturbance: Disturbance | null;
  readonly #sink: ArrivalSink;
  readonly #start: Seconds;
  readonly #end: Seconds;
  /** When the next hour begins; before the first, all from before the start comes. */
  #at: Seconds;

  /** @param state where a hospital with the same options was */
  constructor(options: SimulationOptions, state?: HospitalState) {
    const { seed, days } = options;
    const plans = wardPlans(options.wards, options.bedsPerWard ?? BEDS_PER_WARD);
    const wardIds = plans.map((plan) => plan.wardId);
    const disturbed = options.disturbances ?? true;
    this.#seed = seed;
    this.#start = startOf(options);
    this.#end = this.#start + days * DAY;
    this.#wards = plans.map((plan, index) => new Ward(plan, index, seed));
    this.#queue = new ArrivalQueue(state?.queue);
    const stood = state?.disturbance ?? undefined;
    this.#disturbance = disturbed ? new Disturbance(seed, wardIds, stood) : null;
    this.#sink = new ArrivalSink(this.#queue, this.#disturbance);
    this.#at = state?.at ?? Number.NEGATIVE_INFINITY;
    if (state === undefined) return;
    for (const [index, ward] of this.#wards.entries())
      ward.resume(state.wards[index]!, this.#wards);
  }

  /** When the next hour begins, in seconds since 1970; infinite before the first and after the last. */
  get at(): Seconds {
    return this.#at;
  }

  /** Where it is; it goes on to change. */
  get state(): HospitalState {
    return {
      at: this.#at,
      wards: this.#wards.map((ward) => ward.state),
      queue: this.#queue.state,
      disturbance: this.#disturbance?.state ?? null,
    };
  }

  /** The next hour, `null` after the last. */
  next(): ArrivalHour | null {
    const at = this.#at;
    if (at > this.#end) return null;
    if (at < this.#start) {
      open(this.#wards, this.#start, this.#seed, this.#sink);
      this.#at = this.#start;
    } else if (at === this.#end) {
      this.#at = Number.POSITIVE_INFINITY;
      return { arrivals: [tickAt(at)], times: [at], pending: this.#queue.size };
    } else {
      for (let tick = at; tick < at + HOUR; tick += 5 * MINUTE) this.#queue.add(tick, tickAt(tick));
      live(this.#wards, hourOf(at), this.#seed, this.#sink);
      this.#at = at + HOUR;
    }
    return { ...this.#queue.takeUntil(this.#at), pending: this.#queue.size };
  }
}

/** The first hour of the log: `start`, rounded down. @throws RangeError */
export function startOf({
  start = '2026-01-05T00:00:00Z',
}: Pick<SimulationOptions, 'start'>): Seconds {
  const micros = parseInstant(start);
  if (Number.isNaN(micros)) throw new RangeError(`Expected start as an RFC 3339 instant: ${start}`);
  return hourOf(micros / 1e6).start;
}

function tickAt(at: Seconds): Arrival {
  const instant = utc(at);
  return {
    event: {
      id: `tick-${at / MINUTE}`,
      source: 'clock',
      type: 'tick',
      occurredAt: instant,
      recordedAt: instant,
    },
  };
}
