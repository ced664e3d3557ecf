import type { Micros } from '../../schemas/instant.ts';
import type { Interval } from './interval.ts';
import type { ClinicalEvent, Encounter } from './log.ts';
import type { Course } from './stays.ts';

/**
 * When a care need was active, as known from the events before `evaluated` and every discharge (moves
 * count as soon as they are known): from a start to the next stop of its code or discharge that ends
 * a stay; to Infinity where no end is known. At one instant a discharge comes after the starts and stops,
 * but before them where the patient arrives somewhere at that instant; a start and a stop that were
 * recorded at once too leave the need as it was.
 */
export function activeTimes(
  { events }: Encounter,
  { departures }: Course,
  code: string,
  evaluated: Micros,
): Interval[] {
  const changes = events.filter((event) => isNeed(event, code) && event.occurredAt < evaluated);
  const instants = [
    ...changes.map(({ occurredAt }) => occurredAt),
    ...departures.map(({ at }) => at),
  ];
  const intervals: Interval[] = [];
  let since: Micros | null = null;
  for (const at of [...new Set(instants)].sort((a, b) => a - b)) {
    const end = (): void => {
      if (since !== null) intervals.push({ from: since, to: at });
      since = null;
    };
    const leaves = (first: boolean) =>
      departures.some((one) => one.at === at && one.arrivalFollows === first);
    if (leaves(true)) end();
    const now = changes.filter(({ occurredAt }) => occurredAt === at);
    for (const recordedAt of new Set(now.map((event) => event.recordedAt))) {
      const types = new Set(now.filter((e) => e.recordedAt === recordedAt).map(({ type }) => type));
      if (types.size > 1) continue;
      if (types.has('care-need.start')) since ??= at;
      else end();
    }
    if (leaves(false)) end();
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

function isNeed(event: ClinicalEvent, code: string): boolean {
  return (
    (event.type === 'care-need.start' || event.type === 'care-need.stop') && event.code === code
  );
}
