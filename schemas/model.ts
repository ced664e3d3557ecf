import { z } from 'zod';

/** The hourly models that a site can be scored with. */
export const MODEL_IDS = ['vi-1', 'vi-2'] as const;
export type ModelId = (typeof MODEL_IDS)[number];

const about = {
  unit: z.string().min(1),
  source: z.string().min(1),
  kind: z.enum(['published', 'assumption']),
};
const weight = z.strictObject({ value: z.number().min(0).max(1000), ...about });
const share = z.strictObject({ value: z.number().min(0).max(1), ...about });

/** Counts that criteria of special care are of, as an encounter-hour names them. */
export const CRITERION_COUNTS = [
  ...['setsOfTwo8h', 'setsOfThree12h', 'observations8h', 'observations12h'],
  ...['suction24h', 'trachealSuction24h', 'insertion24h', 'centralLine'],
  ...['infusionMl16h', 'shortInfusion16h', 'shortInfusion24h', 'transfusion24h', 'cytotoxic24h'],
  ...['inhalation24h', 'intensiveDrug24h', 'dressingSimple24h', 'dressingComplex24h'],
] as const;

const criterion = z.strictObject({
  area: z.enum(['invasive', 'medication', 'wound']),
  level: z
    .union([z.literal(2), z.literal(3)])
    .meta({ description: 'S level of its area when met' }),
  count: z.enum(CRITERION_COUNTS),
  atLeast: z.int().min(1).max(1_000_000),
  /** Of as many different parameters at the least. */
  codes: z.int().min(1).max(16).optional(),
  /** Only if the site counts observations so. */
  counting: z.enum(['sets', 'values']).optional(),
  unit: z.string().min(1),
  source: z.string().min(1),
  kind: z.enum(['published', 'assumption']),
});

/** Everything a model multiplies or compares with, each weight and criterion with unit, source and kind. */
export const model = z.strictObject({
  id: z.string().min(1).max(64),
  title: z.string().min(1),
  description: z.string().min(1),
  weights: z.strictObject({
    dayHours: z
      .strictObject({
        value: z.union([z.number().min(1).max(24), z.literal('shifts')]),
        ...about,
      })
      .meta({
        description:
          'Hours that the norms of a day are spread over: so many from local 06 on, or "shifts", those of the site’s shifts without the night shift',
      }),
    nightAcuityShare: share.meta({
      description:
        'Share of a night hour that goes by what the patient’s norms of a day are; the rest is the same for all',
    }),
    shortStayMinutes: weight.meta({
      description:
        'A stay that is shorter, between two that join it by transfers, is a slip and costs nothing; 0: none is',
    }),
    escortGraceMinutes: weight.meta({
      description:
        'An escort so long after the end of a stay is of the ward that was left; 0: none is, at the end neither',
    }),
    referencePatient: weight.meta({
      description:
        'Norms of an A2/S2 patient: index 100 by day, and a night hour of the ward’s night ratio',
    }),
    base: weight,
    baseIsolation: weight,
    a1: weight,
    a2: weight,
    a3: weight,
    a4: weight,
    s1: weight,
    s2: weight,
    s3: weight,
    s4: weight,
    admission: weight,
    discharge: weight,
    transferIn: weight,
    transferOut: weight,
    oneToOne: weight,
    nightHour: weight,
    minutesPerSet: weight,
    setsIncluded: weight,
    setsAtZero: weight,
    setsAtLow: weight,
    setsAtMedium: weight,
    setsAtHigh: weight,
    vitalFreshHours: weight,
    vitalStaleHours: weight,
    functionFreshHours: weight,
    functionStaleHours: weight,
    scoreKnownHours: weight,
    raiseHours: weight,
    longestSilenceDays: weight,
    coverageFloor: weight,
    barthelDependent: weight,
    barthelExtendedDependent: weight,
    mmseDependent: weight,
    areasAtLevel: weight,
    areasAtS4: weight,
  }),
  criteria: z
    .record(z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/), criterion)
    .refine((criteria) => Object.keys(criteria).length <= 30, { error: 'Expected at most 30' })
    .meta({ description: 'Criteria of special care by code: an hour names those it meets' }),
});

/** A versioned model file (`pipelines/scoring/models/*.json`). */
export type Model = z.output<typeof model>;
export type WeightName = keyof Model['weights'];
/** Weights whose value is a number in every model. */
export type NumericWeight = Exclude<WeightName, 'dayHours'>;
export type Criterion = Model['criteria'][string];
