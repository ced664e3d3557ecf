import { setTimeout as sleep } from 'node:timers/promises';
import kafkajs, { CompressionTypes, Kafka, logLevel, type Message } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { partitionOf } from '../../services/transport/kafka/partitioner.ts';
import { killServers, until } from '../process/live-server.ts';
import { rowsOfFile } from '../support/stored-rows.ts';
import { Distributed, undisturbed } from './distributed.ts';
import { describeWithKafka } from './test-broker.ts';

const HOSPITAL = { wards: 1, bedsPerWard: 4, days: 1, seed: 1 };
const WARD = '31A';
const ENCOUNTER = 'E1';
const PARTITION = partitionOf(ENCOUNTER, 3);
const MEBIBYTE = 1024 * 1024;

let made = 0;
/** An event of the poisoned partition, or staffing of the ward; `more` goes before what is sound. */
const event = (more: Record<string, unknown>) => {
  const time = '2026-01-05T09:00:00Z';
  return JSON.stringify({
    ...{ id: `poison-${made++}`, source: 'test', encounterId: ENCOUNTER },
    ...{ occurredAt: time, recordedAt: time, ...more },
  });
};
const admission = (more: Record<string, unknown>) =>
  event({ type: 'admission', wardId: WARD, ...more });
const staffing = (more: Record<string, unknown>) =>
  event({
    ...{ encounterId: undefined, type: 'staffing', wardId: WARD, role: 'rn', basis: 'actual' },
    ...{ from: '2026-01-05T07:00:00Z', to: '2026-01-05T14:00:00Z', headcount: 3, ...more },
  });
const judgement = (more: Record<string, unknown>) =>
  event({ encounterId: undefined, type: 'judgement', wardId: WARD, value: 1, ...more });
const at = (instant: string) => ({ occurredAt: instant, recordedAt: instant });

type Poison = readonly [kind: string, value: string | Buffer | null];

/** What is rejected as an event, wherever it is sent. */
const EVENTS: readonly Poison[] = [
  ['NUL at the end of a bed', admission({ bed: '2\u0000' })],
  ['NUL within a bed', admission({ bed: '2\u00003' })],
  ['NUL alone', admission({ bed: '\u0000' })],
  ['NUL in a ward', admission({ wardId: `${WARD}\u0000` })],
  ['NUL in an encounter', admission({ encounterId: `${ENCOUNTER}\u0000` })],
  ['NUL in a source', admission({ source: 'test\u0000' })],
  ['a control character', admission({ bed: '2\u001b[2J' })],
  ['half a character', admission({}).replace('"31A"', '"\\ud800"')],
  ['the year 1900', admission({ occurredAt: '1900-01-01T00:00:00Z' })],
  ['the year 1926', admission({ occurredAt: '1926-05-05T00:00:00Z' })],
  [
    'a tick of 2226',
    event({ encounterId: undefined, type: 'tick', ...at('2226-01-05T09:00:00Z') }),
  ],
  ['an admission of 2226', admission(at('2226-01-05T09:00:00Z'))],
  ['the year 9999', admission(at('9999-12-31T23:59:59Z'))],
  ['no year', admission(at('0000-00-00T00:00:00Z'))],
  [
    'a number that is none',
    event({ type: 'observation', code: 'spo2' }).replace('}', ',"value":1e999}'),
  ],
  ['deep arrays', '['.repeat(200_000)],
  ['deep objects', `${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}`],
  ['deep in a field', admission({}).replace('"31A"', `${'['.repeat(9_000)}${']'.repeat(9_000)}`)],
  [
    'many fields',
    admission(Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`f${i}`, i]))),
  ],
  ['a name of objects', admission({}).replace('{', '{"__proto__":{"type":"tick"},')],
  ['an array', `[${admission({})}]`],
  ['text', '"event"'],
  ['nothing', 'null'],
  ['a number', '12345678901234567890'],
  ['two mebibytes', Buffer.alloc(2 * MEBIBYTE, 'x')],
  ['a record of a mebibyte', admission({ bed: 'x'.repeat(MEBIBYTE) })],
  ['bytes', Buffer.from([0xff, 0xfe, 0x00, 0x80])],
  ['Latin-1', Buffer.from(admission({ bed: 'å' }), 'latin1')],
  ['UTF-16', Buffer.from(admission({}), 'utf16le')],
  ['no bytes', ''],
  ['no value', null],
];

const STAFFING: readonly Poison[] = [
  ...EVENTS,
  ['NUL in a ward that is staffed', staffing({ wardId: `${WARD}\u0000` })],
  ['staffing of 1900', staffing({ occurredAt: '1900-01-01T00:00:00Z' })],
  ['staffing of 2226', staffing(at('2226-01-05T09:00:00Z'))],
  ['staffing without end', staffing({ to: '2249-01-01T00:00:00Z' })],
  ['NUL in a note', judgement({ note: 'a\u0000b' })],
  ['a judgement of 2226', judgement(at('2226-01-05T09:00:00Z'))],
];

const hour = (more: Record<string, unknown>) =>
  JSON.stringify({
    ...{
      encounter_id: 'X',
      ward_id: WARD,
      hour: '2026-01-05 09:00:00',
      partition: 0,
      offset: 1,
      ...more,
    },
  });
/** What is no encounter-hour, by its kind; every replica skips it. */
const HOURS: readonly (readonly [kind: string, header: string | undefined, value: Poison[1]])[] = [
  ...EVENTS.map(([kind, value]) => [kind, 'hour', value] as const),
  ['an hour of nothing', 'hour', '{}'],
  ['a withdrawal of nothing', 'withdrawn', '{}'],
  ['an hour that lacks most', 'hour', hour({})],
  ['NUL in an hour', 'hour', hour({ ward_id: `${WARD}\u0000` })],
  ['an hour of text', 'hour', hour({ hour: 'noon', offset: 'x' })],
  ['an hour of lists', 'withdrawn', hour({ encounter_id: [], ward_id: {} })],
  ['time that is none', 'time', '{"streamTime":"now"}'],
  ['time without end', 'time', '{"streamTime":1e308}'],
  ['time of 2226', 'time', '{"streamTime":8081000000000000}'],
  ['half a microsecond', 'time', '{"streamTime":0.5}'],
  ['no time', 'time', '{}'],
  ['another kind', 'other', '{}'],
  ['no kind', undefined, '{}'],
];

const good = [
  admission({ id: 'good-1', bed: '2' }),
  event({ id: 'good-2', type: 'observation', code: 'heart-rate', value: 120 }),
  event({
    id: 'good-3',
    type: 'observation',
    code: 'spo2',
    value: 91,
    ...at('2026-01-05T10:00:00Z'),
  }),
];
const tick = event({
  id: 'tick',
  encounterId: undefined,
  type: 'tick',
  ...at('2026-01-05T12:00:00Z'),
});

describeWithKafka('poison in a log', (broker) => {
  let house: Distributed;
  let kafka: Kafka;
  beforeAll(async () => {
    house = new Distributed(broker().address, HOSPITAL);
    kafka = new Kafka({ brokers: [broker().address], logLevel: logLevel.NOTHING });
    await house.startAll();
  });
  afterAll(async () => {
    await killServers();
    await house?.end();
  });

  const topic = (name: string) => house.prefix + name;
  const asMessages = (poison: readonly Poison[], partition: number): Message[] =>
    poison.map(([, value], index) => ({
      ...{ partition, value, key: index % 2 === 0 ? null : Buffer.from([0xff, index]) },
      headers: { kind: ['hour', 'time'], unknown: Buffer.from([0, 0xff]) },
    }));
  const rejected = async () => {
    const rows = await rowsOfFile<{ reason: string; n: number }>(
      `${house.at('score')}/scorer-${PARTITION}.duckdb`,
      'select reason, count(*)::integer as n from rejected group by reason order by reason',
    );
    return Object.fromEntries(rows.map(({ reason, n }) => [reason, n]));
  };

  test('of every kind is rejected with its place, and everything sound beside it is served', async () => {
    const producer = kafka.producer({ idempotent: false });
    await producer.connect();
    const send = (name: string, messages: Message[]) =>
      producer.send({ topic: topic(name), messages, compression: CompressionTypes.GZIP });
    const third = Math.ceil(EVENTS.length / 3);
    for (const [index, value] of good.entries()) {
      await send(
        'ward-events',
        asMessages(EVENTS.slice(index * third, (index + 1) * third), PARTITION),
      );
      await send('ward-events', [{ partition: PARTITION, key: ENCOUNTER, value }]);
    }
    await send('ward-staffing', asMessages(STAFFING, 0));
    await send('ward-staffing', [{ partition: 0, key: WARD, value: staffing({ id: 'good-4' }) }]);
    for (const [, kind, value] of HOURS) {
      const headers = kind === undefined ? {} : { kind };
      await send('encounter-hours', [{ partition: PARTITION, key: 'x', value, headers }]);
    }
    await send(
      'ward-events',
      [0, 1, 2].map((partition) => ({ partition, value: tick })),
    );
    await send('ward-events.dead-letters', asMessages(EVENTS, 0));
    await producer.disconnect();

    const expected = await undisturbed([...good, tick], house.site);
    expect(expected.hours.length).toBeGreaterThan(3);
    await house.served(expected);
    const api = house.get('api');
    // staffing of the shift is there, and only the sound one
    const staffed = async () => {
      const path = `/v1/wards/${WARD}/intensity?from=2026-01-05T08:00:00Z&to=2026-01-05T09:00:00Z`;
      return (await api.json<{ items: { supply: object }[] }>(path)).items[0]!.supply;
    };
    expect(await staffed()).toEqual({ rn: 3, na: null });
    const total = async (name: string) => {
      const text = await (await house.get(name).request('/metrics')).text();
      const counts = [...text.matchAll(/^vardintensitet_events_rejected_total\{.*\} (\d+)$/gm)];
      return counts.reduce((sum, [, count]) => sum + Number(count), 0);
    };
    await until('all is counted', async () => (await total('score')) === EVENTS.length);
    await until(
      'and by the replica',
      async () => (await total('api')) === STAFFING.length + HOURS.length,
    );
  });

  test('does not harm a start after it', async () => {
    for (const name of ['score', 'api'] as const) {
      await house.kill(name);
      await house.start(name);
    }
    const later = event({
      id: 'good-5',
      ...{
        type: 'observation',
        code: 'respiratory-rate',
        value: 30,
        ...at('2026-01-05T11:00:00Z'),
      },
    });
    const producer = kafka.producer();
    await producer.connect();
    const message = { partition: PARTITION, key: ENCOUNTER, value: later };
    await producer.send({ topic: topic('ward-events'), messages: [message] });
    await producer.disconnect();
    await house.served(await undisturbed([...good, later, tick], house.site));
    for (const name of ['ingest', 'score', 'api']) {
      const ready = async () => (await house.get(name).request('/health/ready')).ok;
      await until(`${name} is ready`, ready);
    }
  });

  describe('as batches that kafkajs cannot read by itself', () => {
    test('compressed otherwise, or of transactions', async () => {
      // literals alone: what it is compressed with matters, not how well
      kafkajs.CompressionCodecs[CompressionTypes.Snappy] = () => ({
        compress: async ({ buffer }: { buffer: Buffer }) => snappy(buffer),
        decompress: async (buffer: Buffer) => buffer,
      });
      const producer = kafka.producer({
        transactionalId: house.prefix,
        maxInFlightRequests: 1,
        idempotent: true,
      });
      await producer.connect();
      for (const name of ['ward-events', 'ward-staffing', 'encounter-hours']) {
        const partition = name === 'ward-staffing' ? 0 : PARTITION;
        const messages = [{ partition, key: 'x', value: 'nonsense' }];
        for (const end of ['commit', 'abort'] as const) {
          const transaction = await producer.transaction();
          const compression = CompressionTypes.Snappy;
          await transaction.send({ topic: topic(name), messages, compression });
          await transaction[end]();
        }
      }
      await producer.disconnect();
      const more = event({
        id: 'good-6',
        ...{ type: 'observation', code: 'temperature', value: 39.5, ...at('2026-01-05T11:30:00Z') },
      });
      const plain = kafka.producer();
      await plain.connect();
      const message = { partition: PARTITION, key: ENCOUNTER, value: more };
      await plain.send({ topic: topic('ward-events'), messages: [message] });
      await plain.disconnect();
      const names = ['ingest', 'score', 'api'];
      // longer than what is behind may be
      await sleep(35_000);
      for (const name of names)
        expect((await house.get(name).request('/health/ready')).status, name).toBe(200);
      expect(await house.stopAll()).toEqual([0, 0, 0]);
      const counts = await rejected();
      expect(counts['malformed-json']).toBeGreaterThan(1);
    });
  });
});

/** A snappy block of literals. */
function snappy(bytes: Buffer): Buffer {
  const length: number[] = [];
  for (let left = bytes.length; ; left >>>= 7) {
    length.push(left > 127 ? (left & 127) | 128 : left);
    if (left <= 127) break;
  }
  const parts: Uint8Array[] = [Buffer.from(length)];
  for (let from = 0; from < bytes.length; from += 60) {
    const literal = bytes.subarray(from, from + 60);
    parts.push(Buffer.from([(literal.length - 1) << 2]), literal);
  }
  return Buffer.concat(parts);
}
