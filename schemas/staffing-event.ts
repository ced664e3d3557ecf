import { z } from 'zod';
import { envelope, text, wardId } from './envelope.ts';
import { instant, MICROS_PER_HOUR } from './instant.ts';

/** A shift is hours long, a roster without shifts months; what is longer is a mistake in a year. */
const LONGEST_HOURS = 400 * 24;

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
  .refine((event) => event.to > event.from, { path: ['to'], error: 'Expected `to` after `from`' })
  .refine((event) => event.to - event.from <= LONGEST_HOURS * MICROS_PER_HOUR, {
    path: ['to'],
    error: 'Expected `to` at most 400 days after `from`',
  });

/** Characters that no keyboard makes, and that tables cut text off at. */
const CONTROL = /[^\P{Cc}\t\n\r]/u;

/** Why a ward is judged as it is, in words. */
export const note = text(280).refine((value) => !CONTROL.test(value), {
  error: 'Expected no control characters',
});

/** The charge nurse's own judgement of the ward's load, −3 (far too light) to +3 (far too heavy). */
export const judgement = z.strictObject({
  ...envelope,
  type: z.literal('judgement'),
  wardId,
  value: z.number().min(-3).max(3),
  note: note.optional().meta({ description: 'Why, in words; told to the treating unit only' }),
});

export type JudgementEvent = z.output<typeof judgement>;
