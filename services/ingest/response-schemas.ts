import { z } from 'zod';
import { REJECTION_REASONS } from '../../pipelines/events/decode.ts';

const count = z.int().min(0);
const reason = z.enum(REJECTION_REASONS);

/** The results for the records of a request. */
export const outcome = z
  .strictObject({
    accepted: count,
    duplicates: count.meta({ description: 'Known to the letter' }),
    rejected: count.meta({ description: 'Kept as dead letters' }),
    results: z.array(
      z.union([
        z.strictObject({ index: count, status: z.enum(['accepted', 'duplicate']) }),
        z.strictObject({
          index: count,
          status: z.literal('rejected'),
          reason,
          pointer: z.string().meta({ description: 'JSON pointer to the field at fault' }),
          detail: z.string(),
        }),
      ]),
    ),
  })
  .meta({ id: 'Outcome' });

/** The result of submitting dead letters again. */
export const retryOutcome = z
  .strictObject({ retried: count, accepted: count, duplicates: count, rejected: count })
  .meta({ id: 'RetryOutcome' });
export type RetryOutcome = z.output<typeof retryOutcome>;
