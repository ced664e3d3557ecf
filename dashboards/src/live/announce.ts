import type { CommonMessages } from '../i18n/messages.ts';
import { STATES, type State } from '../status.ts';

const QUIET_MS = 60_000;

/** The text of the status line, its subject, and since when (ms). */
export interface Announcement {
  readonly subject: string;
  readonly text: string;
  readonly at: number;
}

/**
 * Returns the next announcement: at once if the subject (connection, pause, language) changes, else at most
 * one per minute, so that a screen reader is not talking all day.
 */
export function announce(
  last: Announcement | null,
  { subject, text, at }: Announcement,
): Announcement {
  if (last === null || last.subject !== subject) return { subject, text, at };
  return text !== last.text && at - last.at >= QUIET_MS ? { subject, text, at } : last;
}

/** Joins texts as sentences: each ends in one full stop, empty ones are left out. */
export function sentences(...texts: readonly string[]): string {
  return texts
    .filter((text) => text !== '')
    .map((text) => (/[.…]$/.test(text) ? text : `${text}.`))
    .join(' ');
}

/** Counts the wards in each state, in one sentence. */
export function summary(
  counts: Readonly<Record<State, number>>,
  { states }: CommonMessages,
): string {
  return STATES.filter((state) => counts[state] > 0)
    .map((state) => `${states[state]} ${counts[state]}`)
    .join(', ');
}
