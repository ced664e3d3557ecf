import type { Micros } from '../../schemas/instant.ts';
import { hourOf } from './grid.ts';
import type { ClinicalEvent, Encounter } from './log.ts';
import type { Course } from './stays.ts';

type Task = Extract<ClinicalEvent, { type: 'task' }>;

/** Where the minutes of an escort fall. */
interface Place {
  readonly wardId: string;
  readonly hour: Micros;
}

/** Escorts of one row that are known: those before stream time. */
export function escortsOf(
  { events, streamTime }: Encounter,
  course: Course,
  wardId: string,
  hour: Micros,
  grace: Micros,
): Task[] {
  return events
    .filter((event): event is Task => event.type === 'task' && event.code === 'escort')
    .filter(({ occurredAt }) => occurredAt < streamTime)
    .filter(({ occurredAt }) => {
      const place = placeOf(occurredAt, course, grace);
      return place?.wardId === wardId && place.hour === hour;
    });
}

/**
 * Where an escort falls: on the ward that was left, in the hour of that, where it was left at most `grace` before and
 * no stay began before the escort; else where the patient is. With a grace of 0 only that. Null where neither is.
 */
export function placeOf(at: Micros, { stays }: Course, grace: Micros): Place | null {
  const left = stays.findLast(({ end }, place) => {
    const isNext = stays.slice(place + 1).every(({ start }) => start >= at);
    return end <= at && at <= end + grace && isNext;
  });
  if (grace > 0 && left !== undefined) return { wardId: left.wardId, hour: hourOf(left.end) };
  const stay = stays.find(({ start, end }) => start <= at && at < end);
  return stay === undefined ? null : { wardId: stay.wardId, hour: hourOf(at) };
}
