import { formatInstant, type Micros, parseInstant } from '../../schemas/instant.ts';
import type { WireEvent } from '../../schemas/ward-event.ts';
import type { DerivedEvent } from './adapter.ts';

/** What was published under one identity: source and id. */
export interface PublishedEvent {
  /** The newest version that was sent, or waits to be; `null` if every version was refused. */
  readonly event: WireEvent | null;
  /** A later version that ingest refused, `null` if there is none. */
  readonly refused: WireEvent | null;
}

export interface DifferenceTimes {
  /** When the newest record of the group was stored: the time of a withdrawal. */
  readonly withdrawnAt: Micros;
  /** When the mapping changed, if that is why the events differ: nothing is recorded before it. */
  readonly changedAt?: Micros | null;
}

/**
 * The versions to send, after which exactly `events` hold. Of equal content there is no new version, whatever its times.
 * A later version is recorded after every earlier one of its identity. Content that ingest refused is not sent again.
 * @param published all of the group, one of each identity
 * @param events one of each identity
 */
export function difference(
  published: readonly PublishedEvent[],
  events: readonly DerivedEvent[],
  times: DifferenceTimes,
): WireEvent[] {
  const derived = new Set(events.map(identityOf));
  const known = new Map(published.map((each) => [identityOf((each.event ?? each.refused)!), each]));
  const withdrawn = published.flatMap((each) => {
    const { event } = each;
    if (event === null || isWithdrawn(event) || derived.has(identityOf(event))) return [];
    return [withdrawalOf(event, each, times)];
  });
  const present = events.flatMap((event) => versionOf(event, known.get(identityOf(event)), times));
  return [...withdrawn, ...present];
}

/** Names an event among those of all sources. */
export function identityOf({ source, id }: Pick<WireEvent, 'source' | 'id'>): string {
  return JSON.stringify([source, id]);
}

/** True if two versions say the same, whenever and in whatever status they were recorded. */
export function isSameContent(one: WireEvent | DerivedEvent, other: WireEvent | DerivedEvent) {
  return contentOf(one) === contentOf(other);
}

function versionOf(
  event: DerivedEvent,
  known: PublishedEvent | undefined,
  { changedAt }: DifferenceTimes,
): WireEvent[] {
  const before = known?.event ?? null;
  if (before !== null && !isWithdrawn(before) && isSameContent(before, event)) return [];
  if (known?.refused != null && isSameContent(known.refused, event)) return [];
  const recordedAt = Math.max(
    parseInstant(event.recordedAt),
    changedAt ?? Number.NEGATIVE_INFINITY,
    afterAll(known),
  );
  const status = before === null ? 'final' : 'amended';
  return [{ ...event, recordedAt: formatInstant(recordedAt), status } as WireEvent];
}

function withdrawalOf(event: WireEvent, known: PublishedEvent, times: DifferenceTimes): WireEvent {
  const recordedAt = Math.max(
    times.changedAt ?? times.withdrawnAt,
    parseInstant(event.occurredAt),
    afterAll(known),
  );
  return { ...event, recordedAt: formatInstant(recordedAt), status: 'entered-in-error' };
}

/** The earliest time that a version after the known ones can have. */
function afterAll(known: PublishedEvent | undefined): Micros {
  const versions = [known?.event, known?.refused].filter((each) => each != null);
  return Math.max(...versions.map(({ recordedAt }) => parseInstant(recordedAt) + 1));
}

function isWithdrawn({ status }: WireEvent): boolean {
  return status === 'entered-in-error';
}

function contentOf(event: WireEvent | DerivedEvent): string {
  const { recordedAt: _, status: __, ...content } = event as WireEvent;
  // planned staffing occurs when it is planned, which says nothing of the plan
  if (content.type === 'staffing') return JSON.stringify(sorted({ ...content, occurredAt: null }));
  return JSON.stringify(sorted(content));
}

/** A value with the names of its fields in one order. */
function sorted(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(sorted);
  const fields = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return fields.map(([name, each]) => [name, sorted(each)]);
}
