import { z } from 'zod';
import { components, encounterHour } from './encounter-hour.ts';

const { wardId, hour, provisional, minutes, minutesLow, minutesHigh, model, computedAt } =
  encounterHour.shape;
const count = z.int().min(0);

/** Required nursing minutes of a ward in an hour: exact sums over its encounter-hours. */
export const wardHour = z.strictObject({
  wardId,
  hour,
  provisional,
  patientHours: z.number().min(0),
  patients: count.meta({ description: 'Encounters with a row in the hour' }),
  census: count.meta({ description: 'Patients present at the end of the hour' }),
  arrivals: count,
  departures: count,
  minutes,
  minutesLow,
  minutesHigh,
  components,
  coverage: z.number().min(0).max(1).nullable().meta({ description: 'Mean weighted by presence' }),
  imputedPatients: count,
  newestInputAt: computedAt.nullable().meta({ description: 'Latest observation behind the value' }),
  model,
  computedAt,
});

export type WardHour = z.output<typeof wardHour>;
