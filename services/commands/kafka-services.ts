import type { Command } from 'commander';
import { readSite } from '../files/site-file.ts';
import { isThere, writableFolder } from '../platform/folder.ts';
import { createLog } from '../platform/log.ts';
import { createMetrics } from '../platform/metrics.ts';
import type { Readiness } from '../platform/readiness.ts';
import { buildServer, type ServerOptions } from '../server/build-server.ts';
import { assertNoErasure } from '../state/erasure/erasing-note.ts';
import { KAFKA_ENVIRONMENT } from '../transport/kafka/settings.ts';
import { type AccessConfig, assertAccess, openAccess } from './access-options.ts';
import {
  type ApiConfig,
  apiConfig,
  clockLimits,
  ENVIRONMENT,
  type IngestConfig,
  ingestConfig,
  type ScoreConfig,
  scoreConfig,
} from './config.ts';
import {
  assertListens,
  builtDashboards,
  configOf,
  kafkaSettingsOf,
  refuseMismatch,
  run,
} from './running.ts';
import { intakeOptions, serverOptions } from './server-options.ts';

const ENVIRONMENT_HELP = `Each option can also come from the environment: ${Object.keys(ENVIRONMENT).join(', ')}. Settings for Kafka come from the environment alone: ${KAFKA_ENVIRONMENT.join(', ')}.`;

/** `ingest`, `score` and `api`: one service each, joined by Kafka, which is loaded for them alone. */
export function kafkaServiceCommands(program: Command): void {
  intakeOptions(common(program, 'ingest', 'take events over HTTP and put them on Kafka', 8081))
    .description(
      `Takes events over HTTP and acknowledges them once Kafka has them on all in-sync replicas. Keeps dead letters under --data. ${ENVIRONMENT_HELP}`,
    )
    .action((options, command) => ingest(configOf(ingestConfig, options, command), command));
  common(program, 'score', 'score the events of Kafka', 8082)
    .description(
      `Scores ward events and publishes encounter-hours. Several of them share the partitions. Under --data each partition has a file, which is made again from the topic where it is lost. The port is for health, metrics and the lists of what found no place in the score. ${ENVIRONMENT_HELP}`,
    )
    .action((options, command) => score(configOf(scoreConfig, options, command), command));
  common(program, 'api', 'serve wards, stream and dashboards from Kafka', 8080)
    .description(
      `Reads all encounter-hours and all staffing, and serves wards, stream and dashboards. Each replica has a --data of its own, made again from the topics where it is lost. ${ENVIRONMENT_HELP}`,
    )
    .action((options, command) => api(configOf(apiConfig, options, command), command));
}

function common(program: Command, name: string, summary: string, port: number): Command {
  return serverOptions(program.command(name).summary(summary), `.data/${name}`, port);
}

/** What every service begins with. */
async function prepare(
  config: AccessConfig & { site: string; logLevel: string },
  command: Command,
) {
  const settings = kafkaSettingsOf(command);
  const site = await readSite(config.site);
  if (await isThere(config.data)) await writableFolder('--data', config.data);
  await assertListens(config.host, config.port);
  await assertAccess(config);
  await writableFolder('--data', config.data);
  await assertNoErasure(config.data);
  const log = createLog(config.logLevel);
  const metrics = createMetrics();
  const { access, server: listener } = await openAccess(config, site, log, metrics);
  return { settings, site, log, access, listener, metrics };
}

/** A promise, and a function that rejects it. */
function failure() {
  let onFailure: (error: Error) => void = () => {};
  const failed = new Promise<never>((_, reject) => {
    onFailure = reject;
  });
  failed.catch(() => undefined);
  return { failed, onFailure };
}

type Prepared = Awaited<ReturnType<typeof prepare>>;

/** What the three have in common once they are made. */
interface Service {
  readonly readiness: Readiness;
  gauge(): void;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Runs a service with its routes, until a signal stops it or it fails. */
async function serve(
  name: string,
  { host, port }: { readonly host: string; readonly port: number },
  service: Service,
  routes: Pick<ServerOptions, 'ingest' | 'api' | 'unplaced' | 'dashboards'>,
  { access, listener, log, metrics }: Prepared,
  failed?: Promise<never>,
): Promise<void> {
  const app = await buildServer({
    ...{ ...routes, ...listener, access, log, metrics },
    readiness: service.readiness,
    gauge: () => service.gauge(),
  });
  await run({
    ...{ app, host, port, failed },
    async start() {
      await service.start();
      // only if there is a page to open
      const { listeningOrigin: origin } = app;
      const link = routes.dashboards === undefined ? origin : access.link(origin);
      process.stderr.write(`Vårdintensitet ${name}\nÖppna/open ${link}\n`);
    },
    async stop() {
      await service.stop();
      await access.close();
    },
  });
}

async function ingest(config: IngestConfig, command: Command) {
  const prepared = await prepare(config, command);
  const { data, queue: queueLimit, clock, allowOld } = config;
  const { IngestProcess } = await import('../processes/ingest.ts');
  const patience = config.patience * 1000;
  const service = await IngestProcess.open({
    ...{ ...prepared, data, queueLimit, patience, clock, allowOld },
    clockLimits: clockLimits(config),
    sourcesOf: (subject) => prepared.access.sourcesOf(subject),
  });
  await serve('ingest', config, service, { ingest: service.ingest.routes }, prepared);
}

async function score(config: ScoreConfig, command: Command) {
  const prepared = await prepare(config, command);
  const { failed, onFailure } = failure();
  const { ScoreProcess } = await import('../processes/score.ts');
  const service = new ScoreProcess({ ...prepared, data: config.data, onFailure });
  const unplaced: ServerOptions['unplaced'] = (list, page) => service.listUnplaced(list, page);
  await serve('score', config, service, { unplaced }, prepared, failed).catch(
    refuseMismatch(config.data),
  );
}

async function api(config: ApiConfig, command: Command) {
  const prepared = await prepare(config, command);
  const { failed, onFailure } = failure();
  const { ApiProcess } = await import('../processes/api.ts');
  const service = await ApiProcess.open({ ...prepared, data: config.data, onFailure });
  const routes = {
    api: service.api.routes(() => service.status()),
    dashboards: builtDashboards(),
  };
  await serve('api', config, service, routes, prepared, failed);
}
