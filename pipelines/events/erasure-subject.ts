import type { WardEvent } from '../../schemas/ward-event.ts';
import { mentions, wordPattern } from './mention.ts';

/** What an erasure removes: an encounter by its pseudonym, or one judgement, with its note, by the identity of its event. */
export type ErasureSubject =
  | { readonly encounterId: string }
  | { readonly judgement: JudgementIdentity };

/** Identity of a judgement's event. */
export interface JudgementIdentity {
  readonly source: string;
  readonly id: string;
}

/** The pseudonym of an encounter, or the id of a judgement. */
export function subjectId(subject: ErasureSubject): string {
  return 'judgement' in subject ? subject.judgement.id : subject.encounterId;
}

/** Whether an event is of the subject: the judgement itself, or of the encounter or naming it in free text. */
export function isNamedBy(event: WardEvent, subject: ErasureSubject): boolean {
  if ('judgement' in subject) {
    const { source, id } = subject.judgement;
    return event.type === 'judgement' && event.source === source && event.id === id;
  }
  const { encounterId } = subject;
  if ('encounterId' in event) return event.encounterId === encounterId;
  if (event.type !== 'judgement' || event.note === undefined) return false;
  return new RegExp(wordPattern(encounterId), 'u').test(event.note);
}

/** Whether a record, which may be no event and no JSON, names the subject: of a judgement both source and id. */
export function mentionsSubject(raw: Uint8Array, subject: ErasureSubject): boolean {
  if (!('judgement' in subject)) return mentions(raw, subject.encounterId);
  const { source, id } = subject.judgement;
  return mentions(raw, id) && mentions(raw, source);
}
