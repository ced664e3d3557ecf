import { z } from 'zod';
import { REJECTION_REASONS } from '../../pipelines/events/decode.ts';
import { text } from '../../schemas/envelope.ts';
import { looksPersonal } from '../../schemas/identity-number.ts';
import { DISMISSAL_CAUSES, LETTER_STATES, LONGEST_DISMISSAL_NOTE } from './letter-filter.ts';

const count = z.int().min(0);
const reason = z.enum(REJECTION_REASONS);
const because = z.enum(DISMISSAL_CAUSES).meta({ description: '`other` needs a note' });
const SOURCE = 'System that recorded them; empty for those whose system is not known';
const source = z.string().max(128).meta({ description: SOURCE });
const number = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** Most dead letters that are named one by one, and most of a page. */
const MOST = 1_000;

/** Which dead letters are listed. */
export const letterQuery = z.strictObject({
  state: z.enum(LETTER_STATES).default('open').meta({
    description: 'Those that wait, those that a person dismissed, or all',
  }),
  reason: reason.optional().meta({ description: 'Why they were rejected' }),
  source: source.optional().meta({ description: SOURCE }),
  before: number.optional().meta({
    description: 'Number of the last that is known: the next older ones, the newest first',
  }),
  after: number.optional().meta({
    description: 'Number of the last that is known: the next newer ones, the oldest first',
  }),
  limit: z.coerce.number().int().min(0).max(MOST).default(100).meta({
    description: 'Letters at most; 0 for the counts alone',
  }),
});

/** Dead letters, masked. */
export const deadLetterPage = z
  .strictObject({
    byReason: z.record(z.string(), count).meta({ description: 'How many are open' }),
    dismissed: count.meta({ description: 'How many are dismissed' }),
    matching: count.meta({ description: 'How many the filter selects' }),
    sources: z.array(z.string()).meta({
      description: 'Systems of those in this state; empty where the system is not known',
    }),
    letters: z.array(
      z.strictObject({
        number: count,
        receivedAt: z.iso.datetime().meta({ description: 'When it was first received' }),
        source: z.string().nullable().meta({
          description: 'System that recorded it, or the only one that its sender writes for',
        }),
        id: z.string().nullable().meta({
          description: 'Of the event, within its source; null where it may name a patient',
        }),
        sender: z.string().nullable().meta({ description: 'Who sent it, as the audit names them' }),
        position: count.nullable().meta({
          description: 'In the journal; null for a record that was refused before it',
        }),
        reason,
        pointer: z.string(),
        detail: z.string(),
        bytes: count,
        masked: z.string().nullable().meta({ description: 'The record without its values' }),
        dismissal: z
          .strictObject({
            at: z.iso.datetime(),
            by: z.string().meta({ description: 'Who, as the audit names them' }),
            because,
            note: z.string().nullable(),
          })
          .nullable()
          .meta({ description: 'Null while it is open' }),
      }),
    ),
  })
  .meta({ id: 'DeadLetters' });

const chosen = {
  numbers: z.array(count).min(1).max(MOST).optional().meta({ description: 'These letters' }),
  matching: z
    .strictObject({
      reason: reason.optional(),
      source: source.optional(),
      upTo: count.meta({
        description: 'The newest number that was seen: later letters stay as they are',
      }),
    })
    .optional()
    .meta({ description: 'All letters that fit, instead of their numbers' }),
};

type Chosen = { readonly [name in keyof typeof chosen]?: unknown };
const isOneChoice = ({ numbers, matching }: Chosen) =>
  (numbers === undefined) !== (matching === undefined);
const oneChoice = { error: 'Expected either numbers or matching' };

/** The dead letters to dismiss, and why. */
export const dismissalInput = z
  .strictObject({
    ...chosen,
    because,
    note: text(LONGEST_DISMISSAL_NOTE)
      .refine((note) => note.trim() !== '', { error: 'Expected words' })
      .refine((note) => !looksPersonal(note), {
        error: 'Looks like a personal identity number; say it without',
      })
      .optional()
      .meta({ description: 'In words, without anything about a patient' }),
  })
  .refine(isOneChoice, oneChoice)
  .refine(({ because, note }) => because !== 'other' || note !== undefined, {
    path: ['note'],
    error: 'Expected a note, since the reason is another',
  });

/** The dead letters to open again. */
export const reopeningInput = z.strictObject(chosen).refine(isOneChoice, oneChoice);

export const dismissedLetters = z
  .strictObject({ dismissed: count.meta({ description: 'Those that were open' }) })
  .meta({ id: 'DismissedLetters' });
export const reopenedLetters = z
  .strictObject({ reopened: count.meta({ description: 'Those that were dismissed' }) })
  .meta({ id: 'ReopenedLetters' });
