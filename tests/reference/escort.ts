import type { Micros } from '../../schemas/instant.ts';
import { hourOf } from './grid.ts';
import type { ClinicalEvent, Encounter } from './log.ts';
import type { Course } from './stays.ts';

type Task = Extract<ClinicalEvent, { type: 'task' }>;

/** Escorts of one row: in the hour, before `evaluated`, while the patient belonged to the ward. */
export function escortsOf(
  { events }: Encounter,
  { stays }: Course,
  wardId: string,
  hour: Micros,
  evaluated: Micros,
): Task[] {
  return events
    .filter((event): event is Task => event.type === 'task' && event.code === 'escort')
    .filter(({ occurredAt }) => hourOf(occurredAt) === hour && occurredAt < evaluated)
    .filter(({ occurredAt: at }) =>
      stays.some((stay) => stay.wardId === wardId && stay.start <= at && at < stay.end),
    );
}
