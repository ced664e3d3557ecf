import { z } from 'zod';

const weight = z.strictObject({
  value: z.number().min(0).max(1000),
  unit: z.string().min(1),
  source: z.string().min(1),
  kind: z.enum(['published', 'assumption']),
});

/** Everything `vi-1` multiplies or compares with, each weight with unit, source and kind. */
export const model = z.strictObject({
  id: z.string().min(1).max(64),
  title: z.string().min(1),
  description: z.string().min(1),
  weights: z.strictObject({
    dayHours: weight,
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
    minutesAtIndex100: weight,
    coverageFloor: weight,
  }),
});

/** A versioned model file (`pipelines/scoring/models/*.json`). */
export type Model = z.output<typeof model>;
export type WeightName = keyof Model['weights'];
