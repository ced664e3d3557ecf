import type { Kafka } from 'kafkajs';
import { isolate } from '../../scorer/isolate.ts';
import type { Scorer } from '../../scorer/scorer.ts';
import type { HourLog, PublishResult } from '../transport.ts';
import { mirror } from './dead-letters.ts';
import type { ReconnectingProducer } from './reconnecting-producer.ts';
import { isObject } from './records.ts';
import { messagesOf } from './topic-range.ts';
import type { Topics } from './topics.ts';

/** Messages that are sent before their offsets are recorded. */
const MOST_MESSAGES = 1_000;
/** Rejected records that are read at once; they may be large. */
const MOST_REJECTED = 50;
/** Encounter-hours of a batch; each message is about two kilobytes. */
const BATCH_HOURS = 10_000;

/**
 * Publishes the changes of a scorer's file to `encounter-hours`, in the partition of its events. The
 * mark of what is published is in that file, and moves once the broker has it: after a stop, some changes are
 * published again, and readers ignore them. Rejected records go to the dead letters in the same way.
 */
export class KafkaHourLog implements HourLog {
  private readonly kafka: Kafka;
  private readonly scorer: Scorer;
  private readonly producer: ReconnectingProducer;
  private readonly topics: Topics;

  constructor(kafka: Kafka, scorer: Scorer, producer: ReconnectingProducer, topics: Topics) {
    this.kafka = kafka;
    this.scorer = scorer;
    this.producer = producer;
    this.topics = topics;
  }

  async publish(isStopping: () => boolean): Promise<PublishResult> {
    let hours = 0;
    let streamTime: number | null = null;
    for (let more = true; more && !isStopping(); ) {
      const batch = await this.scorer.outbox.nextBatch(
        await this.scorer.outbox.published(),
        BATCH_HOURS,
      );
      if (batch === null) break;
      const messages = await this.scorer.outbox.readMessages(batch);
      for (let from = 0; from < messages.length; from += MOST_MESSAGES) {
        await this.send(messages.slice(from, from + MOST_MESSAGES));
      }
      await this.scorer.outbox.markPublished(batch);
      hours += messages.length;
      streamTime = batch.streamTime ?? streamTime;
      more = batch.more;
    }
    return { hours, streamTime };
  }

  /**
   * Compares what another scorer has published since this one last did, for example before a partition moved here:
   * this file may not know of hours that later events removed. Returns whether there was any. Only
   * for a scorer that has read and scored the whole log.
   */
  async reconcile(isStopping: () => boolean): Promise<boolean> {
    const others = await this.scorer.outbox.othersSent();
    if (others === null) return false;
    const { partition } = this.scorer.log;
    const range = { topic: this.topics.encounterHours.name, partition, ...others };
    for await (const messages of messagesOf(this.kafka, range)) {
      if (isStopping()) return false;
      const hours = messages.filter(
        ({ value, headers }) =>
          value !== null && headers?.kind?.toString() === 'hour' && isObject(value),
      );
      let ahead = 0;
      await isolate(
        hours,
        async (each) => {
          if (each.length === 0) return;
          ahead += await this.scorer.withdrawUnknown(each.map(({ value }) => value!));
        },
        // readers have skipped what is not an encounter-hour
        async () => undefined,
      );
      // a message ahead of this scorer is compared once it has caught up
      if (ahead > 0) return false;
    }
    await this.scorer.outbox.markCompared(others.to);
    return true;
  }

  /** Sends the rejected records that the topic of dead letters does not have. */
  mirrorRejected(): Promise<void> {
    const { log, outbox } = this.scorer;
    return mirror(
      {
        next: () => outbox.unmirrored(MOST_REJECTED),
        placeOf: ({ offset }) => {
          return { topic: log.topic, partition: String(log.partition), offset: String(offset) };
        },
        mark: ({ offset }) => outbox.markMirrored(offset),
      },
      this.producer,
      this.topics,
    );
  }

  private async send(messages: readonly { key: string; kind: string; value: string }[]) {
    const topic = this.topics.encounterHours.name;
    const { partition } = this.scorer.log;
    const { ranges } = await this.producer.sendAll(
      messages.map(({ key, kind, value }) => ({ topic, partition, key, value, headers: { kind } })),
    );
    // a repeated request has no offset: then our own messages are compared too, and found known
    for (const { from, to } of ranges) await this.scorer.outbox.noteSent(from, to);
  }
}
