import { wireBytes } from '../../../pipelines/events/encode.ts';
import type { WardEvent } from '../../../schemas/ward-event.ts';
import type { Appended, EventLog, Fault } from '../transport.ts';
import { partitionOf } from './partitioner.ts';
import type { ReconnectingProducer } from './reconnecting-producer.ts';
import type { Topics } from './topics.ts';

/** The fields of an event that determine its partitions. A record that is not an event may have any value. */
export interface Head {
  readonly type?: unknown;
  readonly status?: unknown;
  readonly encounterId?: unknown;
  readonly wardId?: unknown;
  readonly recordedAt?: unknown;
}

/** Topic, partition and key of a message. */
export interface Route {
  readonly topic: string;
  readonly key: string | null;
  readonly partition: number;
}

/**
 * Returns where an event goes: to the partition of its encounter. Ticks move the time of every partition, and a
 * correction may move an event from an encounter of another partition, so both go to all. A record that is
 * not an event goes to the first partition, where it is rejected.
 */
export function routesOf({ type, status, encounterId, wardId }: Head, topics: Topics): Route[] {
  if (type === 'staffing' || type === 'judgement') {
    // its one partition: the order of a ward's staffing is that of the log
    return [{ topic: topics.wardStaffing.name, key: String(wardId), partition: 0 }];
  }
  const { name: topic, partitions } = topics.wardEvents;
  const key = typeof encounterId === 'string' ? encounterId : null;
  if (type === 'tick' || (key !== null && (status ?? 'final') !== 'final')) {
    return Array.from({ length: partitions }, (_, partition) => ({ topic, key, partition }));
  }
  return [{ topic, key, partition: key === null ? 0 : partitionOf(key, partitions) }];
}

const TOO_LARGE: Fault = {
  reason: 'too-large',
  pointer: '',
  detail: 'Expected a record that the log takes: its limit is smaller',
};

/** The event log on Kafka (`ward-events`, `ward-staffing`): an event is appended once every in-sync replica has it. */
export class KafkaEventLog implements EventLog {
  private readonly producer: ReconnectingProducer;
  private readonly topics: Topics;
  private sending: Promise<unknown> = Promise.resolve();

  constructor(producer: ReconnectingProducer, topics: Topics) {
    this.producer = producer;
    this.topics = topics;
  }

  /** Resolves when nothing is being sent. */
  async ready(): Promise<void> {
    await this.sending;
  }

  /** Returns no duplicates: scorers store a repeated event only once. */
  async append(
    events: readonly WardEvent[],
    senders: ReadonlyMap<string, string> = new Map(),
  ): Promise<Appended> {
    const sent = this.send(events, senders);
    this.sending = sent.catch(() => undefined);
    return sent;
  }

  /** Checks whether the last send succeeded, a tick of the clock included: Kafka has no write without effect. */
  async probe(): Promise<void> {
    if (this.producer.isFailing) throw new Error('the last that was sent is not stored');
  }

  /** Sends events; an event for several partitions is stored once each of them has it. Its header names its sender. */
  private async send(
    events: readonly WardEvent[],
    senders: ReadonlyMap<string, string>,
  ): Promise<Appended> {
    const of: number[] = [];
    const messages = events.flatMap((event, index) => {
      const value = wireBytes(event);
      const sender = senders.get(event.source);
      const headers = sender === undefined ? {} : { headers: { sender } };
      return routesOf(event, this.topics).map((route) => {
        of.push(index);
        return { ...route, ...headers, value };
      });
    });
    const { refused, failed, cause } = await this.producer.send(messages);
    return {
      duplicates: new Set(),
      refused: new Map([...refused].map((index) => [of[index]!, TOO_LARGE])),
      failed: new Set([...failed].map((index) => of[index]!)),
      cause,
    };
  }
}
