import { randomBytes } from 'node:crypto';
import { eventRules } from '../../pipelines/events/event-rules.ts';
import { createLog } from '../../services/platform/log.ts';
import { createMetrics } from '../../services/platform/metrics.ts';
import { openKafka, withAdmin } from '../../services/transport/kafka/cluster.ts';
import { KafkaEventLog } from '../../services/transport/kafka/event-log.ts';
import { KafkaHourLog } from '../../services/transport/kafka/hour-log.ts';
import { PartitionConsumer } from '../../services/transport/kafka/partition-consumer.ts';
import { ReconnectingProducer } from '../../services/transport/kafka/reconnecting-producer.ts';
import { decodeMessages } from '../../services/transport/kafka/records.ts';
import { EncounterHourHandler } from '../../services/transport/kafka/serving-handlers.ts';
import { kafkaSettings } from '../../services/transport/kafka/settings.ts';
import { messagesOf } from '../../services/transport/kafka/topic-range.ts';
import { ensureTopics, topicsOf } from '../../services/transport/kafka/topics.ts';
import { siteWith } from '../support/scenario.ts';
import { testTransport } from '../support/transport-contract.ts';
import { describeWithKafka } from './test-broker.ts';

const log = createLog('silent');

describeWithKafka('the transport over Kafka', (broker) =>
  testTransport(async () => {
    const prefix = `contract-${randomBytes(4).toString('hex')}.`;
    const settings = kafkaSettings({
      ...{ KAFKA_BROKERS: broker().address, KAFKA_PREFIX: prefix, KAFKA_PARTITIONS: '1' },
    });
    const topics = topicsOf(settings);
    const kafka = openKafka(settings, 'test', log);
    await withAdmin(kafka, (admin) => ensureTopics(admin, topics, settings));
    const producer = new ReconnectingProducer(kafka);
    await producer.connect();
    const readers = new Set<PartitionConsumer>();
    const rules = eventRules(siteWith());
    let groups = 0;
    return {
      events: new KafkaEventLog(producer, topics),
      async follow(consumer) {
        const reader = new PartitionConsumer({
          ...{ kafka, log, groupId: `${prefix}${groups++}`, topics: [topics.wardEvents.name] },
          sessionTimeout: 6_000,
          onLoss: () => undefined,
          onCrash: () => undefined,
          open: async () => ({
            nextOffset: () => consumer.nextOffset,
            async take(messages, lag) {
              const { events, offsets: positions, rejected } = decodeMessages(messages, rules);
              const next = Number(messages.at(-1)!.offset) + 1;
              await consumer.take({ events, positions, rejected, next, lag });
            },
            close: async () => undefined,
          }),
        });
        readers.add(reader);
        await reader.start();
        return async () => {
          if (readers.delete(reader)) await reader.stop();
        };
      },
      async hours(scorer, serving) {
        const topic = topics.encounterHours.name;
        const reader = new EncounterHourHandler({
          ...{ serving, topic, partition: 0, nextOffset: 0, log, metrics: createMetrics() },
          onApplied: () => undefined,
        });
        return {
          log: new KafkaHourLog(kafka, scorer, producer, topics),
          async arrived() {
            const [end] = await withAdmin(kafka, (admin) => admin.fetchTopicOffsets(topic));
            const range = { topic, partition: 0, from: reader.nextOffset(), to: Number(end!.high) };
            if (range.from === range.to) return;
            for await (const messages of messagesOf(kafka, range)) await reader.take(messages);
          },
        };
      },
      close: () => producer.disconnect(),
    };
  }),
);
