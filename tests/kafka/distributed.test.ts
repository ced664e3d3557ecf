import { randomUUID } from 'node:crypto';
import { cpSync } from 'node:fs';
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, expect, test } from 'vitest';
import { createLog } from '../../services/platform/log.ts';
import { LineSender } from '../../services/transport/kafka/line-sender.ts';
import { kafkaSettings } from '../../services/transport/kafka/settings.ts';
import { killServers, type LiveServer, until } from '../process/live-server.ts';
import { Distributed, linesOf, undisturbed } from './distributed.ts';
import { describeWithKafka } from './test-broker.ts';

const HOSPITAL = { wards: 3, bedsPerWard: 8, days: 2, seed: 11 };
const lines = linesOf(HOSPITAL);

/** The API has no intake: it says so, and what is sent goes nowhere. */
async function takesNoJudgements(api: LiveServer, wardId: string): Promise<void> {
  expect(await api.json('/v1/site')).toMatchObject({ judgements: false });
  const response = await api.request(`/v1/wards/${wardId}/judgements`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: randomUUID(), value: 1 }),
  });
  const { type } = (await response.json()) as { type: string };
  expect([response.status, type]).toEqual([501, 'urn:vardintensitet:problem:no-judgements']);
}

describeWithKafka('three services on Kafka', (broker) => {
  let house: Distributed;
  afterAll(async () => {
    await killServers();
    await house?.end();
  });

  test('score a hospital to the bit as one process does, and stop cleanly', async () => {
    house = new Distributed(broker().address, HOSPITAL);
    const expected = await undisturbed(lines, house.site);
    expect(expected.hours.length).toBeGreaterThan(1000);
    await house.startAll();
    await house.startEmbedded('serve');
    for (let from = 0; from < lines.length; from += 500) {
      const body = `${lines.slice(from, from + 500).join('\n')}\n`;
      for (const name of ['ingest', 'serve']) {
        const response = await house.get(name).send(body, 'application/x-ndjson');
        expect(response.status).toBe(200);
      }
    }
    await house.served(expected);
    await house.served(expected, 'serve');
    await takesNoJudgements(house.get('api'), house.site.wards[0]!.wardId);
    expect(await house.stopAll()).toEqual([0, 0, 0, 0]);
    expect(await house.scored('score')).toEqual(expected.hours);
    expect(await house.servedBy()).toEqual(expected);
    expect(await house.servedBy('serve')).toEqual(expected);
  });

  test('a replica that is added catches up from the topics', async () => {
    const expected = await undisturbed(lines, house.site);
    await house.start('api', 'second');
    await house.served(expected, 'second');
    expect(await house.stopAll()).toEqual([0]);
    expect(await house.servedBy('second')).toEqual(expected);
  });

  test('a range that comes again, and a group that is put back, change nothing', async () => {
    const expected = await undisturbed(lines, house.site);
    const kafka = new Kafka({ brokers: [broker().address], logLevel: logLevel.NOTHING });
    const admin = kafka.admin();
    await admin.connect();
    const topic = `${house.prefix}ward-events`;
    const partitions = [0, 1, 2].map((partition) => ({ partition, offset: '0' }));
    await admin.setOffsets({ groupId: `${house.prefix}scorers`, topic, partitions });
    const held = async () =>
      (await admin.fetchTopicOffsets(topic)).reduce((sum, { high }) => sum + Number(high), 0);
    const before = await held();
    const sender = await LineSender.open(kafkaSettings(house.environment), createLog('silent'));
    // staffing and judgements have a topic of their own
    const ofEncounters = lines.filter((line) => !/"type":"(staffing|judgement)"/.test(line));
    const some = ofEncounters.slice(300, 1500);
    await sender.send(some.map((line) => Buffer.from(line)));
    await sender.close();
    expect(await held()).toBeGreaterThanOrEqual(before + some.length - 100);
    await admin.disconnect();

    await Promise.all([house.start('score'), house.start('api')]);
    const duplicates = () => house.get('score').metric('vardintensitet_events_duplicate_total');
    await until('they are known', async () => (await duplicates()) > 1000);
    await house.published(['score'], expected);
    expect(await house.stopAll()).toEqual([0, 0]);
    expect(await house.scored('score')).toEqual(expected.hours);
    expect((await house.storedKeys('score')).twice).toEqual([]);
    expect(await house.servedBy()).toEqual(expected);
  });

  test('two scorers share a folder: a partition goes from one to the other with its file', async () => {
    const expected = await undisturbed(lines, house.site);
    await Promise.all([house.start('score'), house.start('api')]);
    await house.start('score', 'beside', 'score');
    const partitionsOf = async (name: string) => {
      const text = await (await house.get(name).request('/metrics')).text();
      return (text.match(/^vardintensitet_log_lag_messages\{/gm) ?? []).length;
    };
    await until('both have some', async () => {
      const [one, other] = [await partitionsOf('score'), await partitionsOf('beside')];
      return one > 0 && other > 0 && one + other === 3;
    });
    expect((await house.get('score').stop()).code).toBe(0);
    await until('the other has all', async () => (await partitionsOf('beside')) === 3);
    await until('and is ready', async () => {
      return (await house.get('beside').request('/health/ready')).status === 200;
    });
    expect(await house.stopAll()).toEqual([0, 0]);
    expect(await house.scored('score')).toEqual(expected.hours);
    expect(await house.servedBy()).toEqual(expected);
  });

  test('a scorer with an empty folder makes the same of the log, and nothing changes', async () => {
    const expected = await undisturbed(lines, house.site);
    await Promise.all([house.start('score', 'empty'), house.start('api')]);
    await house.served(expected);
    await house.published(['empty'], expected);
    expect(await house.stopAll()).toEqual([0, 0]);
    expect(await house.scored('empty')).toEqual(expected.hours);
    expect(await house.servedBy()).toEqual(expected);
  });
});

describeWithKafka('a scorer that was put back', (broker) => {
  let house: Distributed;
  afterAll(async () => {
    await killServers();
    await house?.end();
  });

  test('to a file older than what its group has read: it reads on from the file', async () => {
    house = new Distributed(broker().address, HOSPITAL);
    const send = async (from: number, to: number) => {
      const body = `${lines.slice(from, to).join('\n')}\n`;
      const response = await house.get('ingest').send(body, 'application/x-ndjson');
      expect(response.status).toBe(200);
    };
    const half = Math.floor(lines.length / 2);
    await house.startAll();
    await send(0, half);
    // any point of it will do
    const stored = () => house.get('score').metric('vardintensitet_events_accepted_total');
    await until('some is stored', async () => (await stored()) > half / 2);
    await house.get('score').stop();
    cpSync(house.at('score'), house.at('older'), { recursive: true });
    await house.start('score');
    await send(half, lines.length);
    const expected = await undisturbed(lines, house.site);
    await house.served(expected);
    await house.get('score').stop();

    await house.start('score', 'older');
    await house.published(['older'], expected);
    await house.served(expected);
    expect(await house.stopAll()).toEqual([0, 0, 0]);
    expect(await house.scored('older')).toEqual(expected.hours);
    expect(await house.servedBy()).toEqual(expected);
  });
});

describeWithKafka('a scorer that comes after another', (broker) => {
  let house: Distributed;
  afterAll(async () => {
    await killServers();
    await house?.end();
  });

  test('withdraws what the other published and a correction took away since', async () => {
    house = new Distributed(broker().address, { wards: 1, bedsPerWard: 2, days: 1, seed: 1 });
    const at = (time: string) => `2026-01-05T${time}:00Z`;
    const admission = (occurredAt: string, recordedAt: string, more = {}) => ({
      ...{ id: 'admission', source: 'adt', type: 'admission', encounterId: 'E1', wardId: '31A' },
      ...{ occurredAt: at(occurredAt), recordedAt: at(recordedAt), ...more },
    });
    const tick = (time: string) => {
      return {
        id: time,
        source: 'clock',
        type: 'tick',
        occurredAt: at(time),
        recordedAt: at(time),
      };
    };
    const before = [admission('09:00', '09:00'), tick('12:00')];
    const after = [admission('11:00', '12:30', { status: 'amended' }), tick('13:00')];
    const text = (events: readonly object[]) => events.map((event) => JSON.stringify(event));
    const send = async (events: readonly object[]) => {
      const body = JSON.stringify(events);
      expect((await house.get('ingest').send(body, 'application/json')).status).toBe(200);
    };
    await house.startAll();
    await send(before);
    const first = await undisturbed(text(before), house.site);
    expect(first.hours).toHaveLength(4);
    await house.served(first);
    await house.get('score').stop();
    await send(after);
    await house.start('score', 'other');
    const expected = await undisturbed(text([...before, ...after]), house.site);
    expect(expected.hours).toHaveLength(3);
    await house.served(expected);

    // and the first, which knows nothing of that, when it comes again
    await house.get('other').stop();
    await house.start('score');
    await send([tick('14:00')]);
    const last = await undisturbed(text([...before, ...after, tick('14:00')]), house.site);
    await house.served(last);
    await house.published(['score'], last);
    expect(await house.stopAll()).toEqual([0, 0, 0]);
    expect(await house.scored('score')).toEqual(last.hours);
    expect(await house.servedBy()).toEqual(last);
  });
});
