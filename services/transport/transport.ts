import type { EventSequence } from '../../pipelines/events/columnar-events.ts';
import type { Rejection } from '../../pipelines/events/decode.ts';
import type { WardEvent } from '../../schemas/ward-event.ts';

/** What is wrong with a record. */
export type Fault = Pick<Rejection, 'reason' | 'pointer' | 'detail'>;

/** The result of an append, by index of the events. An event in none of the sets is new and durable. */
export interface Appended {
  /** The log already has an exact copy of the event. */
  readonly duplicates: ReadonlySet<number>;
  /** The log refuses these events; a retry does not help. */
  readonly refused?: ReadonlyMap<number, Fault>;
  /** Events that are not confirmed as durable: the sender must send them again. */
  readonly failed?: ReadonlySet<number>;
  /** Why some failed. */
  readonly cause?: Error | null;
}

/**
 * The log of ward events as ingest sees it: a journal in the process (`local/`), or the topic `ward-events`
 * (`kafka/`). An append may be repeated: readers store an event once, even if the log has several copies.
 */
export interface EventLog {
  /** Resolves when an append can start immediately; until then the caller gathers more events. */
  ready(): Promise<void>;
  /**
   * Appends events; resolves when the result of each is known. Events in no set of the result survive a power cut.
   * @param senders subject of the sender of each source among the events
   * @throws if every event failed
   */
  append(events: readonly WardEvent[], senders: ReadonlyMap<string, string>): Promise<Appended>;
  /** Writes something without effect on scores, to find out whether the log accepts events again. @throws if not */
  probe(): Promise<void>;
}

/** Part of a partition of the event log, in the order of the log, as a scorer stores it in one transaction. */
export interface LogBatch {
  readonly events: EventSequence;
  /** Position of each event in the log, ascending. */
  readonly positions: readonly number[];
  /** Records that are not events, ascending by `offset`, their position in the log. */
  readonly rejected: readonly Rejection[];
  /** Position after the batch. */
  readonly next: number;
  /** Number of log positions after the batch. */
  readonly lag: number;
  /** Subject of the sender of each source, if the log has it. */
  readonly senders?: ReadonlyMap<string, string>;
  /** How far other logs, such as that of the simulator, are read with the batch: next position by topic. */
  readonly sources?: ReadonlyMap<string, number>;
}

/** Stores one partition of the event log in order, each batch with its position. */
export interface LogConsumer {
  /** Position to read next. */
  readonly nextOffset: number;
  /** Resolves when a batch can be stored immediately; until then a reader may gather more events. */
  ready(): Promise<void>;
  /** Stores a batch that starts at `nextOffset` or after it; resolves with the number of duplicates once it is durable. */
  take(batch: LogBatch): Promise<number>;
}

/** The result of publishing. */
export interface PublishResult {
  /** Number of published encounter-hours and withdrawals. */
  readonly hours: number;
  /** Published stream time, in microseconds since 1970; `null` if it did not move. */
  readonly streamTime: number | null;
}

/**
 * The log of encounter-hours as a scorer sees it: the serving store of the same process (`local/`), or the topic
 * `encounter-hours` (`kafka/`). Hours are published once the readers' side has them durably, in the order of the outbox.
 */
export interface HourLog {
  /** Publishes what the outbox of the scorer has and this log has not, until nothing is left or `isStopping`. Safe to repeat. */
  publish(isStopping: () => boolean): Promise<PublishResult>;
  /**
   * Withdraws hours that a lost or another scorer file published and that this one does not have. Only for a scorer
   * that has stored and scored all of the event log. Resolves with whether there is something to publish again.
   */
  reconcile(isStopping: () => boolean): Promise<boolean>;
}
