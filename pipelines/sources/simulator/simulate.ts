import { parseInstant } from '../../../schemas/instant.ts';
import { ArrivalSink } from './arrival-sink.ts';
import { DAY, HOUR, hourOf, MINUTE, type Seconds, utc } from './clock.ts';
import { Disturbance } from './disturbance.ts';
import { BEDS_PER_WARD, wardPlans } from './hospital.ts';
import { live } from './living.ts';
import { open } from './opening.ts';
import { type Arrival, ArrivalQueue } from './queue.ts';
import { Ward } from './ward.ts';

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
  const { seed, days } = options;
  const start = hourOf(startOf(options)).start;
  const end = start + days * DAY;
  const plans = wardPlans(options.wards, options.bedsPerWard ?? BEDS_PER_WARD);
  const wards = plans.map((plan, index) => new Ward(plan, index, seed));
  const wardIds = plans.map((plan) => plan.wardId);
  const queue = new ArrivalQueue();
  const disturbed = options.disturbances ?? true;
  const sink = new ArrivalSink(queue, disturbed ? new Disturbance(seed, wardIds) : null);

  open(wards, start, seed, sink);
  yield { ...queue.takeUntil(start), pending: queue.size };
  for (let at = start; at < end; at += HOUR) {
    for (let tick = at; tick < at + HOUR; tick += 5 * MINUTE) queue.add(tick, tickAt(tick));
    live(wards, hourOf(at), seed, sink);
    yield { ...queue.takeUntil(at + HOUR), pending: queue.size };
  }
  yield { arrivals: [tickAt(end)], times: [end], pending: queue.size };
}

function startOf({ start = '2026-01-05T00:00:00Z' }: SimulationOptions): Seconds {
  const micros = parseInstant(start);
  if (Number.isNaN(micros)) throw new RangeError(`Expected start as an RFC 3339 instant: ${start}`);
  return Math.floor(micros / 1_000_000);
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
