import type { Decoded, Rejection } from '../../pipelines/events/decode.ts';
import { wireBytes } from '../../pipelines/events/encode.ts';
import type { Scope } from '../security/auth/scope.ts';
import { covers, type Sources } from '../security/auth/sources.ts';

/** Who sent records, and the systems it may write for. */
export interface Sender {
  /** Name in the audit. */
  readonly subject: string;
  readonly sources: Sources;
}

/** The sender of dead letters that are older than the recording of senders. */
export const UNKNOWN_SENDER: Sender = { subject: 'unknown', sources: '*' };

/** Returns the sender of a request; a token is never mistaken for a key. */
export function senderOf({ principal, sources }: Scope): Sender {
  const { kind, subject } = principal;
  return { subject: kind === 'token' ? `token ${subject}` : subject, sources };
}

/** Rejects, by index in the request, the events of systems that a sender may not write for. */
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

/** Most sources that a rejection names. */
const MOST_SOURCES = 10;

function expected(sources: Sources): string {
  if (sources === '*') return 'Expected another source: only the server writes for this one';
  const some = sources.slice(0, MOST_SOURCES).join(', ');
  const more = sources.length > MOST_SOURCES ? ' and others' : '';
  return `Expected a source that this key sends for: ${some}${more}`;
}
