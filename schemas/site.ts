import { z } from 'zod';

const localTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'Expected HH:MM' });

const ward = z.strictObject({
  wardId: z.string().min(1).max(64),
  name: z.string().min(1),
  type: z.string().min(1),
  beds: z.int().min(1).max(1000),
  nightPatientsPerNurse: z
    .number()
    .min(0.1)
    .max(100)
    .multipleOf(0.001)
    .meta({ description: 'Mandatory: the norm gives no night minutes (R in the model)' }),
});

const switches = z
  .strictObject({
    assumeAlertWhenNotRecorded: z.boolean().default(false),
    assumeAirWhenNotRecorded: z.boolean().default(false),
    observationCounting: z.enum(['sets', 'values']).default('sets'),
    defaultFunctionLevel: z.int().min(1).max(4).default(2),
    productiveShare: z.number().gt(0).max(1).default(1),
    maxAgeDays: z.int().min(1).max(40_000).default(400).meta({
      description: 'Days by which a move or staffing may lie before its recordedAt',
    }),
  })
  .prefault({});

/** One hospital: its wards, time zone, shifts and the switches of the model. */
export const site = z
  .strictObject({
    siteId: z.string().min(1).max(64),
    name: z.string().min(1),
    timeZone: z
      .string()
      .refine(isTimeZone, { error: 'Expected an IANA time zone' })
      .default('Europe/Stockholm'),
    shifts: z
      .array(z.strictObject({ id: z.string().min(1), start: localTime }))
      .min(1)
      .default([
        { id: 'day', start: '07:00' },
        { id: 'evening', start: '14:00' },
        { id: 'night', start: '21:00' },
      ]),
    wards: z.array(ward).min(1),
    switches,
  })
  .check((context) => {
    const seen = new Set<string>();
    context.value.wards.forEach(({ wardId }, index) => {
      if (seen.has(wardId)) {
        context.issues.push({
          code: 'custom',
          path: ['wards', index, 'wardId'],
          message: 'Expected each ward once',
          input: wardId,
        });
      }
      seen.add(wardId);
    });
  });

export type Site = z.output<typeof site>;
export type Ward = Site['wards'][number];

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
