import { CompressionTypes, type Message, Partitioners, type Producer } from 'kafkajs';
import { wireEvent } from '../../pipelines/scoring/wire-event.ts';
import { isStaffing } from '../../pipelines/serving/staffing.ts';
import type { WardEvent } from '../../schemas/ward-event.ts';
import type { EventLog } from '../ingest/intake.ts';
import type { Topics } from './topics.ts';

/** Messages of one request to the broker: more would only make it wait. */
const MOST_MESSAGES = 1_000;

const partitioner = Partitioners.DefaultPartitioner();

/** The partition of an encounter: that of Kafka's own clients for the same key. */
export function partitionOf(encounterId: string, partitions: number): number {
  const partitionMetadata = Array.from({ length: partitions }, (_, partitionId) => ({
    ...{ partitionId, partitionErrorCode: 0, leader: 0 },
    ...{ replicas: [], isr: [] },
  }));
  return partitioner({ topic: '', partitionMetadata, message: { key: encounterId, value: null } });
}

/**
 * Where an event goes. Its encounter's partition; but ticks move every partition's time, and a
 * correction may take an event from an encounter whose partition is another, so both go to all.
 */
export function messagesOf(
  event: WardEvent,
  topics: Topics,
): { topic: string; message: Message }[] {
  const value = Buffer.from(JSON.stringify(wireEvent(event)));
  if (isStaffing(event)) {
    return [{ topic: topics.wardStaffing.name, message: { key: event.wardId, value } }];
  }
  const { name: topic, partitions } = topics.wardEvents;
  if (event.type !== 'tick' && event.status === 'final') {
    const partition = partitionOf(event.encounterId, partitions);
    return [{ topic, message: { key: event.encounterId, value, partition } }];
  }
  const key = event.type === 'tick' ? null : event.encounterId;
  return Array.from({ length: partitions }, (_, partition) => {
    return { topic, message: { key, value, partition } };
  });
}

/** The event log on Kafka: published is what every in-sync replica has. */
export class EventProducer implements EventLog {
  private readonly producer: Producer;
  private readonly topics: Topics;
  private sending: Promise<unknown> = Promise.resolve();

  constructor(producer: Producer, topics: Topics) {
    this.producer = producer;
    this.topics = topics;
  }

  /** Resolves when nothing is being sent. */
  async ready(): Promise<void> {
    await this.sending;
  }

  /** Nothing is known to the letter here: scorers keep an event once, however often it comes. */
  async publish(events: readonly WardEvent[]): Promise<ReadonlySet<number>> {
    const sent = this.send(events);
    this.sending = sent.catch(() => undefined);
    await sent;
    return new Set();
  }

  private async send(events: readonly WardEvent[]): Promise<void> {
    const due = events.flatMap((event) => messagesOf(event, this.topics));
    for (let from = 0; from < due.length; from += MOST_MESSAGES) {
      const byTopic = new Map<string, Message[]>();
      for (const { topic, message } of due.slice(from, from + MOST_MESSAGES)) {
        const messages = byTopic.get(topic) ?? [];
        messages.push(message);
        byTopic.set(topic, messages);
      }
      await this.producer.sendBatch({
        acks: -1,
        compression: CompressionTypes.GZIP,
        topicMessages: [...byTopic].map(([topic, messages]) => ({ topic, messages })),
      });
    }
  }
}
