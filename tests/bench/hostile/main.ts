import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Broker } from '../../kafka/broker.ts';
import { Distributed } from '../../kafka/distributed.ts';
import { findBroker } from '../../kafka/find-broker.ts';
import type { LiveServer } from '../../process/live-server.ts';
import { machineText, publish } from '../results.ts';
import { type Addresses, measureDelay } from '../serve/delay.ts';
import { startServer } from '../serve/server.ts';
import { SIZE } from '../serve/starts.ts';
import { percentile } from '../timing.ts';
import type { Attack, AttackReport } from './attacker.ts';

const ATTACKER = fileURLToPath(new URL('./attacker.ts', import.meta.url));
const FULL = { seconds: 20, rounds: 3, rate: 50, every: 2_000, halfOpen: 500, days: 2 };
const SMOKE: typeof FULL = { ...FULL, seconds: 4, rounds: 1, halfOpen: 100, days: 1 };
/** Ordinary traffic may become slower by this factor, and not more, while the server is attacked. */
const LIMIT = 2;

// ordinary traffic comes from one address here: on a busy machine it has more connections than a client's own
process.env.VARDINTENSITET_CONNECTIONS_PER_ADDRESS ??= '1000';

const say = (message: string) => process.stderr.write(`${message}\n`);

/** Ordinary traffic without and with an attack beside it, round by round. */
interface Comparison {
  readonly form: string;
  readonly quietP95Ms: number;
  readonly attackedP95Ms: number;
  readonly ratio: number;
  readonly answers: AttackReport;
}

/**
 * Measures POST → stream in turn without and with the attack, several times; every event of ordinary
 * traffic has to reach the stream, or this throws.
 */
async function compare(
  form: string,
  addresses: Addresses,
  plan: typeof FULL,
  kafka?: Attack['kafka'],
): Promise<Comparison> {
  const { api, ingest } = addresses;
  const answer = await fetch(`${api.url}/v1/wards`, { headers: api.authorization });
  const { wards } = (await answer.json()) as { wards: { wardId: string }[] };
  const attack: Attack = {
    server: { url: ingest.url, authorization: ingest.authorization },
    wardId: wards[0]!.wardId,
    every: plan.every,
    halfOpen: plan.halfOpen,
    ...(kafka === undefined ? {} : { kafka }),
  };
  // before everybody's first hour is served nothing can be seen of it
  await measureDelay(addresses, plan.rate, Math.min(8, plan.seconds));
  const quiet: number[] = [];
  const attacked: number[] = [];
  let answers: AttackReport = {};
  for (let round = 0; round < plan.rounds; round++) {
    quiet.push((await measureDelay(addresses, plan.rate, plan.seconds)).p95Ms);
    const attacker = fork(ATTACKER, [JSON.stringify(attack)], { execArgv: ['--import', 'tsx'] });
    const report = once(attacker, 'message') as Promise<[AttackReport]>;
    attacked.push((await measureDelay(addresses, plan.rate, plan.seconds)).p95Ms);
    attacker.send('over');
    [answers] = await report;
    say(JSON.stringify({ form, quiet: quiet.at(-1), attacked: attacked.at(-1), answers }));
  }
  const [quietP95Ms, attackedP95Ms] = [percentile(quiet, 0.5), percentile(attacked, 0.5)];
  return { form, quietP95Ms, attackedP95Ms, ratio: attackedP95Ms / quietP95Ms, answers };
}

async function serve(plan: typeof FULL, folder: string): Promise<Comparison> {
  const data = join(folder, 'serve');
  const hospital = ['--simulate', ...SIZE, '--days', String(plan.days)];
  const server = await startServer([...hospital, '--data', data, '--log-level', 'error']);
  try {
    return await compare('one process', { ingest: server, api: server }, plan);
  } finally {
    await server.stop();
  }
}

async function onKafka(plan: typeof FULL): Promise<Comparison> {
  const found = findBroker();
  if (found.kind === 'none') throw new Error(`No Kafka: ${found.missing}`);
  const own = found.kind === 'jars' ? await Broker.start(found.folder) : null;
  const broker = own?.address ?? (found as { address: string }).address;
  const house = new Distributed(broker, { wards: 4, bedsPerWard: 20, days: 1, seed: 1 });
  // as a hospital has it: moves of long ago are refused
  house.ingestOptions = [];
  try {
    await house.startAll();
    const address = (server: LiveServer) => ({
      url: server.origin,
      authorization: server.authorization,
    });
    const addresses = { ingest: address(house.get('ingest')), api: address(house.get('api')) };
    const topic = `${house.prefix}ward-events`;
    return await compare('three services on Kafka', addresses, plan, { broker, topic });
  } finally {
    await house.stopAll();
    await house.end();
    await own?.stop();
  }
}

function reportText(comparisons: readonly Comparison[]): string {
  const ms = (value: number) => value.toFixed(0);
  return [
    `Measured on ${machineText()}.`,
    '',
    '| form | p95 ms without | p95 ms with the attack | ratio | limit |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...comparisons.map(
      ({ form, quietP95Ms, attackedP95Ms, ratio }) =>
        `| ${form} | ${ms(quietP95Ms)} | ${ms(attackedP95Ms)} | ${ratio.toFixed(2)} | ${LIMIT} |`,
    ),
  ].join('\n');
}

const { values } = parseArgs({
  options: { smoke: { type: 'boolean', default: false }, form: { type: 'string' } },
});
const plan = values.smoke ? SMOKE : FULL;
const folder = await mkdtemp(join(tmpdir(), 'vardintensitet-hostile-'));
try {
  const comparisons: Comparison[] = [];
  if (values.form !== 'kafka') comparisons.push(await serve(plan, folder));
  if (values.form !== 'serve') comparisons.push(await onKafka(plan));
  await publish('hostile', {
    figures: comparisons,
    text: reportText(comparisons),
    isWhole: !values.smoke && values.form === undefined,
  });
  // a short run is too noisy to judge by; it shows that everything is answered and nothing is lost
  if (!values.smoke && comparisons.some(({ ratio }) => ratio > LIMIT)) process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
