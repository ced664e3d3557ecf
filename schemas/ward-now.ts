import { z } from 'zod';
import { wardHour } from './ward-hour.ts';

const utc = z.iso.datetime();
const {
  minutes,
  minutesLow,
  minutesHigh,
  patientHours,
  patients,
  census,
  arrivals,
  departures,
  coverage,
} = wardHour.shape;

/** One hour behind a ward's current value, for its sparkline. */
const wardNowHour = z.strictObject({
  hour: utc,
  minutes: minutes.nullable(),
  patientHours: patientHours.nullable(),
});

/**
 * A ward as it stands at stream time: its current hour, an open stay counted to the hour's end. Values
 * are NULL where the ward has no encounter-hour in it.
 */
export const wardNow = z
  .strictObject({
    wardId: z.string(),
    name: z.string(),
    type: z.string(),
    beds: z.int().min(1),
    hour: utc.nullable().meta({ description: 'Start of the current UTC hour' }),
    minutes: minutes.nullable().meta({ description: 'Required nursing minutes in the hour' }),
    minutesLow: minutesLow.nullable(),
    minutesHigh: minutesHigh.nullable(),
    requiredNurses: z
      .number()
      .min(0)
      .nullable()
      .meta({ description: 'minutes / 60 / the site’s productive share' }),
    supply: z
      .strictObject({ rn: z.number().min(0).nullable(), na: z.number().min(0).nullable() })
      .nullable()
      .meta({
        description:
          'Nurses in the hour, actual before planned; NULL for a role that is not known, and where the hour is not known throughout',
      }),
    load: z
      .number()
      .min(0)
      .nullable()
      .meta({ description: 'Required over available minutes; NULL without supply' }),
    usualLoad: z.number().min(0).nullable().meta({
      description: 'Median load of the eight weeks before the day; NULL with under a week of hours',
    }),
    patientHours: patientHours.nullable(),
    patients: patients.nullable(),
    census: census.nullable(),
    arrivals: arrivals.nullable(),
    departures: departures.nullable(),
    coverage,
    imputedPatients: z.int().min(0).nullable(),
    newestInputAt: utc.nullable().meta({
      description:
        'Latest observation behind the value; outside the treating unit the five minutes that hold it',
    }),
    reason: z.enum(['no-events', 'few-patients']).nullable().meta({
      description:
        'Why need is missing: no event of the ward yet, or, outside the treating unit, less than five patient-hours, or none',
    }),
    model: z.string().nullable(),
    computedAt: utc.nullable().meta({ description: 'Stream time of the value' }),
    history: z.array(wardNowHour).meta({ description: 'The 24 hours up to the current one' }),
  })
  .meta({ id: 'WardNow' });
export type WardNow = z.output<typeof wardNow>;

/** The same as it is kept: what the treating unit sees, and what others see. */
export interface StandingWard {
  readonly inside: WardNow;
  readonly outside: WardNow;
}

/** Messages of `GET /v1/stream`: first a snapshot, then a ward at a time, and a tick every 15 s. */
export const streamMessages = {
  snapshot: z
    .strictObject({ streamTime: utc.nullable(), wards: z.array(wardNow) })
    .meta({ id: 'WardsNow' }),
  ward: wardNow,
  tick: z.strictObject({ streamTime: utc.nullable(), now: utc }),
};
export type Snapshot = z.output<typeof streamMessages.snapshot>;
export type Tick = z.output<typeof streamMessages.tick>;
