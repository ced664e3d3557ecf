import { z } from 'zod';

/** Problem details (RFC 9457): stable `type`, no patient data. */
export const problem = z
  .object({
    type: z.string().meta({ description: 'Stable name of the kind of error, a URN' }),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
    traceId: z.string().optional().meta({ description: 'Under which the service logs the cause' }),
  })
  .meta({ id: 'Problem' });

const response = {
  description: 'What is wrong, and how to fix it',
  content: { 'application/problem+json': { schema: problem } },
};

/** The errors that every route may return. */
export const problemAnswers = { '4xx': response, '5xx': response };
