import { setTimeout as sleep } from 'node:timers/promises';
import { type Admin, Kafka, logLevel, type Producer } from 'kafkajs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLog } from '../../services/platform/log.ts';
import { Readiness } from '../../services/platform/readiness.ts';
import {
  PartitionConsumer,
  type PartitionHandler,
} from '../../services/transport/kafka/partition-consumer.ts';
import { RECORD_SCHEMA, SCHEMA_HEADER } from '../../services/transport/kafka/record-headers.ts';
import { messagesOf } from '../../services/transport/kafka/topic-range.ts';
import { until } from '../process/live-server.ts';
import { describeWithKafka } from './test-broker.ts';

const PARTITIONS = 3;

/** What is stored of a partition, as a file would hold it in any process. */
class Stored {
  next = 0;
  readonly offsets: number[] = [];
  writers = 0;
  mostWriters = 0;
}

describeWithKafka('a reader whose position is what its sink stored', (broker) => {
  let kafka: Kafka;
  let admin: Admin;
  let producer: Producer;
  const readers: PartitionConsumer[] = [];

  beforeAll(async () => {
    kafka = new Kafka({ brokers: [broker().address], logLevel: logLevel.NOTHING });
    admin = kafka.admin();
    producer = kafka.producer();
    await Promise.all([admin.connect(), producer.connect()]);
  });
  afterAll(async () => {
    await Promise.all(readers.map((reader) => reader.stop()));
    await Promise.all([admin?.disconnect(), producer?.disconnect()]);
  });

  async function topicOf(messages: number): Promise<string> {
    const topic = `topic-${Math.random().toString(36).slice(2)}`;
    await admin.createTopics({
      waitForLeaders: true,
      topics: [{ topic, numPartitions: PARTITIONS }],
    });
    await fill(topic, messages);
    return topic;
  }

  async function fill(topic: string, messages: number) {
    for (let partition = 0; partition < PARTITIONS; partition++) {
      const values = Array.from({ length: messages }, (_, index) => {
        return { partition, value: `${partition}-${index}` };
      });
      await producer.send({ topic, messages: values });
    }
  }

  /** A member of the topic's group; `take` is what its handler does with a chunk. */
  function member(
    topic: string,
    stored: ReadonlyMap<number, Stored>,
    take: () => Promise<unknown>,
    losses: number[] = [],
    onCrash: (error: Error) => void = () => undefined,
    over = kafka,
    longestWait?: number,
  ): PartitionConsumer {
    const reader = new PartitionConsumer({
      kafka: over,
      ...(longestWait === undefined ? {} : { longestWait }),
      groupId: `group-${topic}`,
      topics: [topic],
      chunk: 10,
      sessionTimeout: 6_000,
      log: createLog('silent'),
      onCrash,
      onLoss: (_topic, _partition, missing) => losses.push(missing),
      open: async (_topic, partition): Promise<PartitionHandler> => {
        const of = stored.get(partition)!;
        return {
          nextOffset: () => of.next,
          async take(messages) {
            of.mostWriters = Math.max(of.mostWriters, ++of.writers);
            await take();
            for (const { offset } of messages) of.offsets.push(Number(offset));
            of.next = Number(messages.at(-1)!.offset) + 1;
            of.writers--;
          },
          close: async () => undefined,
        };
      },
    });
    readers.push(reader);
    return reader;
  }

  const empty = () => new Map(Array.from({ length: PARTITIONS }, (_, p) => [p, new Stored()]));
  const counted = (messages: number) => Array.from({ length: messages }, (_, index) => index);
  const allRead = (stored: ReadonlyMap<number, Stored>, messages: number) =>
    until('all is read', () => [...stored.values()].every(({ next }) => next >= messages));

  /** Has a member read all there is, and leave. */
  async function readWhole(topic: string, stored: ReadonlyMap<number, Stored>, messages: number) {
    const reader = member(topic, stored, async () => undefined);
    await reader.start();
    await allRead(stored, messages);
    await reader.stop();
  }

  test('slow handlers and members that come and go: every message once, in order', async () => {
    let messages = 100;
    const topic = await topicOf(messages);
    const stored = empty();
    const first = member(topic, stored, () => sleep(150));
    await first.start();
    await until('the first stores', () => [...stored.values()].some(({ next }) => next > 0));
    let chunks = 0;
    const second = member(topic, stored, () => {
      chunks++;
      return sleep(250);
    });
    await second.start();
    // about as much as the first stores meanwhile: there is something left for the second whenever it is let in
    for (; chunks < 2; messages += 10) {
      await fill(topic, 10);
      await sleep(100);
    }
    await first.stop();
    await allRead(stored, messages);
    await second.stop();
    for (const { offsets, mostWriters } of stored.values()) {
      expect(offsets).toEqual(counted(messages));
      expect(mostWriters).toBe(1);
    }
  });

  test('a handler that takes longer than a session: the member keeps its partitions', async () => {
    const topic = await topicOf(30);
    const stored = empty();
    let isFirst = true;
    const slow = async () => {
      if (isFirst) {
        isFirst = false;
        await sleep(9_000);
      }
    };
    const first = member(topic, stored, slow);
    await first.start();
    await until('its handler is busy', () => !isFirst);
    const second = member(topic, stored, async () => undefined);
    await second.start();
    await allRead(stored, 30);
    await Promise.all([first.stop(), second.stop()]);
    for (const { offsets, mostWriters } of stored.values()) {
      expect(offsets).toEqual(counted(30));
      expect(mostWriters).toBe(1);
    }
  });

  test('a log that is shorter than what was read of it is reported, and not read on', async () => {
    const topic = await topicOf(10);
    const stored = empty();
    stored.get(1)!.next = 100;
    let reported: Error | null = null;
    const reader = member(
      topic,
      stored,
      async () => undefined,
      [],
      (error) => {
        reported = error;
      },
    );
    await reader.start();
    await until('it is reported', () => reported !== null);
    expect(String(reported)).toContain(
      `${topic}, partition 1, ends at 10, and 100 were read of it`,
    );
    await reader.stop();
  });

  test('a group that is ahead of what is stored: reading goes back, also where no more comes', async () => {
    const topic = await topicOf(50);
    const stored = empty();
    await readWhole(topic, stored, 50);
    const older = empty();
    older.get(1)!.next = 20;
    await readWhole(topic, older, 50);
    expect(older.get(0)!.offsets).toEqual(counted(50));
    expect(older.get(1)!.offsets).toEqual(counted(50).slice(20));
  });

  test('a group that is put back: nothing is taken again', async () => {
    const topic = await topicOf(50);
    const stored = empty();
    await readWhole(topic, stored, 50);
    await admin.setOffsets({
      groupId: `group-${topic}`,
      topic,
      partitions: counted(PARTITIONS).map((partition) => ({ partition, offset: '0' })),
    });
    const after = member(topic, stored, async () => undefined);
    await after.start();
    await fill(topic, 5);
    await allRead(stored, 55);
    await after.stop();
    for (const { offsets } of stored.values()) expect(offsets).toEqual(counted(55));
  });

  test('a log that begins after what was read: the loss is reported, and reading continues', async () => {
    const topic = await topicOf(50);
    // without it kafkajs does not know who leads the partitions
    await admin.fetchTopicOffsets(topic);
    await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '30' }] });
    const stored = empty();
    const losses: number[] = [];
    const reader = member(topic, stored, async () => undefined, losses);
    await reader.start();
    await allRead(stored, 50);
    await reader.stop();
    expect(losses).toEqual([30]);
    expect(stored.get(0)!.offsets).toEqual(counted(50).slice(30));
    expect(stored.get(1)!.offsets).toEqual(counted(50));
  });

  test('a record of a later program ends reading before it, and is not skipped', async () => {
    const topic = await topicOf(0);
    const later = {
      partition: 0,
      value: 'later',
      headers: { [SCHEMA_HEADER]: `${RECORD_SCHEMA + 1}` },
    };
    // headers of other producers among them
    const known = [
      {},
      { [SCHEMA_HEADER]: String(RECORD_SCHEMA) },
      { [SCHEMA_HEADER]: 'avro', schema: '99' },
    ].map((headers) => ({ partition: 0, value: 'known', headers }));
    await producer.send({ topic, messages: known });
    const stored = empty();
    const crashes: Error[] = [];
    const note = (error: Error) => crashes.push(error);
    const reader = member(topic, stored, async () => undefined, [], note);
    await reader.start();
    await until('what is known is read', () => stored.get(0)!.next === 3);
    await producer.send({ topic, messages: [later, ...known] });
    await until('the later one is found', () => crashes.length > 0);
    await reader.stop();
    expect(stored.get(0)!.offsets).toEqual([0, 1, 2]);
    expect(crashes[0]!.message).toBe(
      `${topic}, partition 0, offset 3: the record has schema ${RECORD_SCHEMA + 1}, and this program reads up to ${RECORD_SCHEMA}. Upgrade this service; it then continues at this record`,
    );
    const whole = { topic, partition: 0, from: 0, to: 7 };
    const readWhole = async () => {
      for await (const _ of messagesOf(kafka, whole));
    };
    await expect(readWhole()).rejects.toThrow(`the record has schema ${RECORD_SCHEMA + 1}`);
  });

  test('reads on where the broker takes long to say how far it could', async () => {
    const topic = await topicOf(0);
    const stored = empty();
    const crashes: Error[] = [];
    const far = new Kafka({ brokers: [broker().address], logLevel: logLevel.NOTHING });
    const near = far.admin.bind(far);
    far.admin = (...options) => {
      const real = near(...options);
      const fetchTopicOffsets = async (of: string) => {
        const offsets = await real.fetchTopicOffsets(of);
        await sleep(500);
        return offsets;
      };
      return { ...real, fetchTopicOffsets };
    };
    const note = (error: Error) => crashes.push(error);
    const reader = member(topic, stored, async () => undefined, [], note, far);
    await reader.start();
    let sent = 0;
    for (const end = performance.now() + 8_000; performance.now() < end; await sleep(10)) {
      await fill(topic, 1);
      sent++;
    }
    await allRead(stored, sent);
    await reader.stop();
    expect(crashes).toEqual([]);
  });

  test('says so while what the log holds waits too long, in one partition or in all', async () => {
    const topic = await topicOf(20);
    // what is dropped is not waited for
    await admin.fetchTopicOffsets(topic);
    await admin.deleteTopicRecords({ topic, partitions: [{ partition: 2, offset: '20' }] });
    const stored = empty();
    let letGo: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const reader = member(topic, stored, () => held, [], undefined, kafka, 3_000);
    const reasons = () => new Readiness(reader.checks).reasons();
    expect(reasons()).toEqual([]);
    await reader.start();
    await until('it is behind', () => reasons().includes('behind'));
    expect(reasons()).toEqual(['behind']);
    letGo();
    await until('all is read', () => reasons().length === 0);
    expect(stored.get(0)!.next + stored.get(1)!.next).toBe(40);
    await reader.stop();
  });
});
