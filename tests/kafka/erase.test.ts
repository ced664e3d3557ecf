import kafkajs, { Kafka, type KafkaMessage, logLevel } from 'kafkajs';
import { afterAll, expect, test } from 'vitest';
import { messagesOf } from '../../services/transport/kafka/topic-range.ts';
import { killServers, until } from '../process/live-server.ts';
import { holding } from '../services/state/erasure/folder.ts';
import { cliWith } from '../support/cli.ts';
import { Distributed } from './distributed.ts';
import { describeWithOwnKafka } from './test-broker.ts';

const HOSPITAL = { wards: 1, bedsPerWard: 2, days: 1, seed: 1 };
const [ERASED, OTHER] = ['P-4711-0815', 'P-9999-0001'];
const NAME = 'Anna Svensson';
const at = (hour: number) => `2026-01-05T${String(hour).padStart(2, '0')}:00:00Z`;

describeWithOwnKafka('an encounter that is erased from the services on Kafka', (broker) => {
  let house: Distributed;
  afterAll(async () => {
    await killServers();
    await house?.end();
  });

  test('is in no file, encounter-hour or dead letter, and what the log keeps is said', async () => {
    house = new Distributed(broker().address, HOSPITAL);
    await house.startAll();
    const wardId = house.site.wards[0]!.wardId;
    const event = (id: string, encounterId: string, type: string, hour: number, more = {}) => ({
      ...{ id, source: 'adt', type, encounterId, ...more },
      ...{ occurredAt: at(hour), recordedAt: at(hour) },
    });
    const ingest = house.get('ingest');
    const letter = event('x', ERASED, 'unheard-of', 9);
    await ingest.post([
      event('1', ERASED, 'admission', 8, { wardId }),
      event('2', OTHER, 'admission', 8, { wardId }),
      event('3', ERASED, 'observation', 9, { code: 'heart-rate', value: 131 }),
      {
        ...{
          id: 'j-1',
          source: 'adt',
          type: 'judgement',
          wardId,
          value: 1,
          note: `${NAME} är orolig.`,
        },
        ...{ occurredAt: at(9), recordedAt: at(9) },
      },
    ]);
    await ingest.post([letter]).catch(() => undefined);
    await ingest.post([
      { id: 't', source: 'x', type: 'tick', occurredAt: at(14), recordedAt: at(14) },
    ]);
    const census = async () => {
      const query = new URLSearchParams({
        wards: wardId,
        from: at(10),
        to: at(11),
        format: 'json',
      });
      const [hour] = await house
        .get('api')
        .json<{ census: number; minutes: number }[]>(`/v1/export/ward-hours?${query}`);
      return hour?.census ?? 0;
    };
    await until('both are served', async () => (await census()) === 2);
    const kafka = new Kafka({ brokers: [broker().address], logLevel: logLevel.NOTHING });
    const admin = kafka.admin();
    await admin.connect();
    const topic = (name: string) => `${house.prefix}${name}`;
    const all = async (name: string) => {
      const found: KafkaMessage[] = [];
      for (const { partition, low, high } of await admin.fetchTopicOffsets(topic(name))) {
        const range = { topic: topic(name), partition, from: Number(low), to: Number(high) };
        for await (const messages of messagesOf(kafka, range)) found.push(...messages);
      }
      return found;
    };
    const naming = (messages: readonly KafkaMessage[]) =>
      messages.filter(({ value }) => value?.includes(ERASED));
    await until(
      'the letter is mirrored',
      async () => naming(await all('ward-events.dead-letters')).length === 1,
    );
    expect(naming(await all('encounter-hours')).length).toBeGreaterThan(4);
    expect(await house.stopAll()).toEqual([0, 0, 0]);
    // so that the broker does not wait a day
    await admin.alterConfigs({
      validateOnly: false,
      resources: [
        {
          type: kafkajs.ConfigResourceTypes.TOPIC,
          name: topic('encounter-hours'),
          configEntries: [
            { name: 'cleanup.policy', value: 'compact' },
            { name: 'segment.ms', value: '1000' },
            { name: 'max.compaction.lag.ms', value: '1000' },
            { name: 'min.cleanable.dirty.ratio', value: '0.01' },
          ],
        },
      ],
    });

    const erase = (data: string, ...more: string[]) =>
      cliWith(house.environment, 'erase', '--data', house.at(data), '--encounter', ERASED, ...more);
    expect((await holding(house.at('score'), ERASED)).length).toBeGreaterThan(0);
    expect(await holding(house.at('ingest'), ERASED)).toEqual(['ingest.duckdb']);
    for (const data of ['ingest', 'api']) expect(erase(data)).toMatchObject({ status: 0 });
    const last = erase('score', '--kafka');
    expect(last.stderr).toMatch(/encounter-hours have a tombstone/);
    expect(last.stderr).toMatch(/ward-events keeps 2 messages about it/);
    expect(last.status).toBe(3);
    for (const data of ['ingest', 'api', 'score']) {
      expect(await holding(house.at(data), ERASED), data).toEqual([]);
    }
    expect(naming(await all('ward-events.dead-letters'))).toEqual([]);

    // the judgement: the log of staffing keeps it until its retention, the folders do not
    const judgement = (data: string, ...more: string[]) =>
      cliWith(
        house.environment,
        ...['erase', '--data', house.at(data), '--judgement', 'j-1', '--source', 'adt'],
        ...more,
      );
    expect(await holding(house.at('api'), NAME)).toEqual(['serving.duckdb']);
    for (const data of ['ingest', 'api']) expect(judgement(data)).toMatchObject({ status: 0 });
    const taken = judgement('score', '--kafka');
    expect(taken.stderr).toMatch(/ward-staffing keeps 1 message about it/);
    expect(taken.stderr).not.toMatch(/tombstone/);
    expect(taken.status).toBe(3);
    for (const data of ['ingest', 'api', 'score']) {
      expect(await holding(house.at(data), NAME), data).toEqual([]);
    }
    const newest = new Map<string, KafkaMessage>();
    for (const message of await all('encounter-hours')) newest.set(String(message.key), message);
    expect(naming([...newest.values()])).toEqual([]);

    // what goes on rolls the segment, and the broker removes the values
    await house.startAll();
    let hour = 15;
    await until('no value names it', async () => {
      const time = at(Math.min(23, hour));
      const id = `t${hour++}`;
      await house
        .get('ingest')
        .post([{ id, source: 'x', type: 'tick', occurredAt: time, recordedAt: time }]);
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      return naming(await all('encounter-hours')).length === 0;
    });
    expect(await census()).toBe(1);
    const metrics = await (await house.get('api').request('/metrics')).text();
    expect(metrics).not.toContain('unreadable-hour');
    await admin.disconnect();
    expect(await house.stopAll()).toEqual([0, 0, 0]);
  });
});
