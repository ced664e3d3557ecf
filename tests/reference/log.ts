import type { Micros } from '../../schemas/instant.ts';
import type { WardEvent } from '../../schemas/ward-event.ts';
import { countingVersions } from './versions.ts';

/** An accepted event and the log partition it was read from. */
export interface Logged {
  readonly event: WardEvent;
  readonly partition: number;
}

/** An event about one encounter. */
export type ClinicalEvent = Extract<WardEvent, { encounterId: string }>;

/** What is known of one encounter: its events as they now stand, in order, and the stream time T. */
export interface Encounter {
  readonly encounterId: string;
  readonly events: readonly ClinicalEvent[];
  readonly streamTime: Micros;
}

/** Every encounter of the log. MODEL.md §1 (stream time, versions). */
export function encountersOf(log: readonly Logged[]): Encounter[] {
  const byEncounter = new Map<string, Logged[]>();
  for (const entry of standing(log)) {
    if (!('encounterId' in entry.event)) continue;
    const { encounterId } = entry.event;
    const own = byEncounter.get(encounterId) ?? [];
    byEncounter.set(encounterId, own);
    own.push(entry);
  }
  return [...byEncounter].map(([encounterId, own]) => {
    const partitions = new Set(own.map(({ partition }) => partition));
    if (partitions.size !== 1) throw new Error(`${encounterId} lies on several partitions`);
    const events = own.map(({ event }) => event as ClinicalEvent).sort(byOrder);
    return { encounterId, events, streamTime: streamTime(log, own[0]!.partition) };
  });
}

/** By `occurredAt`, then `recordedAt`, then source and id in ASCII order. */
export function byOrder(a: WardEvent, b: WardEvent): number {
  return (
    a.occurredAt - b.occurredAt ||
    a.recordedAt - b.recordedAt ||
    ascii(a.source, b.source) ||
    ascii(a.id, b.id)
  );
}

export function ascii(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function streamTime(log: readonly Logged[], partition: number): Micros {
  return log
    .filter((entry) => entry.partition === partition)
    .reduce((latest, { event }) => Math.max(latest, event.recordedAt), Number.NEGATIVE_INFINITY);
}

/** The version that counts of every event, without the events it removes. */
function standing(log: readonly Logged[]): Logged[] {
  return countingVersions(log).filter(({ event }) => event.status !== 'entered-in-error');
}
