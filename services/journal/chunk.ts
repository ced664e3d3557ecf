import type { EventSequence } from '../../pipelines/events/columnar-events.ts';
import type { Rejection } from '../../pipelines/events/decode.ts';
import type { WardEvent } from '../../schemas/ward-event.ts';

/** Events of the journal in order, with their range of positions. */
export interface Chunk<Events extends EventSequence = readonly WardEvent[]> {
  /** Position of the first record. */
  readonly first: number;
  /** Position after the last. */
  readonly next: number;
  readonly events: Events;
  /** Position of each event. */
  readonly positions: readonly number[];
  /** Records that this program cannot read, by position. */
  readonly rejected: readonly Rejection[];
  /** Subject of the one sender of each source. */
  readonly senders: ReadonlyMap<string, string>;
  /** How far other logs were read. */
  readonly sources: ReadonlyMap<string, number>;
}

/** Returns the sources whose sender is known. */
export function knownOf(
  senders: ReadonlyMap<string, string | undefined>,
): ReadonlyMap<string, string> {
  return new Map([...senders].filter((each): each is [string, string] => each[1] !== undefined));
}
