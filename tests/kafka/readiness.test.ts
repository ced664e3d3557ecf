import { afterAll, expect, test } from 'vitest';
import { killServers, until } from '../process/live-server.ts';
import { Distributed } from './distributed.ts';
import { describeWithOwnKafka, hasOwnBroker } from './test-broker.ts';

const HOSPITAL = { wards: 1, bedsPerWard: 2, days: 1, seed: 1 };
const SERVICES = ['ingest', 'score', 'api'] as const;

describeWithOwnKafka('whether a service is ready', (broker) => {
  let house: Distributed;
  afterAll(async () => {
    await killServers();
    await house?.end();
  });

  test.runIf(hasOwnBroker)(
    'it is not, and says why, while Kafka is away; and is again by itself',
    async () => {
      house = new Distributed(broker().address, HOSPITAL);
      await house.startAll();
      const reasonsOf = async (name: string): Promise<string[]> => {
        const response = await house.get(name).request('/health/ready');
        const { reasons = [] } = (await response.json()) as { reasons?: string[] };
        expect(response.status).toBe(reasons.length === 0 ? 200 : 503);
        return reasons;
      };
      const areReady = async () =>
        (await Promise.all(SERVICES.map(reasonsOf))).every(({ length }) => length === 0);
      await until('all are ready', areReady);
      await broker().own!.pause('SIGKILL');
      const at = new Date(Date.now() - 60_000).toISOString();
      const admission = {
        ...{ id: '1', source: 'test', type: 'admission', encounterId: 'E1' },
        ...{ wardId: house.site.wards[0]!.wardId, occurredAt: at, recordedAt: at },
      };
      const posted = house.get('ingest').send(JSON.stringify([admission]), 'application/json');
      posted.catch(() => undefined);
      const says = (name: string, reason: string) =>
        until(`${name}: ${reason}`, async () => (await reasonsOf(name)).includes(reason));
      await Promise.all([
        says('ingest', 'storing-fails'),
        says('score', 'log-unreachable'),
        says('api', 'log-unreachable'),
      ]);
      await broker().own!.resume();
      await until('all are ready again', areReady);
      expect(await house.stopAll()).toEqual([0, 0, 0]);
    },
  );
});
