import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createLog } from '../../services/platform/log.ts';
import { openKafka, withAdmin } from '../../services/transport/kafka/cluster.ts';
import { kafkaSettings } from '../../services/transport/kafka/settings.ts';
import { killServers, until } from '../process/live-server.ts';
import { Distributed } from './distributed.ts';
import { describeWithKafka } from './test-broker.ts';

const DAY = 86_400_000;

describeWithKafka('ingest whose clock jumped while it was stopped', (broker) => {
  let house: Distributed;
  afterAll(async () => {
    await killServers();
    await house?.end();
  });

  test('moves no time and takes nothing of the future, until somebody confirms the clock', async () => {
    house = new Distributed(broker().address, { wards: 1, bedsPerWard: 2, days: 1, seed: 1 });
    house.ingestOptions = [];
    // ten days ago, on a machine that has started since: more than a machine is off for
    mkdirSync(house.at('ingest'));
    const note = { at: new Date(Date.now() - 10 * DAY).toISOString(), uptime: 1e6, boot: 'before' };
    writeFileSync(join(house.at('ingest'), 'clock.json'), JSON.stringify(note));
    const ingest = await house.start('ingest');
    const reasons = async () => {
      const { reasons = [] } = (await (await ingest.request('/health/ready')).json()) as {
        reasons?: string[];
      };
      return reasons;
    };
    await until('it is in doubt', async () => (await reasons()).join() === 'clock', 60_000);

    const kafka = openKafka(kafkaSettings(house.environment), 'test', createLog('silent'));
    const topic = `${house.prefix}ward-events`;
    const messages = () =>
      withAdmin(kafka, async (admin) =>
        (await admin.fetchTopicOffsets(topic)).reduce((sum, { high }) => sum + Number(high), 0),
      );
    const at = new Date(Date.now() - 60_000).toISOString();
    const admission = {
      ...{ id: '1', source: 'test', type: 'admission', encounterId: 'E1' },
      ...{ wardId: house.site.wards[0]!.wardId, occurredAt: at, recordedAt: at },
    };
    const posted = await ingest.send(JSON.stringify([admission]), 'application/json');
    expect(await posted.json()).toMatchObject({
      ...{ accepted: 0, rejected: 1 },
      results: [{ status: 'rejected', reason: 'from-the-future' }],
    });
    expect(await messages()).toBe(0);

    const confirmed = await ingest.request('/v1/clock/confirm', { method: 'POST' });
    expect(confirmed.status).toBe(200);
    expect(await confirmed.json()).toMatchObject({ isRewound: false });
    // a tick for each of three partitions, and the event that is due now
    await until('what waited is taken', async () => (await messages()) === 4, 60_000);
    expect(await reasons()).toEqual([]);
  }, 180_000);
});
