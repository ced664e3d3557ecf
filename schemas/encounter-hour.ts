import { z } from 'zod';

const minutes = z.number().min(0).meta({ description: 'Minutes, exact to a millionth' });
const utc = z.iso.datetime().meta({ description: 'RFC 3339 instant, UTC' });
const level = z.int().min(1).max(4);
const count = z.int().min(0);

const UNTIL_SCORED_AGAIN =
  'Null in what an earlier program scored, until its history is scored again';

/** What a score's minutes are made of; the seven sum to `minutes` exactly. */
export const components = z.strictObject({
  base: minutes,
  generalCare: minutes,
  specialCare: minutes,
  surveillance: minutes,
  churn: minutes,
  oneToOne: minutes,
  escort: minutes,
});

const input = <T extends z.ZodType>(value: T) =>
  z.strictObject({
    value: value.nullable(),
    occurredAt: utc.nullable(),
    freshness: z.enum(['fresh', 'stale', 'missing', 'assumed']),
  });

/** Required nursing minutes of one encounter on one ward in one hour, explained. */
export const encounterHour = z.strictObject({
  encounterId: z.string(),
  wardId: z.string(),
  bed: z.string().nullable().meta({
    description:
      'The bed at the end of the hour, or where the stay on the ward ended in it, the last one; null where the sender gave none',
  }),
  hour: utc.meta({ description: 'Start of the UTC hour' }),
  isDay: z
    .boolean()
    .nullable()
    .meta({
      description: `A day hour by the clock of the site, as the model has the day: when it starts a day shift runs, or it starts at 06–21. ${UNTIL_SCORED_AGAIN}`,
    }),
  dayHours: z
    .int()
    .min(1)
    .max(24)
    .nullable()
    .meta({
      description: `Hours of a usual day that are day hours: the norms of a day are spread over them. ${UNTIL_SCORED_AGAIN}`,
    }),
  nightPatientsPerStaff: z
    .number()
    .gt(0)
    .nullable()
    .meta({
      description: `The night ratio of the ward that the hour was scored with: patients for each of the nursing staff, registered nurses and assistants. ${UNTIL_SCORED_AGAIN}`,
    }),
  provisional: z.boolean().meta({ description: 'The hour is not over in stream time' }),
  presence: z.number().min(0).max(1).meta({ description: 'Share of the hour present (f)' }),
  arrivals: count,
  departures: count,
  presentAtEnd: z.boolean(),
  minutes,
  minutesLow: minutes,
  minutesHigh: minutes,
  index: z.number().min(0).nullable().meta({ description: '100 = an A2/S2 patient by day' }),
  coverage: z.number().min(0).max(1).meta({ description: 'Fresh inputs / 11' }),
  news2: z.int().min(0).max(20).nullable(),
  news2Low: z.int().min(0).max(20).nullable(),
  news2High: z.int().min(0).max(20).nullable(),
  news2Reason: z.enum(['under-16', 'pregnant']).nullable(),
  setsPerDay: count.nullable().meta({
    description: `Sets of vital signs a day that surveillance is counted for, from the low bound of NEWS2. ${UNTIL_SCORED_AGAIN}`,
  }),
  aLevel: level,
  aLevelLow: level,
  aLevelHigh: level,
  sLevel: level,
  sLevelRaw: level,
  sCriteria: z
    .array(z.string())
    .nullable()
    .meta({
      description: `Criteria of special care that the hour meets, by their codes in the model. ${UNTIL_SCORED_AGAIN}`,
    }),
  components,
  inputs: z.strictObject({
    'respiratory-rate': input(z.number()),
    spo2: input(z.number()),
    'supplemental-oxygen': input(z.boolean()),
    'systolic-bp': input(z.number()),
    'heart-rate': input(z.number()),
    consciousness: input(z.enum(['A', 'C', 'V', 'P', 'U'])),
    temperature: input(z.number()),
    'function.hygiene': input(level),
    'function.nutrition': input(level),
    'function.elimination': input(level),
    'function.mobility': input(level),
  }),
  circumstances: z.strictObject({
    spo2Scale: z.int().min(1).max(2),
    barthel: z.number().nullable(),
    barthelExtended: z.number().nullable(),
    mmse: z.number().nullable(),
    isolation: z.boolean(),
    palliative: z.boolean(),
    centralLine: z.boolean(),
  }),
  counts: z.strictObject({
    setsOfTwo8h: count,
    setsOfThree12h: count,
    observations8h: count,
    observations12h: count,
    suction24h: count,
    trachealSuction24h: count,
    insertion24h: count,
    infusionMl16h: z.number().min(0),
    shortInfusion16h: count,
    shortInfusion24h: count,
    transfusion24h: count,
    cytotoxic24h: count,
    inhalation24h: count,
    intensiveDrug24h: count,
    dressingSimple24h: count,
    dressingComplex24h: count,
  }),
  careAt: utc.nullable().meta({
    description: `When the latest task or medication of the hour was that special care counts; null if there was none. ${UNTIL_SCORED_AGAIN}`,
  }),
  imputed: z.array(z.string()).meta({ description: 'Inputs that were assumed, by code' }),
  vitalsOverdue: z.number().min(0).nullable().meta({
    description: 'Age of the last complete set over the interval its NEWS2 asks for; ≥ 1.33 late',
  }),
  model: z.string(),
  partition: z.int(),
  offset: z.int().meta({ description: 'Log position the row was computed from' }),
  computedAt: utc.meta({ description: 'Stream time' }),
});

export type EncounterHour = z.output<typeof encounterHour>;
