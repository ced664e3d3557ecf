import { Kafka, logLevel } from 'kafkajs';
import { afterAll, expect, test } from 'vitest';
import { parseKey } from '../../services/security/auth/key.ts';
import { addKey } from '../../services/security/auth/manage-keys.ts';
import { messagesOf } from '../../services/transport/kafka/topic-range.ts';
import { killServers } from '../process/live-server.ts';
import { Distributed } from './distributed.ts';
import { describeWithKafka } from './test-broker.ts';

const HOSPITAL = { wards: 1, bedsPerWard: 2, days: 1, seed: 1 };

describeWithKafka('the header `sender` of a record', (broker) => {
  let house: Distributed;
  afterAll(async () => {
    await killServers();
    await house?.end();
  });

  test('is whose key sent it, by the name and the id of the key', async () => {
    house = new Distributed(broker().address, HOSPITAL);
    const access = house.at('access.json');
    const key = (name: string, ...grants: string[]) =>
      addKey(access, { name, grants, expiresAt: null });
    const [adt, lab] = [await key('Patientsystem', 'sender:adt'), await key('Lab', 'sender:lab')];
    house.environment.VARDINTENSITET_ACCESS = access;
    const { origin } = await house.start('ingest');
    const at = new Date(Date.now() - 60_000).toISOString();
    const event = (id: string, source: string, more: object) => {
      return { id, source, occurredAt: at, recordedAt: at, encounterId: 'E1', ...more };
    };
    const { wardId } = house.site.wards[0]!;
    const heartRate = { type: 'observation', code: 'heart-rate', value: 70 };
    const send = async (key: string, ...events: object[]) => {
      const response = await fetch(`${origin}/v1/events`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
        body: JSON.stringify(events),
      });
      const { accepted, rejected } = (await response.json()) as Record<string, unknown>;
      return [accepted, rejected];
    };
    const admission = event('1', 'adt', { type: 'admission', wardId });
    const staffing = {
      ...{ id: '2', source: 'adt', type: 'staffing', occurredAt: at, recordedAt: at, wardId },
      ...{ role: 'rn', basis: 'planned', headcount: 3, from: at, to: new Date().toISOString() },
    };
    expect(await send(adt, admission, staffing)).toEqual([2, 0]);
    // one system of its own, one of another: that one is kept, and is not on the log
    const theirs = event('4', 'adt', heartRate);
    expect(await send(lab, event('3', 'lab', heartRate), theirs)).toEqual([1, 1]);
    // a correction goes to every partition
    const amended = { ...heartRate, value: 80, status: 'amended' };
    const later = { recordedAt: new Date().toISOString() };
    expect(await send(lab, event('3', 'lab', { ...amended, ...later }))).toEqual([1, 0]);

    const kafka = new Kafka({ brokers: [broker().address], logLevel: logLevel.NOTHING });
    const admin = kafka.admin();
    await admin.connect();
    const read: string[] = [];
    for (const name of ['ward-events', 'ward-staffing']) {
      const topic = `${house.prefix}${name}`;
      for (const { partition, high } of await admin.fetchTopicOffsets(topic)) {
        const range = { topic, partition, from: 0, to: Number(high) };
        for await (const messages of messagesOf(kafka, range)) {
          for (const { value, headers } of messages) {
            const { id, status = '' } = JSON.parse(value!.toString());
            read.push(`${id} ${status} ${headers?.sender?.toString()}`);
          }
        }
      }
    }
    await admin.disconnect();
    const [ofAdt, ofLab] = [adt, lab].map((key) => parseKey(key)!.id);
    const amendment = `3 amended Lab (${ofLab})`;
    expect(read.sort()).toEqual([
      `1 final Patientsystem (${ofAdt})`,
      `2 final Patientsystem (${ofAdt})`,
      ...[amendment, amendment, amendment],
      `3 final Lab (${ofLab})`,
    ]);
    expect(await house.stopAll()).toEqual([0]);
  });
});
