import kafkajs, { type Admin, Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLog } from '../../services/platform/log.ts';
import { openKafka, withAdmin } from '../../services/transport/kafka/cluster.ts';
import { kafkaSettings } from '../../services/transport/kafka/settings.ts';
import { ensureTopics, topicsOf } from '../../services/transport/kafka/topics.ts';
import { describeWithKafka } from './test-broker.ts';

describeWithKafka('topics as code', (broker) => {
  let admin: Admin;
  beforeAll(async () => {
    admin = new Kafka({ brokers: [broker().address], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
  });
  afterAll(async () => {
    await admin?.disconnect();
  });

  const settings = (more = {}) =>
    kafkaSettings({ KAFKA_BROKERS: broker().address, KAFKA_PREFIX: 'topics.', ...more });

  const configOf = async (name: string, key: string) => {
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name, configNames: [key] }],
    });
    return resources[0]?.configEntries[0]?.configValue;
  };

  test('are created once, by several at a time, and set right where they differ', async () => {
    const topics = topicsOf(settings());
    await Promise.all(
      [1, 2, 3].map(() => {
        const kafka = openKafka(settings(), 'test', createLog('silent'));
        return withAdmin(kafka, (each) => ensureTopics(each, topics, settings()));
      }),
    );
    const { topics: there } = await admin.fetchTopicMetadata({
      topics: Object.values(topics).map(({ name }) => name),
    });
    const partitions = there.map(({ name, partitions }) => [name, partitions.length]);
    expect(Object.fromEntries(partitions)).toEqual({
      'topics.ward-events': 3,
      'topics.ward-staffing': 1,
      'topics.encounter-hours': 3,
      'topics.ward-events.dead-letters': 1,
    });
    expect(await configOf('topics.encounter-hours', 'cleanup.policy')).toBe('compact');
    expect(await configOf('topics.ward-events', 'cleanup.policy')).toBe('delete');

    await admin.alterConfigs({
      validateOnly: false,
      resources: [
        {
          type: kafkajs.ConfigResourceTypes.TOPIC,
          name: 'topics.encounter-hours',
          configEntries: [{ name: 'cleanup.policy', value: 'delete' }],
        },
      ],
    });
    await ensureTopics(admin, topics, settings());
    expect(await configOf('topics.encounter-hours', 'cleanup.policy')).toBe('compact');
  });

  test('with another number of partitions are refused, with what to do', async () => {
    await ensureTopics(admin, topicsOf(settings()), settings());
    const other = topicsOf(settings({ KAFKA_PARTITIONS: '4' }));
    await expect(ensureTopics(admin, other, settings())).rejects.toThrow(
      'topics.ward-events has 3 partitions and not 4',
    );
  });

  test('are only looked at where they may not be created', async () => {
    const given = settings({ KAFKA_CREATE_TOPICS: 'false' });
    await ensureTopics(admin, topicsOf(given), given);
    const missing = settings({ KAFKA_CREATE_TOPICS: 'false', KAFKA_PREFIX: 'none.' });
    await expect(ensureTopics(admin, topicsOf(missing), missing)).rejects.toThrow(
      /no topic none\.ward-events, .*KAFKA_CREATE_TOPICS/,
    );
    expect(await admin.listTopics()).not.toContain('none.ward-events');
    // what an operator has set otherwise stays
    await admin.alterConfigs({
      validateOnly: false,
      resources: [
        {
          type: kafkajs.ConfigResourceTypes.TOPIC,
          name: 'topics.ward-events',
          configEntries: [{ name: 'max.message.bytes', value: '100000' }],
        },
      ],
    });
    const most = () => configOf('topics.ward-events', 'max.message.bytes');
    // a change reaches the broker after its answer
    await expect.poll(most).toBe('100000');
    await ensureTopics(admin, topicsOf(given), given);
    expect(await most()).toBe('100000');
  });
});
