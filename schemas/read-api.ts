import { z } from 'zod';
import { careTeam } from './care-teams.ts';
import { encounterHour, components as ofPatient } from './encounter-hour.ts';
import { looksPersonal } from './identity-number.ts';
import { NO_OVERRIDE, overridesDirection } from './plain-text.ts';
import { note } from './staffing-event.ts';
import { level, usualLoad } from './ward-now.ts';

/** What the API returns of wards over time, and its parameters. Units stand in the descriptions. */

const utc = z.iso.datetime().meta({ description: 'RFC 3339 instant, UTC' });
const local = z.iso
  .datetime({ offset: true })
  .meta({ description: 'RFC 3339 instant by the clock of the site' });
const count = z.int().min(0);
const quantity = z.number().min(0);
const nurseHours = quantity.meta({ description: 'Nurse-hours' });
const normNeed = nurseHours.nullable();
const required = nurseHours.nullable();
const low = 'as low as missing inputs may make it';
const high = 'as high as missing inputs may make it';
const minutes = quantity.nullable().meta({
  description:
    'Required nursing minutes, sum; outside the treating unit each hour is rounded to five',
});
const minutesLow = quantity.nullable().meta({ description: `Minutes, ${low}` });
const minutesHigh = quantity.nullable().meta({ description: `Minutes, ${high}` });
const wardId = z.string().meta({ description: 'A ward of the site' });

/** The hospital, as far as the caller may see it. */
export const siteView = z
  .strictObject({
    siteId: z.string(),
    name: z.string(),
    timeZone: z.string().meta({ description: 'IANA name; buckets and `local…` go by it' }),
    shifts: z.array(
      z.strictObject({
        id: z.string(),
        start: z.string().meta({ description: 'HH:MM by the clock of the site' }),
      }),
    ),
    wards: z.array(
      z.strictObject({
        wardId,
        name: z.string(),
        type: z.string().meta({ description: 'Kind of ward, in the words of the site' }),
        division: z.string().nullable().meta({
          description: 'Wards of one division are summed up and shown side by side',
        }),
        beds: z.int().min(1),
        careTeams: z.array(careTeam).optional().meta({
          description: 'Groups of beds that the same staff care for, if the ward has any',
        }),
        dataFrom: utc.optional().meta({ description: 'From when the ward is scored' }),
        closedFrom: utc.optional().meta({ description: 'From when the ward is closed' }),
      }),
    ),
    thresholds: z
      .strictObject({
        shortPersons: quantity,
        shortShare: quantity,
        tightPersons: quantity,
        tightShare: quantity,
        roomPersons: quantity,
        roomShare: quantity,
      })
      .meta({
        description:
          'From which difference a ward is short, tight or has room: both as many persons and such a share of what is required, persons to one decimal',
      }),
    productiveShare: z.number().gt(0).max(1).meta({
      description: 'Norm need in persons is minutes / 60 / this share',
    }),
    judgements: z.boolean().meta({ description: 'Whether this server takes judgements' }),
    mayJudge: z.array(wardId).meta({ description: 'Wards whose need the caller may judge' }),
    mayPlan: z.array(wardId).meta({ description: 'Wards whose rosters the caller may send' }),
    version: z.string().meta({ description: 'Of the program' }),
  })
  .meta({ id: 'Site' });
export type SiteView = z.output<typeof siteView>;

const model = z.string().nullable().meta({ description: 'Model version of the minutes' });
const computedAt = utc.nullable().meta({
  description: 'Stream time of the newest value; null outside the treating unit',
});
const coverage = z.number().min(0).max(1).nullable().meta({
  description: 'Share of fresh inputs, weighted by presence; below 0.7 no advice is derived',
});

/** What need is made of. Outside the treating unit each is shown for itself, and none of an hour. */
const components = z.strictObject(
  Object.fromEntries(
    Object.entries(ofPatient.shape).map(([name, minutes]) => [name, minutes.nullable()]),
  ) as { [name in keyof typeof ofPatient.shape]: z.ZodNullable<(typeof ofPatient.shape)[name]> },
);

/** Why the need is null. */
const reason = z
  .enum(['no-events', 'closed', 'not-yet', 'not-published-then', 'few-patients'])
  .meta({
    description:
      'Why need is missing: no event of the ward yet, the ward has closed, the hour is to come, it was published later than asKnownAt, or, outside the treating unit, it has less than five patient-hours, or none',
  });

const FIVES = 'outside the treating unit down to a step of five, and null below';

const hoursOf = {
  hours: count.meta({ description: 'Hours within the range' }),
  knownHours: count.meta({ description: 'Hours with a known need that the caller may see' }),
  balancedHours: count.meta({ description: 'Hours with known need, staffing and level' }),
  hiddenHours: count.meta({
    description: 'Hours withheld for few patients, left out of every sum',
  }),
};

const rn = nurseHours.nullable().meta({ description: 'Nurse-hours of registered nurses' });
const na = nurseHours.nullable().meta({ description: 'Nurse-hours of nursing assistants' });
const nurses = z
  .strictObject({ rn, na })
  .meta({ description: 'Registered nurses and nursing assistants; null for a role not known' });

/** Need against staffing of a ward over an hour, shift, day, week or month. */
export const intensityPoint = z
  .strictObject({
    wardId,
    from: utc,
    to: utc,
    localFrom: local,
    shiftId: z.string().nullable().meta({ description: 'With grain shift' }),
    ...hoursOf,
    staffedHours: count.meta({ description: 'Hours in which all roles of the ward are known' }),
    reason: reason.nullable(),
    provisional: z
      .boolean()
      .nullable()
      .meta({ description: 'Some hour is not over in stream time' }),
    patientHours: quantity.nullable().meta({ description: 'Hours of presence, of all patients' }),
    census: quantity.nullable().meta({ description: 'Patients at the ends of the hours, mean' }),
    arrivals: count.nullable().meta({
      description: `Admissions and transfers to the ward; ${FIVES}`,
    }),
    departures: count.nullable().meta({
      description: `Discharges and transfers from it; ${FIVES}`,
    }),
    minutes,
    minutesLow,
    minutesHigh,
    minutesPerHour: quantity.nullable().meta({ description: 'Minutes, mean over known hours' }),
    components: components.nullable().meta({
      description:
        'Minutes; they sum to `minutes` exactly. Outside the treating unit: of whole shifts, days, weeks and months that are over, each of five patients at the least, in whole nurses (60 minutes an hour)',
    }),
    normNeed: normNeed.meta({ description: 'Nurse-hours: minutes / 60 / productive share' }),
    normNeedLow: normNeed.meta({ description: `Nurse-hours, ${low}` }),
    normNeedHigh: normNeed.meta({ description: `Nurse-hours, ${high}` }),
    normLoad: quantity.nullable().meta({
      description:
        'Norm need over available, of hours with need and staffing; for the ward’s usual',
    }),
    level: level.nullable().meta({
      description:
        'That of the hours: of several the mean by need; null without level. What is required, gap, load and flags are of hours that have one',
    }),
    usualNeed: z
      .strictObject({
        hours: count.meta({ description: 'Hours whose usual need is known' }),
        minutes: quantity.meta({ description: 'Medians, sum' }),
        minutesP10: quantity.meta({ description: 'As if every hour were as light as its p10' }),
        minutesP90: quantity.meta({ description: 'As if every hour were as heavy as its p90' }),
        levelledHours: count.meta({ description: 'Of those, hours with a level' }),
        required: required.meta({ description: 'Nurse-hours: usual norm need × level' }),
        requiredP10: required,
        requiredP90: required,
        staffedHours: count.meta({ description: 'Of those, hours with staffing too' }),
        gap: z.number().nullable().meta({
          description: 'Nurse-hours of staffing less what is usually required',
        }),
      })
      .nullable()
      .meta({
        description:
          'What is usual at these hours on such days, of the eight weeks before; also of the fifteen days to come. Null as known at an earlier time',
      }),
    usualLoad: usualLoad.nullable().meta({
      description: 'With grains hour and shift: the norm load that is usual in the shift',
    }),
    required: required.meta({ description: 'Nurse-hours: norm need × level' }),
    requiredLow: required.meta({ description: `Nurse-hours, ${low}` }),
    requiredHigh: required.meta({ description: `Nurse-hours, ${high}` }),
    supply: nurses.nullable().meta({
      description:
        'Nurse-hours there were, actual before planned: of each role over the hours in which it is known',
    }),
    planned: nurses.nullable().meta({ description: 'Nurse-hours by the plan' }),
    present: nurseHours.nullable().meta({
      description: 'Nurse-hours of all roles, over the staffed hours; null without any',
    }),
    hoursWithout: z.strictObject({ rn: count, na: count }).meta({
      description:
        'Hours in which a role of the ward is not known, and something else of its staffing is',
    }),
    rnMinimum: z
      .strictObject({
        minimum: z.number().min(0).meta({ description: 'Fewest registered nurses of the ward' }),
        fewest: z
          .number()
          .min(0)
          .meta({ description: 'Fewest that are there in any of the hours' }),
        missing: z.number().gt(0).nullable().meta({
          description: 'By how many that is below the minimum; null where it is not',
        }),
        hours: count.meta({ description: 'Hours it is the least of' }),
      })
      .nullable()
      .meta({
        description:
          'Of hours with patients, and of hours to come, in which registered nurses are known; null without any',
      }),
    load: quantity.nullable().meta({ description: 'Required over available; 1 is in balance' }),
    gap: z.number().nullable().meta({ description: 'Nurse-hours available less required' }),
    gapPerHour: z.number().nullable().meta({ description: 'Nurses, mean over balanced hours' }),
    chppd: quantity.nullable().meta({ description: 'Care hours per patient day' }),
    flags: z
      .strictObject({
        rnRequired: nurseHours.meta({ description: 'RN hours required: by the level’s rnShare' }),
        rnShortfall: z.number().meta({ description: 'RN hours required less available' }),
        shortfall: z.boolean().meta({ description: 'Over 8 RN hours or 25 % (NICE SG1)' }),
        rnBelowMinimum: z.boolean().meta({
          description: 'In some hour fewer RN than the ward’s minimum (NICE SG1: two)',
        }),
      })
      .nullable()
      .meta({ description: 'With grains hour and shift, where coverage is at least 0.7' }),
    coverage,
    imputedPatientHours: count.nullable().meta({
      description: 'With some assumed input; null outside the treating unit',
    }),
    newestInputAt: utc.nullable().meta({
      description:
        'Latest observation behind the value; outside the treating unit the five minutes that hold it',
    }),
    model,
    computedAt,
  })
  .meta({ id: 'IntensityPoint' });
export type IntensityPoint = z.output<typeof intensityPoint>;

const spread = z
  .strictObject({
    n: count.meta({ description: 'Values' }),
    mean: z.number().nullable(),
    p10: z.number().nullable(),
    p50: z.number().nullable(),
    p90: z.number().nullable(),
  })
  .meta({ id: 'Spread' });

/** A weekday and hour of the day: the ward-hours of all wards pooled. */
export const heatmapCell = z
  .strictObject({
    weekday: z.int().min(1).max(7).meta({ description: '1 is Monday' }),
    hour: z.int().min(0).max(23).meta({ description: 'By the clock of the site' }),
    ...hoursOf,
    normNeed: spread.meta({ description: 'Norm need, in nurses' }),
    required: spread.meta({ description: 'Nurses required, of hours with a level' }),
    nurses: spread.meta({ description: 'Nurses available' }),
    gap: spread.meta({ description: 'Nurses available less required' }),
    coverage,
    model,
    computedAt,
  })
  .meta({ id: 'HeatmapCell' });
export type HeatmapCell = z.output<typeof heatmapCell>;

/** A ward beside others. */
export const wardComparison = z
  .strictObject({
    wardId,
    name: z.string().meta({ description: 'As the site names the ward' }),
    type: z.string().meta({ description: 'Kind of ward, in the words of the site' }),
    ...hoursOf,
    load: spread.meta({ description: 'Required over available, of buckets' }),
    minutesPerHour: spread.meta({ description: 'Required minutes an hour, of buckets' }),
    gapPerHour: spread.meta({ description: 'Nurses available less required, of buckets' }),
    gap: z.number().nullable().meta({ description: 'Nurse-hours over the whole range' }),
    coverage,
    model,
    computedAt,
  })
  .meta({ id: 'WardComparison' });
export type WardComparison = z.output<typeof wardComparison>;

const published = z.strictObject({
  reason: reason.nullable(),
  minutes,
  minutesLow,
  minutesHigh,
  census: count.nullable().meta({ description: 'Patients at the end of the hour' }),
  coverage,
  rn,
  na,
});

/** A ward-hour whose published value was another at a stream time. */
export const wardHourChange = z
  .strictObject({
    wardId,
    from: utc,
    to: utc,
    localFrom: local,
    earlier: published.meta({ description: 'As known then' }),
    final: published.meta({ description: 'As known now' }),
    minutesChange: z.number().nullable().meta({ description: 'Minutes, final less earlier' }),
    model,
    computedAt,
  })
  .meta({ id: 'WardHourChange' });
export type WardHourChange = z.output<typeof wardHourChange>;

const HEAVY = '−3 far too light, +3 far too heavy';

/** A charge nurse's own judgement. It stands beside the score and never changes it. */
export const judgementView = z
  .strictObject({
    wardId,
    occurredAt: utc,
    localTime: local,
    value: z.number().min(-3).max(3).meta({ description: HEAVY }),
    note: z.string().nullable().meta({ description: 'In words; null outside the treating unit' }),
    recordedAt: utc,
    id: z.string().nullable().meta({
      description:
        'Names it in POST (to change it) and DELETE; null for those who do not judge the ward, and for one that another system sent',
    }),
  })
  .meta({ id: 'Judgement' });
export type JudgementView = z.output<typeof judgementView>;

/** A judgement as it is sent. */
export const judgementInput = z.strictObject({
  id: z
    .uuid()
    .transform((id) => id.toLowerCase())
    .meta({ description: 'Made by who sends it, once a judgement' }),
  value: z.int().min(-3).max(3).meta({ description: HEAVY }),
  note: note
    .refine((note) => !looksPersonal(note), {
      error: 'Looks like a personal identity number; say it without',
    })
    .refine((note) => !overridesDirection(note), { error: NO_OVERRIDE })
    .optional()
    .meta({
      description: 'Why, in words, without anybody’s identity; shown to the treating unit only',
    }),
});
export type JudgementInput = z.output<typeof judgementInput>;

/** Staffing as it was reported. */
export const rosterEntry = z
  .strictObject({
    wardId,
    role: z.enum(['rn', 'na']).meta({ description: 'Registered nurse or nursing assistant' }),
    basis: z.enum(['planned', 'actual']).meta({ description: 'Actual goes before planned' }),
    from: utc,
    to: utc,
    localFrom: local,
    headcount: quantity.meta({ description: 'Persons, fractions allowed' }),
    recordedAt: utc,
  })
  .meta({ id: 'RosterEntry' });

const term = z.strictObject({
  weight: z.string().meta({ description: 'Name in the model file' }),
  name: z.string().meta({ description: 'What it is, in words' }),
  value: z.number().meta({ description: 'In `unit`' }),
  unit: z.string(),
  source: z.string().meta({ description: 'Where the weight is from, in the language requested' }),
  kind: z.enum(['published', 'assumption']),
});

/** What a patient needed in an hour, as the API returns it. */
export const encounterHourView = encounterHour.meta({ id: 'EncounterHour' });

/** What a patient needs in a shift to come, if the care stays as it is. */
export const patientAhead = z
  .strictObject({
    encounterId: z.string(),
    wardId,
    bed: z.string().nullable().meta({ description: 'The bed in the current hour' }),
    shiftId: z.string(),
    from: utc.meta({ description: 'Start of the first hour that is ahead' }),
    to: utc.meta({ description: 'End of the last hour' }),
    hours: z.int().min(1).meta({ description: 'Hours of the shift that are ahead' }),
    minutesPerHour: quantity.nullable().meta({
      description:
        'Mean minutes an hour if the patient stays and levels, isolation, surveillance and one-to-one care are as in the current hour; no forecast. Null until the current hour is scored by the model of the site',
    }),
    model: z.string(),
  })
  .meta({ id: 'PatientAhead' });
export type PatientAhead = z.output<typeof patientAhead>;

const persons = quantity.nullable();

/** What may be agreed on for a ward and shift, from what was usual. */
export const suggestedLevels = z
  .strictObject({
    fewest: z
      .strictObject({ hours: count, days: count })
      .meta({ description: 'Fewest hours, and days that they are of, for a proposal' }),
    items: z.array(
      z.strictObject({
        wardId,
        shiftId: z.string(),
        from: z.string().meta({ description: 'First local day of the eight weeks' }),
        to: z.string().meta({ description: 'Last local day' }),
        hours: count.meta({ description: 'Hours that count: weekdays, complete, staffed' }),
        days: count.meta({ description: 'Days on which their shifts began' }),
        rn: persons.meta({ description: 'Registered nurses, median in halves' }),
        na: persons.meta({ description: 'Nursing assistants, median in halves' }),
        nursesP10: persons.meta({ description: 'Persons present, 10th percentile' }),
        nursesP90: persons.meta({ description: 'Persons present, 90th percentile' }),
        patients: quantity.nullable().meta({ description: 'Median at the end of an hour' }),
        minutesPerPatientHour: quantity.nullable(),
        normNeed: persons.meta({ description: 'Usual need by the norm, in persons: median' }),
        normNeedP10: persons,
        normNeedP90: persons,
        line: z
          .strictObject({
            shift: z.string(),
            rn: quantity,
            na: quantity,
            at: z.strictObject({ patients: quantity, minutesPerPatientHour: quantity }),
          })
          .nullable()
          .meta({
            description:
              'A line of `agreed` in the site file; null with too few hours, or if nobody was there as a rule',
          }),
        level: z
          .strictObject({
            k: quantity.meta({ description: 'Persons per person of norm need' }),
            rnShare: z.number().min(0).max(1).meta({
              description:
                'Share of registered nurses: the skill mix of the site, else that of the line',
            }),
          })
          .nullable()
          .meta({ description: 'The level that the line would give' }),
      }),
    ),
  })
  .meta({ id: 'SuggestedLevels' });
export type SuggestedLevels = z.output<typeof suggestedLevels>;

/** A score explained: what its minutes are made of, from which weights, levels and inputs. */
export const explanation = z
  .strictObject({
    encounterHour: encounterHourView,
    parts: z.array(
      z.strictObject({
        component: z.string().meta({ description: 'A component of the encounter-hour' }),
        minutes: quantity.meta({ description: 'Minutes of the component' }),
        because: z.string().meta({ description: 'In words, from levels and circumstances' }),
        weights: z.array(term),
      }),
    ),
    levels: z.array(
      z.strictObject({
        level: z.enum(['a', 's', 'news2']),
        value: z.int().nullable(),
        low: z.int().nullable(),
        high: z.int().nullable(),
        because: z.string(),
        source: z.string(),
      }),
    ),
    assumptions: z.array(z.string()).meta({ description: 'What no source gives, in this score' }),
  })
  .meta({ id: 'Explanation' });
export type Explanation = z.output<typeof explanation>;
