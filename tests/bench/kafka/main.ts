import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Kafka, logLevel } from 'kafkajs';
import { simulate } from '../../../pipelines/sources/simulator/simulate.ts';
import { createLog } from '../../../services/platform/log.ts';
import { LineSender } from '../../../services/transport/kafka/line-sender.ts';
import { kafkaSettings } from '../../../services/transport/kafka/settings.ts';
import { Broker } from '../../kafka/broker.ts';
import { Distributed } from '../../kafka/distributed.ts';
import { findBroker } from '../../kafka/find-broker.ts';
import { type LiveServer, until } from '../../process/live-server.ts';
import { machineText, publish } from '../results.ts';
import { type Delay, measureDelay } from '../serve/delay.ts';

const FULL = {
  hospital: { wards: 20, bedsPerWard: 25, days: 4, seed: 1 },
  ...{ scorers: [1, 2, 3], rates: [100, 1000], seconds: 30 },
};
const SMOKE: typeof FULL = {
  hospital: { wards: 2, bedsPerWard: 10, days: 1, seed: 1 },
  ...{ scorers: [1, 2], rates: [20], seconds: 4 },
};
const LINES = 1000;
const DEADLINE = 20 * 60_000;

const say = (message: string) => process.stderr.write(`${message}\n`);
const secondsSince = (began: number) => (performance.now() - began) / 1000;

interface Scale {
  readonly scorers: number;
  readonly seconds: number;
  readonly eventsPerSecond: number;
}

interface Log {
  readonly lines: readonly Buffer[];
  /** Its last tick, in seconds since 1970. */
  readonly until: number;
}

function logOf(hospital: typeof FULL.hospital): Log {
  const events = [...simulate({ ...hospital, disturbances: false })].flatMap((arrival) =>
    'event' in arrival ? [arrival.event] : [],
  );
  const until = Date.parse(events.at(-1)!.recordedAt) / 1000;
  return { lines: events.map((event) => Buffer.from(JSON.stringify(event))), until };
}

async function send(house: Distributed, { lines }: Log): Promise<number> {
  const sender = await LineSender.open(kafkaSettings(house.environment), createLog('error'));
  const began = performance.now();
  for (let from = 0; from < lines.length; from += LINES) {
    await sender.send(lines.slice(from, from + LINES));
  }
  const seconds = secondsSince(began);
  await sender.close();
  return seconds;
}

/** Messages a second that kafkajs gives to a handler that does nothing: the limit of what reads. */
async function rawConsumption(house: Distributed, messages: number): Promise<number> {
  const brokers = [house.environment.KAFKA_BROKERS!];
  const consumer = new Kafka({ brokers, logLevel: logLevel.NOTHING }).consumer({
    groupId: `raw-${house.prefix}`,
    maxBytesPerPartition: 256 * 1024,
  });
  await consumer.connect();
  await consumer.subscribe({ topics: [`${house.prefix}ward-events`], fromBeginning: true });
  let read = 0;
  let began = 0;
  let ended = 0;
  await consumer.run({
    eachBatch: async ({ batch }) => {
      began ||= performance.now();
      read += batch.messages.length;
      ended = performance.now();
    },
  });
  await until('all is read', () => read >= messages, DEADLINE);
  await consumer.disconnect();
  return read / ((ended - began) / 1000);
}

async function held(house: Distributed): Promise<number> {
  const brokers = [house.environment.KAFKA_BROKERS!];
  const admin = new Kafka({ brokers, logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  const offsets = await admin.fetchTopicOffsets(`${house.prefix}ward-events`);
  await admin.disconnect();
  return offsets.reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0);
}

/** From the first event sent to Kafka until the wards are served at the last tick. */
async function measureScale(broker: string, log: Log, scorers: number, plan: typeof FULL) {
  const house = new Distributed(broker, plan.hospital);
  try {
    await house.start('api');
    for (let index = 0; index < scorers; index++) await house.start('score', `score-${index}`);
    // the group settles on who has what
    await sleep(3_000);
    const began = performance.now();
    const sent = await send(house, log);
    const api = house.get('api');
    await until(
      'the wards are served at the last tick',
      async () => {
        const { streamTime } = await api.json<{ streamTime: string | null }>('/v1/wards');
        return streamTime !== null && Date.parse(streamTime) / 1000 >= log.until;
      },
      DEADLINE,
    );
    const seconds = secondsSince(began);
    const catchingUp = performance.now();
    const second = await house.start('api', 'second');
    await until(
      'the replica is ready',
      async () => (await second.request('/health/ready')).status === 200,
      DEADLINE,
    );
    return {
      scale: { scorers, seconds, eventsPerSecond: log.lines.length / seconds },
      sentPerSecond: log.lines.length / sent,
      rawPerSecond: await rawConsumption(house, await held(house)),
      replicaSeconds: secondsSince(catchingUp),
    };
  } finally {
    await house.stopAll();
    await house.end();
  }
}

async function measureDelays(broker: string, plan: typeof FULL) {
  const house = new Distributed(broker, plan.hospital, { KAFKA_SESSION_SECONDS: '6' });
  try {
    const [ingest, , api] = await Promise.all([
      house.start('ingest'),
      house.start('score'),
      house.start('api'),
    ]);
    const address = ({ origin: url, authorization }: LiveServer) => ({ url, authorization });
    const addresses = { ingest: address(ingest), api: address(api) };
    // before everybody's first hour is served nothing can be seen of it
    await measureDelay(addresses, plan.rates[0]!, Math.min(8, plan.seconds));
    const delays: Delay[] = [];
    for (const rate of plan.rates) {
      delays.push(await measureDelay(addresses, rate, plan.seconds));
      say(JSON.stringify(delays.at(-1)));
    }
    const rate = plan.rates[0]!;
    const during = async (what: string, change: () => Promise<unknown>) => {
      const measured = measureDelay(addresses, rate, plan.seconds);
      await sleep((plan.seconds * 1000) / 3);
      await change();
      const delay = { what, ...(await measured) };
      say(JSON.stringify(delay));
      return delay;
    };
    const changes = [
      await during('a scorer is added', () => house.start('score', 'added')),
      await during('a scorer stops', () => house.get('score').stop()),
    ];
    return { delays, changes };
  } finally {
    await house.stopAll();
    await house.end();
  }
}

async function main(plan: typeof FULL) {
  const found = findBroker();
  if (found.kind === 'none') throw new Error(`No Kafka: ${found.missing}`);
  const own = found.kind === 'jars' ? await Broker.start(found.folder) : null;
  const broker = own?.address ?? (found as { address: string }).address;
  try {
    say('delays through three services');
    const { delays, changes } = await measureDelays(broker, plan);
    const log = logOf(plan.hospital);
    const scales: Scale[] = [];
    let limits = { sentPerSecond: 0, rawPerSecond: 0, replicaSeconds: 0 };
    for (const scorers of plan.scorers) {
      say(`${log.lines.length} events through ${scorers} scorers`);
      const { scale, ...rest } = await measureScale(broker, log, scorers, plan);
      say(JSON.stringify({ scale, ...rest }));
      scales.push(scale);
      limits = rest;
    }
    return {
      machine: machineText(),
      events: log.lines.length,
      ...limits,
      ...{ scales, delays, changes },
    };
  } finally {
    await own?.stop();
  }
}

type Report = Awaited<ReturnType<typeof main>>;

function reportText(report: Report): string {
  const whole = (value: number) => Math.round(value).toLocaleString('en').replaceAll(',', ' ');
  const row = (name: string, { p50Ms, p95Ms, p99Ms, maxMs }: Delay) =>
    `| ${name} | ${whole(p50Ms)} | ${whole(p95Ms)} | ${whole(p99Ms)} | ${whole(maxMs)} |`;
  return [
    `Measured on ${report.machine}: broker, services and load on one machine. ${whole(report.events)} events.`,
    '',
    '| events through Kafka | seconds | events/s | of raw reading |',
    '| --- | ---: | ---: | ---: |',
    ...report.scales.map(
      ({ scorers, seconds, eventsPerSecond }) =>
        `| ${scorers} scorer${scorers === 1 ? '' : 's'}: sent to served | ${seconds.toFixed(1)} | ${whole(eventsPerSecond)} | ${(eventsPerSecond / report.rawPerSecond).toFixed(3)} |`,
    ),
    `| sent alone | | ${whole(report.sentPerSecond)} | |`,
    `| raw reading with kafkajs | | ${whole(report.rawPerSecond)} | 1 |`,
    '',
    `A second API replica is ready ${report.replicaSeconds.toFixed(1)} s after its start.`,
    '',
    '| POST → stream | p50 ms | p95 ms | p99 ms | max ms |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...report.delays.map((delay) => row(`${delay.eventsPerSecond} events/s`, delay)),
    ...report.changes.map((delay) =>
      row(`${delay.eventsPerSecond} events/s, ${delay.what}`, delay),
    ),
  ].join('\n');
}

const { values } = parseArgs({ options: { smoke: { type: 'boolean', default: false } } });
const report = await main(values.smoke ? SMOKE : FULL);
await publish('kafka', { figures: report, text: reportText(report), isWhole: !values.smoke });
