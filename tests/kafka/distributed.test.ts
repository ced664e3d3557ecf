import { cpSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { killServers, until } from '../process/live-server.ts';
import { Distributed, linesOf, undisturbed } from './distributed.ts';
import { describeWithKafka } from './test-broker.ts';

const HOSPITAL = { wards: 3, bedsPerWard: 8, days: 2, seed: 11 };
const lines = linesOf(HOSPITAL);

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
    for (let from = 0; from < lines.length; from += 500) {
      const body = `${lines.slice(from, from + 500).join('\n')}\n`;
      const response = await house.get('ingest').send(body, 'application/x-ndjson');
      expect(response.status).toBe(200);
    }
    await house.served(expected);
    expect(await house.stopAll()).toEqual([0, 0, 0]);
    expect(await house.scored('score')).toEqual(expected.hours);
    expect(await house.servedBy()).toEqual(expected);
  }, 120_000);

  test('a replica that is added catches up from the topics', async () => {
    const expected = await undisturbed(lines, house.site);
    await house.start('api', 'second');
    await house.served(expected, 'second');
    expect(await house.stopAll()).toEqual([0]);
    expect(await house.servedBy('second')).toEqual(expected);
  }, 120_000);

  test('a scorer with an empty folder makes the same of the log, and nothing changes', async () => {
    const expected = await undisturbed(lines, house.site);
    await Promise.all([house.start('score', 'empty'), house.start('api')]);
    await house.served(expected);
    await house.published('empty', expected);
    expect(await house.stopAll()).toEqual([0, 0]);
    expect(await house.scored('empty')).toEqual(expected.hours);
    expect(await house.servedBy()).toEqual(expected);
  }, 120_000);
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
    await house.published('older', expected);
    await house.served(expected);
    expect(await house.stopAll()).toEqual([0, 0, 0]);
    expect(await house.scored('older')).toEqual(expected.hours);
    expect(await house.servedBy()).toEqual(expected);
  }, 120_000);
});
