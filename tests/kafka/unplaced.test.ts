import { writeFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { killServers, until } from '../process/live-server.ts';
import { Distributed } from './distributed.ts';
import { describeWithKafka } from './test-broker.ts';

const HOSPITAL = { wards: 1, bedsPerWard: 2, days: 1, seed: 1 };
const LIST = '/v1/pipeline/unplaced/orphan-events';

interface Part {
  readonly counts: Record<string, number>;
  readonly items: { readonly id: string; readonly reason: string }[];
  readonly next: number | null;
}

describeWithKafka('what found no place in the score', (broker) => {
  let house: Distributed;
  afterAll(async () => {
    await killServers();
    await house?.end();
  });

  test('is listed by the scorer, of all its partitions, each once and part by part', async () => {
    house = new Distributed(broker().address, HOSPITAL);
    const [ingest, score] = [await house.start('ingest'), await house.start('score')];
    const at = '2026-01-05T08:00:00Z';
    // of twelve encounters nobody admitted, which lie in every partition
    const ids = Array.from({ length: 12 }, (_, index) => `o${index}`);
    const orphans = ids.map((id) => ({
      ...{ id, source: 'test', type: 'observation', encounterId: `E${id}`, code: 'heart-rate' },
      ...{ value: 70, occurredAt: at, recordedAt: at },
    }));
    await ingest.post([
      ...orphans,
      {
        ...orphans[0]!,
        id: 't',
        type: 'tick',
        encounterId: undefined,
        code: undefined,
        value: undefined,
      },
    ]);
    const part = (query: string) => score.json<Part>(`${LIST}?${query}`);
    await until(
      'all are scored',
      async () => (await part('limit=1')).counts['orphan-events'] === 12,
    );

    const listed: string[] = [];
    for (let next: number | null = 0; next !== null; ) {
      const { items, next: after, counts }: Part = await part(`limit=5&offset=${next}`);
      expect(counts).toEqual({
        'presumed-left': 0,
        'silent-stays': 0,
        'moves-without-effect': 0,
        'orphan-events': 12,
      });
      expect(items.length).toBe(next < 10 ? 5 : 2);
      for (const { id, reason } of items) listed.push(`${id} ${reason}`);
      next = after;
    }
    expect(listed.sort()).toEqual(ids.map((id) => `${id} never-admitted`).sort());
    expect((await fetch(score.origin + LIST)).status).toBe(401);
  });

  test('a service with another site file is noticed by the one that reads what it writes', async () => {
    const score = house.get('score');
    const metric = `vardintensitet_other_site_records_total{topic="${house.prefix}ward-events"}`;
    // the ingest service of before has the same
    await expect(score.metric(metric)).rejects.toThrow('no metric');
    writeFileSync(house.at('site.json'), JSON.stringify({ ...house.site, name: 'Annat' }));
    const other = await house.start('ingest', 'other');
    const at = '2026-01-05T08:01:00Z';
    await other.post([{ id: 'u', source: 'test', type: 'tick', occurredAt: at, recordedAt: at }]);
    // a tick goes to each of the three partitions; a producer that got no answer sends it again
    await until('it is noticed', async () => (await score.metric(metric).catch(() => 0)) >= 3);
    expect(await house.stopAll()).toEqual([0, 0, 0]);
  });
});
