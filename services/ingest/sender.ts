import type { Decoded, Rejection } from '../../pipelines/events/decode.ts';
import { wireBytes } from '../../pipelines/events/encode.ts';
import type { Scope } from '../security/auth/scope.ts';
import { covers, type Sources } from '../security/auth/sources.ts';

/** Who sent records, and the systems it may write for. */
export interface Sender {
  /** As the audit names it. */
  readonly subject: string;
  readonly sources: Sources;
}

/** The sender of dead letters that are older than the recording of senders. */
export const UNKNOWN_SENDER: Sender = { subject: 'unknown', sources: '*' };

/** The sender of a request; one with a token is never taken for a key. */
export function senderOf({ principal, sources }: Scope): Sender {
  const { kind, subject } = principal;
  return { subject: kind === 'token' ? `token ${subject}` : subject, sources };
}

/** Rejects, at their places in a request, the events of systems that a sender does not write for. */
export function forbidden(
  events: Decoded['events'],
  places: readonly number[],
  { sources }: Sender,
): Rejection[] {
  return events.flatMap((event, index) => {
    if (covers(sources, event.source)) return [];
    return {
      offset: places[index]!,
      reason: 'forbidden-source',
      pointer: '/source',
      detail: expected(sources),
      raw: wireBytes(event),
    };
  });
}

/** Sources that a rejection names. */
const MOST_SOURCES = 10;

function expected(sources: Sources): string {
  if (sources === '*') return 'Expected another source: only the server writes for this one';
  const some = sources.slice(0, MOST_SOURCES).join(', ');
  const more = sources.length > MOST_SOURCES ? ' and others' : '';
  return `Expected a source that this key sends for: ${some}${more}`;
}
