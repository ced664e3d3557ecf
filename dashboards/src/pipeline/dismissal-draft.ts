import type { Failure } from '../api.ts';

/** Why letters may be dismissed, by the server's code; the last needs a note. */
export const CAUSES = ['test-data', 'sent-again', 'not-needed', 'other'] as const;
export type Cause = (typeof CAUSES)[number];

/** Longest note, in characters. */
export const LONGEST_NOTE = 280;

/** A dismissal that is being written. */
export interface DismissalDraft {
  readonly selection:
    | { readonly numbers: readonly number[] }
    | {
        readonly matching: {
          readonly reason?: string;
          readonly source?: string;
          /** The newest that was seen. */
          readonly upTo: number;
        };
      };
  /** How many letters it is about. */
  readonly count: number;
  readonly because: Cause | '';
  readonly note: string;
  /** How far it has come, or why it was not taken. */
  readonly sending: 'idle' | 'sending' | 'unchosen' | 'unexplained' | Failure;
}

/** Begins a dismissal of letters. */
export function draftOf(selection: DismissalDraft['selection'], count: number): DismissalDraft {
  return { selection, count, because: '', note: '', sending: 'idle' };
}

/** What is missing before it can be sent, `null` if nothing is. */
export function missingFrom({ because, note }: DismissalDraft): 'unchosen' | 'unexplained' | null {
  if (because === '') return 'unchosen';
  return because === 'other' && note.trim() === '' ? 'unexplained' : null;
}
