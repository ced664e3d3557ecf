import { randomUUID } from 'node:crypto';
import type { RecordBatch } from 'apache-arrow';
import type { Admin, Kafka, KafkaMessage } from 'kafkajs';
import type { Rejection } from '../../../pipelines/events/decode.ts';
import type { EventRules } from '../../../pipelines/events/event-rules.ts';
import { toArrow } from '../../../pipelines/events/to-arrow.ts';
import { CHUNK_EVENTS, type Chunk, DECODED_EVENTS } from '../../files/chunk.ts';
import type { EventFile } from '../../files/event-file.ts';
import { InputError } from '../../platform/input-error.ts';
import type { Logger } from '../../platform/log.ts';
import { openKafka, withAdmin } from './cluster.ts';
import { assertReadable } from './record-headers.ts';
import { decodeMessages } from './records.ts';
import type { KafkaSettings } from './settings.ts';
import { topicsOf } from './topics.ts';

/** Messages by when Kafka took them; milliseconds since 1970, `until` not included. */
export interface TimeRange {
  readonly since?: number | undefined;
  readonly until?: number | undefined;
}

/** A range of a partition; `to` is not included. */
export interface OffsetRange {
  readonly topic: string;
  readonly partition: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Returns the ward events that Kafka has now, as one log per partition, for `replay`. Messages that arrive
 * during reading are not included.
 * @throws InputError if the topic does not exist
 */
export async function topicRange(
  settings: KafkaSettings,
  log: Logger,
  { since, until }: TimeRange,
): Promise<EventFile[]> {
  const kafka = openKafka(settings, 'vardintensitet-replay', log, true);
  const topic = topicsOf(settings).wardEvents.name;
  return withAdmin(kafka, async (admin) => {
    const whole = await wholeOf(admin, topic);
    const at = async (time: number | undefined) => {
      const found = time === undefined ? [] : await admin.fetchTopicOffsetsByTimestamp(topic, time);
      return new Map(found.map(({ partition, offset }) => [partition, Number(offset)]));
    };
    const [begin, end] = [await at(since), await at(until)];
    return whole
      .map(({ partition, from: first, to: last }): OffsetRange => {
        // -1 if nothing is as late
        const bound = (of: Map<number, number>, otherwise: number) => {
          const offset = of.get(partition) ?? otherwise;
          return offset < 0 ? last : offset;
        };
        const from = Math.max(first, bound(begin, first));
        return { topic, partition, from, to: Math.max(from, bound(end, last)) };
      })
      .map((range) => eventLog(kafka, range, since));
  });
}

/**
 * Returns what each partition of a topic holds now, in the order of the partitions.
 * @throws InputError if the topic does not exist
 */
export async function wholeOf(admin: Admin, topic: string): Promise<OffsetRange[]> {
  if (!(await admin.listTopics()).includes(topic)) {
    throw new InputError(
      `Kafka has no topic ${topic}: set KAFKA_PREFIX to the one of your services, or start ingest first`,
    );
  }
  const offsets = await admin.fetchTopicOffsets(topic);
  return offsets
    .map(({ partition, low, high }) => {
      return { topic, partition, from: Number(low), to: Number(high) };
    })
    .toSorted((a, b) => a.partition - b.partition);
}

function eventLog(kafka: Kafka, range: OffsetRange, since: number | undefined): EventFile {
  const { topic, partition, from, to } = range;
  const begin = since === undefined ? '' : `@${since}`;
  return {
    path: `${topic}, partition ${partition}`,
    topic: `${topic}/${partition}${begin}`,
    bytes: to - from,
    chunks: (next, rules, chunkEvents = CHUNK_EVENTS) =>
      chunks(kafka, { ...range, from: Math.max(from, next) }, from, rules, chunkEvents),
  };
}

async function* chunks(
  kafka: Kafka,
  range: OffsetRange,
  begin: number,
  rules: EventRules,
  chunkEvents: number,
): AsyncGenerator<Chunk> {
  let batches: RecordBatch[] = [];
  let rejected: Rejection[] = [];
  let held: KafkaMessage[] = [];
  let read = 0;
  let nextOffset = range.from;
  const unpack = () => {
    const decoded = decodeMessages(held, rules);
    batches.push(toArrow(decoded.events));
    rejected.push(...decoded.rejected);
    held = [];
  };
  for await (const messages of messagesOf(kafka, range)) {
    held.push(...messages);
    read += messages.length;
    nextOffset = Number(messages.at(-1)!.offset) + 1;
    if (held.length >= DECODED_EVENTS) unpack();
    if (read < chunkEvents) continue;
    unpack();
    yield { batches, rejected, nextOffset, bytesRead: nextOffset - begin };
    [batches, rejected, read] = [[], [], 0];
  }
  unpack();
  yield { batches, rejected, nextOffset: range.to, bytesRead: range.to - begin };
}

/** Yields the messages of a range, fetch by fetch. Fetches the next once the last is consumed. */
export async function* messagesOf(
  kafka: Kafka,
  { topic, partition, from, to }: OffsetRange,
): AsyncGenerator<KafkaMessage[]> {
  if (from >= to) return;
  // has the name of its topic, so that one access rule covers both
  const groupId = `${topic}.read-${randomUUID()}`;
  const consumer = kafka.consumer({ groupId, maxBytesPerPartition: 1024 * 1024 });
  let give: (messages: KafkaMessage[] | Error) => void = () => {};
  let taken: () => void = () => {};
  const fetched = () =>
    new Promise<KafkaMessage[] | Error>((resolve) => {
      give = resolve;
    });
  let next = fetched();
  await consumer.connect();
  try {
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      if (!payload.restart) give(payload.error);
    });
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      const others = (payload.memberAssignment[topic] ?? []).filter((each) => each !== partition);
      if (others.length > 0) consumer.pause([{ topic, partitions: others }]);
      consumer.seek({ topic, partition, offset: String(from) });
    });
    let reached = from;
    // offsets with only transaction markers deliver no batch
    consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => {
      if (payload.partition !== partition || payload.batchSize > 0 || reached >= to) return;
      reached = Number(payload.lastOffset) + 1;
      if (reached >= to) give([]);
    });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: async ({ batch, resolveOffset, heartbeat }) => {
        if (batch.partition !== partition || reached >= to) return;
        const messages = batch.messages.filter(({ offset }) => {
          return Number(offset) >= reached && Number(offset) < to;
        });
        reached = Number(batch.lastOffset()) + 1;
        try {
          assertReadable(topic, partition, messages);
        } catch (error) {
          give(error as Error);
          return;
        }
        const done = new Promise<void>((resolve) => {
          taken = resolve;
        });
        give(messages);
        const beat = setInterval(() => void heartbeat().catch(() => undefined), 1_000);
        await done;
        clearInterval(beat);
        resolveOffset(batch.lastOffset());
      },
    });
    for (;;) {
      const messages = await next;
      next = fetched();
      if (messages instanceof Error) throw messages;
      if (messages.length > 0) yield messages;
      taken();
      if (reached >= to) return;
    }
  } finally {
    taken();
    await consumer.disconnect();
  }
}
