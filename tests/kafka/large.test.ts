import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WardEvent } from '../../schemas/ward-event.ts';
import { createLog } from '../../services/platform/log.ts';
import { openKafka, withAdmin } from '../../services/transport/kafka/cluster.ts';
import { KafkaEventLog } from '../../services/transport/kafka/event-log.ts';
import {
  type Outgoing,
  ReconnectingProducer,
} from '../../services/transport/kafka/reconnecting-producer.ts';
import { type KafkaSettings, kafkaSettings } from '../../services/transport/kafka/settings.ts';
import { messagesOf } from '../../services/transport/kafka/topic-range.ts';
import { ensureTopics, topicsOf } from '../../services/transport/kafka/topics.ts';
import { describeWithKafka } from './test-broker.ts';

const MEBIBYTE = 1024 * 1024;
const log = createLog('silent');
/** Bytes that gzip makes no smaller. */
const noise = (length: number) => randomBytes(length);

describeWithKafka('messages that are large', (broker) => {
  let settings: KafkaSettings;
  let producer: ReconnectingProducer;
  const kafka = () => openKafka(settings, 'test', log);

  beforeAll(async () => {
    settings = kafkaSettings({
      ...{ KAFKA_BROKERS: broker().address, KAFKA_PREFIX: 'large.', KAFKA_PARTITIONS: '2' },
    });
    await withAdmin(kafka(), (admin) => ensureTopics(admin, topicsOf(settings), settings));
    producer = new ReconnectingProducer(kafka());
  });
  afterAll(() => producer?.disconnect());

  /** The lengths of what a partition holds. */
  async function lengthsOf(topic: string, partition: number): Promise<number[]> {
    const [end] = await withAdmin(kafka(), async (admin) =>
      (await admin.fetchTopicOffsets(topic)).filter((each) => each.partition === partition),
    );
    const lengths: number[] = [];
    const range = { topic, partition, from: 0, to: Number(end!.high) };
    for await (const messages of messagesOf(kafka(), range)) {
      lengths.push(...messages.map(({ value }) => value?.length ?? 0));
    }
    return lengths;
  }

  /** A topic as an operator may have made it. */
  async function topicOf(name: string, config: Record<string, string>): Promise<string> {
    await withAdmin(kafka(), async (admin) => {
      const configEntries = Object.entries(config).map(([key, value]) => ({ name: key, value }));
      await admin.createTopics({ topics: [{ topic: name, numPartitions: 2, configEntries }] });
    });
    return name;
  }

  test('are split into requests that a broker takes, in their order', async () => {
    // 8 MB for one partition, whose topic takes 4 MiB a request
    const topic = topicsOf(settings).wardEvents.name;
    const lengths = Array.from({ length: 133 }, (_, index) => 60_000 + index);
    const sent = await producer.send(
      lengths.map((length) => ({ topic, partition: 1, value: noise(length) })),
    );
    expect(sent).toMatchObject({ refused: new Set(), failed: new Set(), cause: null });
    expect(await lengthsOf(topic, 1)).toEqual(lengths);
  });

  test('are refused one by one where the topic never takes them, and the others are stored', async () => {
    const topic = await topicOf('large.narrow', { 'max.message.bytes': '10000' });
    const lengths = [100, 20_000, 200, 9_000, 9_001, 30_000, 300, MEBIBYTE + 1, 400];
    const to0 = lengths.map((length): Outgoing => {
      return { topic, partition: 0, value: noise(length) };
    });
    const others = [500, 600].map((length): Outgoing => {
      return { topic, partition: 1, value: noise(length) };
    });
    const sent = await producer.send([...to0, ...others]);
    expect(sent).toMatchObject({ refused: new Set([1, 5, 7]), failed: new Set(), cause: null });
    expect(await lengthsOf(topic, 0)).toEqual([100, 200, 9_000, 9_001, 300, 400]);
    expect(await lengthsOf(topic, 1)).toEqual([500, 600]);
    // and the producer goes on
    const next = await producer.send([{ topic, partition: 0, value: noise(700) }]);
    expect(next.cause).toBeNull();
    expect(await lengthsOf(topic, 0)).toHaveLength(7);
    await expect(producer.sendAll([to0[1]!])).rejects.toThrow(/max.message.bytes/);
  });

  test('fail for their partition alone where a topic is not there', async () => {
    const topic = topicsOf(settings).wardEvents.name;
    const before = await lengthsOf(topic, 0);
    const sent = await producer.send([
      { topic, partition: 0, value: noise(10) },
      { topic, partition: 7, value: noise(10) },
      { topic, partition: 0, value: noise(11) },
    ]);
    expect(sent.failed).toEqual(new Set([1]));
    expect(sent.cause).toBeInstanceOf(Error);
    expect(await lengthsOf(topic, 0)).toEqual([...before, 10, 11]);
  });

  describe('as events of a commit', () => {
    const event = (id: string, items: number): WardEvent =>
      ({
        ...{ id, source: 'test', status: 'final', occurredAt: 0, recordedAt: 0 },
        ...{ type: 'assessment', encounterId: 'E1', instrument: 'x', total: 1 },
        items: Object.fromEntries(
          Array.from({ length: items }, (_, i) => [`${i}${noise(20).toString('hex')}`, i]),
        ),
      }) as WardEvent;

    test('are refused by index, and the others are acknowledged', async () => {
      const narrow = topicsOf({ ...settings, prefix: 'narrow.' });
      await topicOf(narrow.wardEvents.name, { 'max.message.bytes': '10000' });
      const events = new KafkaEventLog(producer, narrow);
      const published = await events.append([event('a', 3), event('b', 900), event('c', 3)]);
      expect(published).toMatchObject({ failed: new Set(), cause: null });
      expect([...published.refused!.keys()]).toEqual([1]);
      expect(published.refused!.get(1)).toMatchObject({ reason: 'too-large' });
    });

    test('are stored, also where they are too large together', async () => {
      const events = new KafkaEventLog(producer, topicsOf(settings));
      const many = Array.from({ length: 120 }, (_, index) => event(`m${index}`, 1_000));
      const published = await events.append(many);
      expect(published).toMatchObject({ refused: new Map(), failed: new Set(), cause: null });
    });
  });
});
