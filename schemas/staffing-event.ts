import { z } from 'zod';
import { envelope, wardId } from './envelope.ts';
import { instant } from './instant.ts';

/** Nurses of one role on a ward from `from` to `to`. `actual` goes before `planned`. */
export const staffing = z
  .strictObject({
    ...envelope,
    type: z.literal('staffing'),
    wardId,
    role: z.enum(['rn', 'na']).meta({ description: 'Registered nurse or nursing assistant' }),
    basis: z.enum(['planned', 'actual']),
    from: instant,
    to: instant,
    headcount: z.number().min(0).max(1000).meta({ description: 'Persons, fractions allowed' }),
  })
  .refine((event) => event.to > event.from, { path: ['to'], error: 'Expected `to` after `from`' });

/** The charge nurse's own judgement of the ward's load, −3 (far too light) to +3 (far too heavy). */
export const judgement = z.strictObject({
  ...envelope,
  type: z.literal('judgement'),
  wardId,
  value: z.number().min(-3).max(3),
});
