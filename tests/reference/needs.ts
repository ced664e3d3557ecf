import type { Micros } from '../../schemas/instant.ts';
import type { Interval } from './interval.ts';
import type { ClinicalEvent, Encounter } from './log.ts';
import type { Course } from './stays.ts';

/**
 * When a care need was active, as known from the events before `evaluated` and every discharge (moves
 * count as soon as they are known): from a start to the next stop of its code or discharge that ends
 * a stay; to Infinity where no end is known.
 */
export function activeTimes(
  { events }: Encounter,
  { discharges }: Course,
  code: string,
  evaluated: Micros,
): Interval[] {
  const intervals: Interval[] = [];
  let since: Micros | null = null;
  const known = events.filter(
    (event) => event.occurredAt < evaluated || discharges.includes(event),
  );
  for (const event of known) {
    if (isNeed(event, 'care-need.start', code)) since ??= event.occurredAt;
    if (isNeed(event, 'care-need.stop', code) || discharges.includes(event)) {
      if (since !== null) intervals.push({ from: since, to: event.occurredAt });
      since = null;
    }
  }
  if (since !== null) intervals.push({ from: since, to: Number.POSITIVE_INFINITY });
  return intervals;
}

/** True where the need is active at `evaluated`: the last event about it was a start. */
export function isActive(encounter: Encounter, course: Course, code: string, evaluated: Micros) {
  return activeTimes(encounter, course, code, evaluated).some(
    ({ from, to }) => from < evaluated && to >= evaluated,
  );
}

function isNeed(event: ClinicalEvent, type: 'care-need.start' | 'care-need.stop', code: string) {
  return event.type === type && event.code === code;
}
