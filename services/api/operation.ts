import { z } from 'zod';

const utc = z.iso.datetime();
const count = z.int().min(0);

/** How the pipeline stands, from what comes in to what is served. */
export const operation = z
  .strictObject({
    status: z.enum(['ok', 'starting', 'failing']),
    streamTime: utc.nullable().meta({ description: 'What is served' }),
    lagSeconds: z.number().nullable().meta({ description: 'Clock less stream time' }),
    flow: z
      .strictObject({
        received: count,
        accepted: count,
        duplicates: count,
        rejected: count,
        waiting: count.meta({ description: 'Records waiting for a commit' }),
        scoredHours: count,
        publishedHours: count,
        failures: count.meta({ description: 'Runs that failed and were tried again' }),
        clients: count.meta({ description: 'Of the stream' }),
      })
      .meta({ description: 'Since this process began' }),
    wards: z.array(
      z.strictObject({
        wardId: z.string(),
        newestInputAt: utc.nullable(),
        coverage: z.number().nullable(),
        isStaffed: z.boolean().meta({ description: 'Staffing of the current hour is known' }),
      }),
    ),
    deadLetters: z
      .record(z.string(), count)
      .nullable()
      .meta({ description: 'By reason; null where another service keeps them' }),
    snapshots: count,
  })
  .meta({ id: 'Operation' });
export type Operation = z.output<typeof operation>;
