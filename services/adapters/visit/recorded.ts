import type { Micros } from '../../../schemas/instant.ts';
import { CLOCK_AHEAD } from '../local-times.ts';

/** When a record came, and when its source says that it stored it. */
interface Recorded {
  readonly receivedAt: Micros;
  readonly recordedAt: Micros;
}

/** True if the clock of the source runs further ahead than any may. */
export function isClockAhead({ receivedAt, recordedAt }: Recorded): boolean {
  return recordedAt > receivedAt + CLOCK_AHEAD;
}

/** When a record was stored: the time of receipt if the clock of its source runs ahead. Orders versions of a fact. */
export function storedAt(record: Recorded): Micros {
  return isClockAhead(record) ? record.receivedAt : record.recordedAt;
}

/** `recordedAt` of an event: when its record was stored, and never before the event happened. */
export function recordedAtOf(record: Recorded, occurredAt: Micros): Micros {
  return Math.max(storedAt(record), occurredAt);
}
