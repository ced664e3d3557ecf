import { z } from 'zod';
import { silentSource } from './source-name.ts';
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

/** Whether a ward has the people that are required, and what stands in the way of knowing; see BALANCE.md, State. */
export const WARD_STATES = [
  ...['short', 'tight', 'balanced', 'room'],
  ...['old', 'incomplete', 'no-staffing', 'no-level', 'no-patients'],
] as const;
export const wardState = z.enum(WARD_STATES);
export type WardState = z.output<typeof wardState>;

/** What a difference comes to by the site's thresholds, as it reads: persons to a tenth. */
const step = z.enum(['short', 'tight', 'balanced', 'room']);

/** How the load of a ward without level compares with what is usual. */
export const LOAD_MARKS = [
  ...['load-much-higher-than-usual', 'load-higher-than-usual', 'load-lower-than-usual'],
] as const;

/** What stands beside the state of a ward; of what is usual, those without `load-` are of need. */
export const WARD_MARKS = [
  ...['rn-missing', 'rn-shortfall', 'over-capacity'],
  ...LOAD_MARKS,
  ...['higher-than-usual', 'lower-than-usual'],
] as const;
export const wardMark = z.enum(WARD_MARKS);
export type WardMark = z.output<typeof wardMark>;

/** Persons present per person of norm need when the ward is in balance, by ward and shift. */
export const level = z
  .strictObject({
    k: z.number().gt(0).meta({ description: 'Persons per norm person' }),
    basis: z.enum(['agreed']).meta({ description: 'agreed: the staffing decided by the site' }),
    rnShare: z.number().min(0).max(1).meta({
      description:
        'Share of registered nurses that is required: of the site’s skill mix, else of the agreed staffing',
    }),
    validFrom: z.string().nullable().meta({ description: 'Local day; null: from the beginning' }),
  })
  .meta({ id: 'Level' });
export type Level = z.output<typeof level>;

/** What is usual for a ward at this hour of the day on such a day: the eight weeks before. */
const usualNeed = z
  .strictObject({
    minutes: z.number().min(0).meta({ description: 'Median' }),
    p10: z.number().min(0),
    p90: z.number().min(0),
    hours: z.int().min(1).meta({ description: 'Hours it is the median of' }),
  })
  .meta({ id: 'UsualNeed' });
export type UsualNeed = z.output<typeof usualNeed>;

/** Norm need over persons present that is usual in the shift on such a day. No level: it does not say whether the usual is enough. */
export const usualLoad = z
  .strictObject({
    load: z.number().min(0).meta({ description: 'Median' }),
    p90: z.number().min(0),
    hours: z.int().min(40),
    days: z.int().min(10),
  })
  .meta({ id: 'UsualLoad' });
export type UsualLoad = z.output<typeof usualLoad>;

/**
 * A ward as it stands at stream time: its current hour, an open stay counted to the hour's end. Values
 * are NULL where the ward has no encounter-hour in it.
 */
export const wardNow = z
  .strictObject({
    wardId: z.string(),
    name: z.string(),
    type: z.string(),
    division: z.string().nullable(),
    beds: z.int().min(1),
    state: wardState.nullable().meta({
      description: 'Null where need is not known; `reason` says why',
    }),
    stateSince: utc.nullable().meta({ description: 'Stream time since when it is in that state' }),
    marks: z.array(wardMark).meta({
      description:
        'What stands beside the state, most urgent first. higher-than-usual and lower-than-usual are of need; those with load- are of normLoad on a ward without level',
    }),
    missingRn: z.number().gt(0).nullable().meta({
      description:
        'Registered nurses under the least number of the ward at stream time: minimumRn − presentRn; null where none is missing',
    }),
    minimumRn: z.number().min(0).meta({
      description: 'The least number of registered nurses of the ward, at any hour with patients',
    }),
    presentRn: z.number().min(0).nullable().meta({
      description:
        'Registered nurses present at stream time, actual before planned; null where not known. supply.rn is their mean over the hour',
    }),
    hour: utc.nullable().meta({ description: 'Start of the current UTC hour' }),
    minutes: minutes.nullable().meta({ description: 'Required nursing minutes in the hour' }),
    minutesLow: minutesLow.nullable(),
    minutesHigh: minutesHigh.nullable(),
    normNurses: z.number().min(0).nullable().meta({
      description: 'Norm need in persons: minutes / 60 / the site’s productive share',
    }),
    level: level.nullable().meta({ description: 'Null where the ward has none for the shift' }),
    requiredNurses: z
      .number()
      .min(0)
      .nullable()
      .meta({ description: 'Norm need × level; null without level' }),
    requiredRn: z
      .number()
      .min(0)
      .nullable()
      .meta({ description: 'Of those registered nurses: × rnShare' }),
    supply: z
      .strictObject({ rn: z.number().min(0).nullable(), na: z.number().min(0).nullable() })
      .nullable()
      .meta({
        description:
          'Nurses in the hour, actual before planned; NULL for a role of the ward that is not known throughout it',
      }),
    present: z.number().min(0).nullable().meta({
      description: 'Persons present, of all roles; null where a role of the ward is not known',
    }),
    missingRoles: z.array(z.enum(['rn', 'na'])).meta({
      description:
        'Roles of the ward that are not known throughout the hour, where something is known of its staffing',
    }),
    gap: z.number().nullable().meta({
      description:
        'Persons present less required: plus is more than required; null without level or staffing',
    }),
    gapState: step.nullable().meta({
      description:
        'What that difference comes to by itself, with one decimal as it is shown; `state` follows the rest of the shift',
    }),
    load: z
      .number()
      .min(0)
      .nullable()
      .meta({ description: 'Required over present; null without level or staffing' }),
    restOfShift: z
      .strictObject({
        shiftId: z.string(),
        until: utc.meta({ description: 'End of the shift' }),
        required: z.number().min(0).meta({ description: 'Persons, mean over what is left' }),
        gap: z.number().meta({ description: 'Persons, mean over what is left' }),
        state: step.meta({ description: 'What it comes to by itself' }),
      })
      .nullable()
      .meta({
        description:
          'The hour now and the rest of the shift: need as now without coming, going and escorts, staffing as planned; null where some of it is not known',
      }),
    usualNeed: usualNeed.nullable().meta({ description: 'Null where history is too short' }),
    usualLoad: usualLoad.nullable().meta({ description: 'Null where history is too short' }),
    normLoad: z.number().min(0).nullable().meta({
      description: 'Norm need over persons present, to be compared with usualLoad',
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

const silentSources = z.array(silentSource).meta({
  description: 'Of the hospital: nothing came from them for longer than ever at this hour',
});

/** Messages of `GET /v1/stream`: first a snapshot, then a ward at a time, and a tick every 15 s. */
export const streamMessages = {
  snapshot: z
    .strictObject({
      streamTime: utc.nullable(),
      silentSources,
      wards: z.array(wardNow),
    })
    .meta({ id: 'WardsNow' }),
  ward: wardNow,
  tick: z.strictObject({ streamTime: utc.nullable(), silentSources, now: utc }),
};
export type Snapshot = z.output<typeof streamMessages.snapshot>;
export type Tick = z.output<typeof streamMessages.tick>;
