import type { WireEvent } from '../../../../schemas/ward-event.ts';
import type { DerivedEvent, Note } from '../../../../services/adapters/adapter.ts';
import { difference, identityOf } from '../../../../services/adapters/difference.ts';
import type { Fact } from '../../../../services/adapters/facts.ts';
import type { VisitContext } from '../../../../services/adapters/visit/context.ts';
import { interpretVisit } from '../../../../services/adapters/visit/interpret.ts';

/** An event without what may differ between orders of arrival. */
export type Content = Omit<DerivedEvent, 'recordedAt'>;

/** What was published of a visit while its messages came one by one. */
export interface Publishing {
  readonly facts: readonly Fact[];
  /** Every version, in the order they were sent. */
  readonly log: readonly WireEvent[];
  readonly notes: readonly Note[];
}

export const NOTHING: Publishing = { facts: [], log: [], notes: [] };

/** Takes one message more, and publishes the difference. */
export function publish(
  { facts: before, log }: Publishing,
  message: readonly Fact[],
  context: VisitContext,
): Publishing {
  const facts = [...before, ...message];
  const last = new Map(log.map((event) => [identityOf(event), { event, refused: null }]));
  const withdrawnAt = Math.max(0, ...facts.map(({ recordedAt }) => recordedAt));
  const { events, notes } = interpretVisit(facts, context);
  const versions = difference([...last.values()], events, { withdrawnAt });
  return { facts, log: [...log, ...versions], notes };
}

/** The versions that are sent while messages arrive one by one. */
export function published(
  messages: readonly (readonly Fact[])[],
  context: VisitContext,
): readonly WireEvent[] {
  return messages.reduce((done, message) => publish(done, message, context), NOTHING).log;
}

/** What holds after some versions, in the order of ids. */
export function held(log: readonly WireEvent[]): Content[] {
  const last = new Map(log.map((version) => [identityOf(version), version]));
  const events = [...last.values()].filter(({ status }) => status !== 'entered-in-error');
  return events.map(({ status: _, ...event }) => contentOf(event)).sort(byId);
}

export function contentOf({ recordedAt: _, ...event }: DerivedEvent): Content {
  return event;
}

export function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : 1;
}
