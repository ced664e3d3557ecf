import type { RejectionReason } from '../../pipelines/events/decode.ts';
import type { Parameters } from '../../pipelines/warehouse/warehouse.ts';

/** Whether dead letters wait for attention, or were dismissed. */
export const LETTER_STATES = ['open', 'dismissed', 'all'] as const;
export type LetterState = (typeof LETTER_STATES)[number];

/** Selects dead letters; what is not given selects all. */
export interface LetterFilter {
  readonly state?: LetterState | undefined;
  readonly reason?: RejectionReason | undefined;
  /** System that recorded them; '' for those whose system is not known. */
  readonly source?: string | undefined;
  /** Only numbers before this one. */
  readonly before?: number | undefined;
  /** Only numbers after this one. */
  readonly after?: number | undefined;
  /** Only these numbers. */
  readonly numbers?: readonly number[] | undefined;
}

/** Dead letters with their origin and their dismissal. */
export const LETTERS = `dead_letter
  left join dead_letter_origin using (number)
  left join dead_letter_dismissal using (number)`;

/** Returns the condition on `LETTERS` of a filter, and its parameters. */
export function conditionOf(filter: LetterFilter): {
  readonly condition: string;
  readonly parameters: Parameters;
} {
  const { state = 'all', reason, source, before, after, numbers } = filter;
  const conditions = ['true'];
  if (state !== 'all') {
    conditions.push(`dismissed_at is ${state === 'open' ? '' : 'not '}null`);
  }
  if (reason !== undefined) conditions.push('reason = $reason');
  if (source !== undefined) conditions.push("coalesce(source, '') = $source");
  if (before !== undefined) conditions.push('number < $before');
  if (after !== undefined) conditions.push('number > $after');
  if (numbers !== undefined) {
    conditions.push(`number in (select unnest(from_json($numbers, '["bigint"]')))`);
  }
  const given = { reason, source, before, after };
  return {
    condition: conditions.join(' and '),
    parameters: {
      ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
      ...(numbers === undefined ? {} : { numbers: JSON.stringify(numbers) }),
    },
  };
}

/** Why a person may dismiss dead letters; `other` needs a note. */
export const DISMISSAL_CAUSES = ['test-data', 'sent-again', 'not-needed', 'other'] as const;
type DismissalCause = (typeof DISMISSAL_CAUSES)[number];

/** Longest note of a dismissal, in characters. */
export const LONGEST_DISMISSAL_NOTE = 280;

/** Says that a dead letter needs no more attention. */
export interface Dismissal {
  readonly because: DismissalCause;
  readonly note: string | null;
  /** Who dismissed it, as the audit names them. */
  readonly by: string;
}

/** A dismissal that is stored. */
export interface StoredDismissal extends Dismissal {
  /** Microseconds since 1970. */
  readonly at: number;
}
