import { Kafka, logLevel, type Message } from 'kafkajs';
import { afterAll, expect, test } from 'vitest';
import { LARGEST_RECORD_BYTES } from '../../pipelines/events/decode.ts';
import { partitionOf } from '../../services/transport/kafka/partitioner.ts';
import { killServers, until } from '../process/live-server.ts';
import { rowsOfFile } from '../support/stored-rows.ts';
import { Distributed, undisturbed } from './distributed.ts';
import { describeWithKafka } from './test-broker.ts';

const HOSPITAL = { wards: 1, bedsPerWard: 2, days: 1, seed: 1 };
const WARD = '31A';
const ENCOUNTER = 'E1';
const at = (time: string) => `2026-01-05T${time}:00Z`;
const envelope = (id: string, time: string) => {
  return { id, source: 'test', occurredAt: at(time), recordedAt: at(time) };
};
const good = [
  { ...envelope('1', '08:00'), type: 'admission', encounterId: ENCOUNTER, wardId: WARD },
  {
    ...envelope('2', '09:00'),
    ...{ type: 'observation', encounterId: ENCOUNTER, code: 'heart-rate', value: 120 },
  },
  {
    ...envelope('3', '10:00'),
    ...{ type: 'observation', encounterId: ENCOUNTER, code: 'spo2', value: 91 },
  },
  { ...envelope('4', '12:00'), type: 'tick' },
].map((event) => JSON.stringify(event));
const poison: [string, Buffer | null][] = [
  ['malformed-json', Buffer.from('{"id":')],
  ['malformed-json', Buffer.alloc(0)],
  ['malformed-json', null],
  ['invalid-utf8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])],
  ['too-large', Buffer.alloc(2 * 1024 * 1024, 'x')],
  ['too-large', Buffer.alloc(2 * 1024 * 1024, 'y')],
  ['too-large', Buffer.alloc(2 * 1024 * 1024, 'z')],
  ['unknown-type', Buffer.from('{"id":"9","source":"x","type":"nonsense"}')],
  ['invalid-event', Buffer.from('{"id":"9","source":"x","type":"tick"}')],
  ['unknown-ward', Buffer.from(good[0]!.replace(WARD, 'nowhere').replace('"1"', '"9"'))],
];

describeWithKafka('messages that are no events', (broker) => {
  let house: Distributed;
  afterAll(async () => {
    await killServers();
    await house?.end();
  });

  test('are kept with reason and place, and hold up nothing; what is no hour is skipped', async () => {
    house = new Distributed(broker().address, HOSPITAL);
    expect(house.site.wards[0]!.wardId).toBe(WARD);
    await house.startAll();
    const kafka = new Kafka({ brokers: [broker().address], logLevel: logLevel.NOTHING });
    const producer = kafka.producer();
    await producer.connect();
    const topic = `${house.prefix}ward-events`;
    const partition = partitionOf(ENCOUNTER, 3);
    const messages: Message[] = [];
    for (const [index, [, value]] of poison.entries()) {
      if (index < good.length - 1)
        messages.push({ partition, key: ENCOUNTER, value: good[index]! });
      messages.push({ partition, value });
    }
    for (const message of messages) await producer.send({ topic, messages: [message] });
    const tick = [0, 1, 2].map((each) => ({ partition: each, value: good.at(-1)! }));
    await producer.send({ topic, messages: tick });
    await producer.send({
      topic: `${house.prefix}encounter-hours`,
      messages: [
        { partition: 0, key: 'a', value: 'nonsense', headers: { kind: 'hour' } },
        { partition: 0, key: 'b', value: '{}', headers: { kind: 'other' } },
        { partition: 0, key: 'c', value: null },
        { partition: 0, key: 'd', value: '{}', headers: { kind: 'hour' } },
        { partition: 0, key: 'e', value: '{"encounter_id":"E"}', headers: { kind: 'withdrawn' } },
      ],
    });

    const expected = await undisturbed(good, house.site);
    expect(expected.hours).toHaveLength(5);
    await house.published(['score'], expected);
    await house.served(expected);
    const api = house.get('api');
    const unreadable = 'vardintensitet_events_rejected_total{reason="unreadable-hour"}';
    await until('counted', async () => (await api.metric(unreadable)) === 5);

    const mirrored = await read(kafka, `${house.prefix}ward-events.dead-letters`, poison.length);
    expect(await house.stopAll()).toEqual([0, 0, 0]);
    await producer.disconnect();
    expect(await house.servedBy()).toEqual(expected);
    const kept = await rowsOfFile<{ reason: string; bytes: number; offset: number }>(
      `${house.at('score')}/scorer-${partition}.duckdb`,
      'select reason, octet_length(raw) as bytes, "offset" from rejected order by "offset"',
    );
    // of what is too large its beginning is kept
    const most = LARGEST_RECORD_BYTES + 1;
    const reasons = poison.map(([reason, value]) => [reason, Math.min(value?.length ?? 0, most)]);
    expect(kept.map(({ reason, bytes }) => [reason, bytes])).toEqual(reasons);
    expect(mirrored.map(({ reason, bytes }) => [reason, bytes])).toEqual(reasons);
    expect(mirrored.map(({ offset }) => Number(offset))).toEqual(kept.map(({ offset }) => offset));
  });
});

/** The first messages of a topic of one partition. */
async function read(kafka: Kafka, topic: string, count: number) {
  const read: { reason: string; bytes: number; offset: string }[] = [];
  const consumer = kafka.consumer({ groupId: `read-${Math.random()}` });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ message: { value, headers } }) => {
      const { reason, offset } = headers!;
      read.push({ reason: String(reason), bytes: value?.length ?? 0, offset: String(offset) });
    },
  });
  await until('the mirror has them', () => read.length >= count);
  await consumer.disconnect();
  return read;
}
