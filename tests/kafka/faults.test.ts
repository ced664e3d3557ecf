import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, onTestFailed, test } from 'vitest';
import { isStaffing } from '../../pipelines/serving/staffing.ts';
import { Random } from '../../pipelines/sources/simulator/random.ts';
import { killServers, type LiveServer } from '../process/live-server.ts';
import { Distributed, eventsOf, linesOf, type Service, undisturbed } from './distributed.ts';
import { describeWithOwnKafka, hasOwnBroker } from './test-broker.ts';

/** More by flag: KAFKA_FAULT_ROUNDS=200. */
const ROUNDS = Number(process.env.KAFKA_FAULT_ROUNDS ?? 20);
const SEED = Number(process.env.KAFKA_FAULT_SEED ?? 20261122);
const HOSPITAL = { wards: 3, bedsPerWard: 8, days: 2, seed: 5 };
const CLIENTS = 3;
const BATCH = 10;
/** Processes by name: there are two scorers, each with files of its own. */
const PROCESSES: readonly [string, Service][] = [
  ['ingest', 'ingest'],
  ['score', 'score'],
  ['api', 'api'],
  ['second', 'score'],
];
const lines = linesOf(HOSPITAL);
const random = new Random(SEED, 1);

/** Senders that send each batch until it is acknowledged. */
class Senders {
  readonly due: string[][] = [];
  acknowledged = 0;
  again = 0;

  constructor(all: readonly string[]) {
    for (let from = 0; from < all.length; from += BATCH) {
      this.due.push(all.slice(from, from + BATCH));
    }
  }

  /** Sends up to `batches`, to whichever process ingest is now, with pauses of up to `pause` ms. */
  async send(ingest: () => LiveServer, batches: number, pause = 0): Promise<void> {
    let left = batches;
    const sender = async () => {
      while (left-- > 0) {
        const batch = this.due.shift();
        if (batch === undefined) return;
        while (!(await this.isAcknowledged(ingest(), batch))) {
          this.again++;
          await sleep(100);
        }
        this.acknowledged++;
        if (pause > 0) await sleep(random.between(0, pause));
      }
    };
    await Promise.all(Array.from({ length: CLIENTS }, sender));
  }

  private async isAcknowledged(server: LiveServer, batch: readonly string[]): Promise<boolean> {
    if (server.hasEnded || server.origin === '') return false;
    try {
      const response = await server.send(`${batch.join('\n')}\n`, 'application/x-ndjson');
      await response.text();
      if (response.status !== 200 && response.status !== 429 && response.status !== 503) {
        throw new RangeError(`ingest answered ${response.status}`);
      }
      return response.status === 200;
    } catch (error) {
      if (error instanceof RangeError) throw error;
      return false;
    }
  }
}

async function expectUndisturbed(
  house: Distributed,
  senders: Senders,
  scorers: readonly string[],
): Promise<void> {
  const expected = await undisturbed(lines, house.site);
  expect(expected.hours.length).toBeGreaterThan(1000);
  await senders.send(() => house.get('ingest'), Number.POSITIVE_INFINITY);
  await house.served(expected);
  await house.published(scorers, expected);
  const exits = await house.stopAll();
  expect(exits).toEqual(exits.map(() => 0));
  expect(await house.servedBy()).toEqual(expected);
  expect(await house.scored(...scorers)).toEqual(expected.hours);
  const events = eventsOf(lines, house.site);
  const key = (event: { source: string; id: string; recordedAt: number }) =>
    `${event.source} ${event.id} ${event.recordedAt}`;
  const stored = await house.storedKeys(...scorers);
  expect(stored.twice).toEqual([]);
  expect(stored.keys).toEqual([...new Set(events.filter((e) => !isStaffing(e)).map(key))].sort());
}

describeWithOwnKafka(
  'acknowledged is stored once, and scored as if nothing had happened',
  (broker) => {
    const houses: Distributed[] = [];
    const newHouse = () => {
      const house = new Distributed(broker().address, HOSPITAL);
      houses.push(house);
      return house;
    };
    afterAll(async () => {
      await killServers();
      for (const house of houses) await house.end();
    });

    test(`${ROUNDS} times a service is killed or stopped in the middle of it`, async () => {
      onTestFailed(() => console.error(`seed of the choices: ${SEED}`));
      const house = newHouse();
      await Promise.all([house.startAll(), house.start('score', 'second')]);
      const senders = new Senders(lines);
      const share = Math.ceil((0.9 * senders.due.length) / ROUNDS);
      const exits: (number | null)[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const [victim, service] = PROCESSES[round % PROCESSES.length]!;
        const isKill = Math.floor(round / PROCESSES.length) % 2 === 0;
        const sending = senders.send(() => house.get('ingest'), share, 80);
        await sleep(random.between(20, 250));
        if (isKill) await house.kill(victim);
        else exits.push((await house.get(victim).stop()).code);
        await house.start(service, victim);
        await sending;
      }
      // each that was stopped has stopped within its deadline and well
      expect(exits).toEqual(exits.map(() => 0));
      expect(senders.again, 'batches that were sent again').toBeGreaterThan(0);
      await expectUndisturbed(house, senders, ['score', 'second']);
    });

    test.runIf(hasOwnBroker).each([3, 20])('the broker is away for %s seconds', async (seconds) => {
      const house = newHouse();
      await house.startAll();
      const senders = new Senders(lines);
      const share = Math.floor(senders.due.length / 3);
      await senders.send(() => house.get('ingest'), share);
      const sending = senders.send(() => house.get('ingest'), share);
      await sleep(100);
      await broker().own!.pause('SIGKILL');
      await sleep(seconds * 1000);
      await broker().own!.resume();
      await sending;
      await expectUndisturbed(house, senders, ['score']);
    });
  },
);
