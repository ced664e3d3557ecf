import { asObjects, type EventSequence } from '../../pipelines/events/columnar-events.ts';
import type { Rejection } from '../../pipelines/events/decode.ts';
import { wireBytes } from '../../pipelines/events/encode.ts';
import type { WardEvent } from '../../schemas/ward-event.ts';
import { errorKind, type Logger } from '../platform/log.ts';
import type { Metrics } from '../platform/metrics.ts';
import type { LogBatch, LogConsumer } from '../transport/transport.ts';
import { isolate, UNSTORABLE } from './isolate.ts';
import type { Scorer } from './scorer.ts';

/** A record of the log that the scorer rejected, and its sender if the log has it. */
export interface RejectedRecord extends Rejection {
  readonly sender?: { readonly subject: string; readonly sources: readonly string[] };
}

export interface StoreBatchOptions {
  readonly scorer: Scorer;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'storing' | 'batch' | 'rejected'>;
  /** Whether an encounter is scored here; a new version of an event may still move it from here to another encounter. */
  readonly isOurs?: (event: WardEvent) => boolean;
  /**
   * Turns records that are stored as rejected into dead letters.
   * @param unstorable events among them that the store refused; if sent again, they count as new
   */
  readonly keepRejected: (
    rejected: readonly RejectedRecord[],
    unstorable: readonly WardEvent[],
  ) => Promise<void> | void;
}

/** A consumer of the log that stores batches and does not score yet. */
export function storingConsumer(options: StoreBatchOptions): LogConsumer {
  const { scorer } = options;
  return {
    get nextOffset() {
      return scorer.nextOffset;
    },
    ready: () => scorer.ready(),
    take: (batch) => storeBatch(batch, options),
  };
}

/**
 * Stores a batch of the log in the scorer's file, with its position in the same transaction. An event that the store
 * refuses is stored as rejected; the others are not affected.
 * @returns the number of events that the file already had
 * @throws WarehouseError if the file cannot be written; earlier records stay stored, with their position
 */
export async function storeBatch(batch: LogBatch, options: StoreBatchOptions): Promise<number> {
  const { scorer, metrics, isOurs, keepRejected } = options;
  const { events, positions } = batch;
  const sources = [...(batch.sources ?? [])].map(([topic, nextOffset]) => ({
    ...{ topic, partition: scorer.log.partition, nextOffset },
  }));
  /** The part of the batch from the stored position to another; positions of other logs are set after the last part. */
  const storeTo = async (next: number, part: EventSequence, alsoRejected?: RejectedRecord) => {
    const from = scorer.nextOffset;
    const rejected: RejectedRecord[] = batch.rejected.filter(
      ({ offset }) => offset >= from && offset < next,
    );
    if (alsoRejected !== undefined) rejected.push(alsoRejected);
    const known = await scorer.take({ ...divided(part, isOurs), rejected }, next, {
      ...(batch.senders === undefined ? {} : { senders: batch.senders }),
      ...(next === batch.next && sources.length > 0 ? { sources } : {}),
    });
    duplicates += known.size;
    for (const { reason } of rejected) metrics.rejected.inc({ reason });
    if (rejected.length > 0) kept.push(...rejected);
  };
  const nextAfter = (index: number) =>
    index === events.length - 1 ? batch.next : positions[index]! + 1;
  let found: readonly WardEvent[] | null = null;
  /** The events as objects, which columns become only if the store refuses one. */
  const objects = () => {
    found ??= asObjects(events);
    return found;
  };
  let duplicates = 0;
  const kept: RejectedRecord[] = [];
  const unstorable: WardEvent[] = [];
  const stop = metrics.storing.startTimer();
  try {
    await isolate(
      Array.from({ length: events.length }, (_, index) => index),
      async (indexes) => {
        const isWhole = indexes.length === events.length;
        await storeTo(
          isWhole ? batch.next : nextAfter(indexes.at(-1)!),
          isWhole ? events : indexes.map((index) => objects()[index]!),
        );
      },
      async (index, error) => {
        const event = objects()[index]!;
        const offset = positions[index]!;
        const place = { ...scorer.log, offset };
        options.log.error(
          { ...errorKind(error), ...place },
          'an event could not be stored, and is rejected',
        );
        const subject = batch.senders?.get(event.source);
        const sender =
          subject === undefined ? {} : { sender: { subject, sources: [event.source] } };
        await storeTo(nextAfter(index), [], {
          offset,
          ...sender,
          ...UNSTORABLE,
          raw: wireBytes(event),
        });
        unstorable.push(event);
      },
    );
  } finally {
    stop();
    // also if a later part failed: the position is past these, so they do not come again
    if (kept.length > 0) await keepRejected(kept, unstorable);
  }
  metrics.batch.observe(events.length + batch.rejected.length);
  return duplicates;
}

/** Divides events by where they are scored. */
function divided(events: EventSequence, isOurs: StoreBatchOptions['isOurs']) {
  if (isOurs === undefined) return { events, foreign: [] };
  const all = asObjects(events);
  const ours = all.filter(isOurs);
  const foreign = all.length === ours.length ? [] : all.filter((event) => !isOurs(event));
  return { events: ours, foreign };
}
