import type { Micros } from '../../../../schemas/instant.ts';
import { formatInstant, parseInstant } from '../../../../schemas/instant.ts';
import type { WireEvent } from '../../../../schemas/ward-event.ts';
import type { DerivedEvent } from '../../../../services/adapters/adapter.ts';
import type { Fact } from '../../../../services/adapters/facts.ts';
import type { VisitContext } from '../../../../services/adapters/visit/context.ts';
import { interpretVisit } from '../../../../services/adapters/visit/interpret.ts';

/** An event without what may differ between orders of arrival. */
export type Content = Omit<DerivedEvent, 'recordedAt'>;

/** The versions that are sent while messages arrive one by one. */
export function published(
  messages: readonly (readonly Fact[])[],
  context: VisitContext,
): WireEvent[] {
  const log: WireEvent[] = [];
  const last = new Map<string, WireEvent>();
  const facts: Fact[] = [];
  let newest: Micros = 0;
  for (const message of messages) {
    facts.push(...message);
    newest = Math.max(newest, ...message.map(({ recordedAt }) => recordedAt));
    const { events } = interpretVisit(facts, context);
    for (const version of versions([...last.values()], events, newest)) {
      log.push(version);
      last.set(version.id, version);
    }
  }
  return log;
}

/** What holds after some versions, in the order of ids. */
export function held(log: readonly WireEvent[]): Content[] {
  const last = new Map(log.map((version) => [version.id, version]));
  const events = [...last.values()].filter(({ status }) => status !== 'entered-in-error');
  return events.map(({ status: _, ...event }) => contentOf(event)).sort(byId);
}

export function contentOf({ recordedAt: _, ...event }: DerivedEvent): Content {
  return event;
}

export function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : 1;
}

function versions(
  before: readonly WireEvent[],
  events: readonly DerivedEvent[],
  newest: Micros,
): WireEvent[] {
  const known = new Map(before.map((event) => [event.id, event]));
  const present = new Set(events.map(({ id }) => id));
  const later = (recordedAt: string, than: WireEvent) =>
    formatInstant(Math.max(parseInstant(recordedAt), parseInstant(than.recordedAt) + 1));
  const sent = events.flatMap((event): WireEvent[] => {
    const published = known.get(event.id);
    if (published === undefined) return [{ ...event, status: 'final' }];
    const { status, ...rest } = published;
    const isSame = JSON.stringify(contentOf(rest)) === JSON.stringify(contentOf(event));
    if (status !== 'entered-in-error' && isSame) return [];
    return [{ ...event, status: 'amended', recordedAt: later(event.recordedAt, published) }];
  });
  const withdrawn = before
    .filter(({ id, status }) => !present.has(id) && status !== 'entered-in-error')
    .map((event): WireEvent => {
      const recordedAt = later(formatInstant(newest), event);
      return { ...event, status: 'entered-in-error', recordedAt };
    });
  return [...sent, ...withdrawn];
}
