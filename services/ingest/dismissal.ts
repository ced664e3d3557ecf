/** Why a person may dismiss dead letters; `other` needs a note. */
export const DISMISSAL_CAUSES = ['test-data', 'sent-again', 'not-needed', 'other'] as const;
export type DismissalCause = (typeof DISMISSAL_CAUSES)[number];

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
