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
    const scorer = house.get('empty');
    const lag = (partition: number) =>
      scorer.metric(
        `vardintensitet_log_lag_messages{topic="${house.prefix}ward-events",partition="${partition}"}`,
      );
    await until(
      'everything is read and scored',
      async () => {
        const hours = await scorer.metric('vardintensitet_encounter_hours_published_total');
        const lags = await Promise.all([lag(0), lag(1), lag(2)]);
        return hours >= expected.hours.length && lags.every((each) => each === 0);
      },
      60_000,
    );
    expect(await house.stopAll()).toEqual([0, 0]);
    expect(await house.scored('empty')).toEqual(expected.hours);
    expect(await house.servedBy()).toEqual(expected);
  }, 120_000);
});
