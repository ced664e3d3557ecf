import { zonedInstants } from '../../pipelines/sources/local-time.ts';
import {
  daysIn,
  daysSinceEpoch,
  isInRange,
  MICROS_PER_DAY,
  type Micros,
} from '../../schemas/instant.ts';

/** A wall-clock reading: microseconds since 1970 as if the clock on the wall showed UTC. */
export type LocalMicros = number;

/** How the times of a record are read. */
export interface TimeRules {
  /** Zone of times without an offset. */
  readonly zone: string;
  /** Offsets in the values are constants of the sender and mean nothing. */
  readonly ignoreOffsets: boolean;
  /** When the record came on a live channel; `null` for a record that may be old. */
  readonly receivedAt: Micros | null;
}

/** How far a source's clock may run ahead. */
export const CLOCK_AHEAD: Micros = 5 * 60_000_000;
const LIVE: Micros = 3 * 3_600_000_000;

/** A reading of a date and a time of day; NaN if they do not exist. */
export function localMicros(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second = 0,
  micros = 0,
): LocalMicros {
  const exists =
    year >= 1 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= daysIn(year, month) &&
    hour >= 0 &&
    hour < 24 &&
    minute >= 0 &&
    minute < 60 &&
    second >= 0 &&
    second < 60;
  if (!exists) return Number.NaN;
  return (
    daysSinceEpoch(year, month, day) * MICROS_PER_DAY +
    ((hour * 60 + minute) * 60 + second) * 1_000_000 +
    micros
  );
}

/**
 * The instant of a reading. An hour that does not exist is read with the offset before the clocks changed. Of an hour
 * that comes twice a record that just came means the later one that has been; any other the first.
 * @param offset minutes east of UTC that the value names, `null` if it names none
 * @returns NaN if `local` is none, or is out of the range of instants
 */
export function instantOf(local: LocalMicros, offset: number | null, rules: TimeRules): Micros {
  if (offset !== null && !rules.ignoreOffsets) return inRange(local - offset * 60_000_000);
  if (Number.isNaN(local)) return Number.NaN;
  const millis = Math.floor(local / 1000);
  const rest = local - millis * 1000;
  const [first, last] = clockOf(rules.zone)(millis).map((instant) => instant * 1000 + rest);
  return inRange(last !== undefined && isLive(last, rules.receivedAt) ? last : first!);
}

function isLive(instant: Micros, receivedAt: Micros | null): boolean {
  if (receivedAt === null) return false;
  return instant <= receivedAt + CLOCK_AHEAD && receivedAt - instant <= LIVE;
}

function inRange(micros: Micros): Micros {
  return isInRange(micros) ? micros : Number.NaN;
}

const clocks = new Map<string, ReturnType<typeof zonedInstants>>();

function clockOf(zone: string): ReturnType<typeof zonedInstants> {
  let clock = clocks.get(zone);
  if (clock === undefined) {
    clock = zonedInstants(zone);
    clocks.set(zone, clock);
  }
  return clock;
}
