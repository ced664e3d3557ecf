import type { Rejection } from '../../pipelines/events/decode.ts';
import type { WardEvent } from '../../schemas/ward-event.ts';

/** What is wrong with a record. */
export type Fault = Pick<Rejection, 'reason' | 'pointer' | 'detail'>;

/** What became of appended events, by their index. An event in none of the sets is new and durable. */
export interface Appended {
  /** The log already has the same event, to the letter. */
  readonly duplicates: ReadonlySet<number>;
  /** The log does not take these, however often they are sent. */
  readonly refused?: ReadonlyMap<number, Fault>;
  /** Not known to be durable: the sender must send these again. */
  readonly failed?: ReadonlySet<number>;
  /** Why some failed. */
  readonly cause?: Error | null;
}

/**
 * The log of ward events as ingest sees it: a journal in the process (`local/`), or the topic `ward-events`
 * (`kafka/`). An append may be repeated: readers keep an event once, however often the log has it.
 */
export interface EventLog {
  /** Resolves when an append would start at once; until then the caller gathers more for it. */
  ready(): Promise<void>;
  /**
   * Resolves when the fate of every event is known. What is in no set of the result survives a power cut.
   * @param senders subject of the sender of each source among the events
   * @throws where every event failed
   */
  append(events: readonly WardEvent[], senders: ReadonlyMap<string, string>): Promise<Appended>;
  /** Writes something that changes no score, to find out whether the log takes events again. @throws where it does not */
  probe(): Promise<void>;
}

/** Part of a partition of the event log, in the order of the log, as a scorer stores it in one transaction. */
export interface LogBatch {
  readonly events: readonly WardEvent[];
  /** Position of each event in the log, ascending. */
  readonly positions: readonly number[];
  /** Records that are no events, ascending by `offset`, their position in the log. */
  readonly rejected: readonly Rejection[];
  /** Position after the batch. */
  readonly next: number;
  /** Positions of the log after the batch. */
  readonly lag: number;
  /** Subject of the sender of each source, where the log knows it. */
  readonly senders?: ReadonlyMap<string, string>;
  /** How far other logs, as that of the simulator, are read with the batch: next position by topic. */
  readonly sources?: ReadonlyMap<string, number>;
}

/** Takes one partition of the event log in its order, and stores its position with what it takes. */
export interface LogConsumer {
  /** Position to read next. */
  readonly nextOffset: number;
  /** Resolves when a batch would be stored at once; until then a reader may gather more for it. */
  ready(): Promise<void>;
  /** Stores a batch that starts at `nextOffset` or after it; resolves with the number of duplicates once it is durable. */
  take(batch: LogBatch): Promise<number>;
}

/** What a publication brought. */
export interface Publication {
  /** Encounter-hours and withdrawals that were published. */
  readonly hours: number;
  /** Stream time that is published now, in microseconds since 1970; `null` where it did not move. */
  readonly streamTime: number | null;
}

/**
 * The log of encounter-hours as a scorer sees it: the serving store of the same process (`local/`), or the topic
 * `encounter-hours` (`kafka/`). Published is what the readers' side has for good, in the order of the outbox.
 */
export interface HourLog {
  /** Publishes what the outbox of the scorer has and this log has not, until nothing is left or `isStopping`. Safe to repeat. */
  publish(isStopping: () => boolean): Promise<Publication>;
  /**
   * Withdraws hours that a lost or another scorer file published and that this one does not have. Only for a scorer
   * that has stored and scored all of the event log. Resolves with whether there is something to publish again.
   */
  reconcile(isStopping: () => boolean): Promise<boolean>;
}
