import { z } from 'zod';
import { envelope, wardId } from './envelope.ts';
import { instant, MICROS_PER_HOUR, type Micros } from './instant.ts';
import { isPlainLines } from './plain-text.ts';

/** A shift is hours long, a roster without shifts months; what is longer is a mistake in a year. */
const LONGEST_HOURS = 400 * 24;

interface Period {
  readonly from: Micros;
  readonly to: Micros;
}
const isForward = ({ from, to }: Period) => to > from;
const isShort = ({ from, to }: Period) => to - from <= LONGEST_HOURS * MICROS_PER_HOUR;

/** True for a period that staffing may have. */
export const isStaffable = (period: Period) => isForward(period) && isShort(period);

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
  .refine(isForward, { path: ['to'], error: 'Expected `to` after `from`' })
  .refine(isShort, {
    path: ['to'],
    error: 'Expected `to` at most 400 days after `from`',
  });

/** Why a ward is judged as it is, in words; of several lines, too. */
export const note = z.string().min(1).max(280).refine(isPlainLines, {
  error: 'Expected well-formed Unicode without control characters',
});

/** The charge nurse's own judgement of the ward's load, −3 (far too light) to +3 (far too heavy). */
export const judgement = z.strictObject({
  ...envelope,
  type: z.literal('judgement'),
  wardId,
  value: z.number().min(-3).max(3),
  note: note.optional().meta({ description: 'Why, in words; shown to the treating unit only' }),
});

export type JudgementEvent = z.output<typeof judgement>;
