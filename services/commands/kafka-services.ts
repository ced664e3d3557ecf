import type { Command } from 'commander';
import { apiConfig, ENVIRONMENT, ingestConfig, scoreConfig } from '../config.ts';
import { buildServer } from '../http/server.ts';
import { KAFKA_ENVIRONMENT } from '../kafka/settings.ts';
import { createLog } from '../log.ts';
import { createMetrics } from '../metrics.ts';
import { readSite } from '../site-file.ts';
import { builtDashboards, configOf, kafkaSettingsOf, refuseMismatch, run } from './running.ts';

const ENVIRONMENT_HELP = `Each option can also come from the environment: ${Object.keys(ENVIRONMENT).join(', ')}. Kafka is told by the environment alone: ${KAFKA_ENVIRONMENT.join(', ')}.`;

/** `ingest`, `score` and `api`: one service each, joined by Kafka, which is loaded for them alone. */
export function kafkaServiceCommands(program: Command): void {
  common(program, 'ingest', 'take events over HTTP and put them on Kafka', 8081)
    .description(
      `Takes events over HTTP and acknowledges them once Kafka has them on all in-sync replicas. Keeps dead letters under --data. ${ENVIRONMENT_HELP}`,
    )
    .option('--no-clock', 'only events move stream time, as when the past is published')
    .option('--queue <n>', 'events that may wait for Kafka (default: 20000)')
    .action((options, command) => ingest(configOf(ingestConfig, options, command), command));
  common(program, 'score', 'score the events of Kafka', 8082)
    .description(
      `Scores ward events and publishes encounter-hours. Several of them share the partitions. Under --data each partition has a file, which is made again from the topic where it is lost. The port is for health and metrics. ${ENVIRONMENT_HELP}`,
    )
    .action((options, command) => score(configOf(scoreConfig, options, command), command));
  common(program, 'api', 'serve wards, stream and dashboards from Kafka', 8080)
    .description(
      `Reads all encounter-hours and all staffing, and serves wards, stream and dashboards. Each replica has a --data of its own, made again from the topics where it is lost. ${ENVIRONMENT_HELP}`,
    )
    .action((options, command) => api(configOf(apiConfig, options, command), command));
}

function common(program: Command, name: string, summary: string, port: number): Command {
  return program
    .command(name)
    .summary(summary)
    .option('--site <file>', 'site file (wards, time zone, switches)')
    .option('--data <dir>', `where the state is kept (default: .data/${name})`)
    .option('--host <address>', 'address to listen on (default: 127.0.0.1)')
    .option('--port <n>', `port to listen on, 0 for a free one (default: ${port})`)
    .option('--log-level <level>', 'fatal, error, warn, info, debug or silent (default: warn)');
}

/** What every service begins with. */
async function prepare(config: { site: string; logLevel: string }, command: Command) {
  const settings = kafkaSettingsOf(command);
  const site = await readSite(config.site);
  return { settings, site, log: createLog(config.logLevel), metrics: createMetrics() };
}

/** A promise that rejects when told to. */
function failure() {
  let onFailure: (error: Error) => void = () => {};
  const failed = new Promise<never>((_, reject) => {
    onFailure = reject;
  });
  failed.catch(() => undefined);
  return { failed, onFailure };
}

function say(service: string, origin: string): void {
  process.stderr.write(`Vårdintensitet ${service}\nÖppna/open ${origin}\n`);
}

async function ingest(config: ReturnType<typeof ingestConfig.parse>, command: Command) {
  const prepared = await prepare(config, command);
  const { data, queue: queueLimit, clock, host, port } = config;
  const { IngestService } = await import('../kafka/ingest-service.ts');
  const service = await IngestService.open({ ...prepared, data, queueLimit, clock });
  const { intake, deadLetters, wards } = service;
  const app = await buildServer({
    ...prepared,
    ingest: { intake, deadLetters, wards },
    isReady: () => service.isReady,
    gauge: () => service.gauge(),
  });
  await run({
    ...{ app, host, port },
    async start() {
      await service.start();
      say('ingest', app.listeningOrigin);
    },
    stop: () => service.stop(),
  });
}

async function score(config: ReturnType<typeof scoreConfig.parse>, command: Command) {
  const prepared = await prepare(config, command);
  const { data, host, port } = config;
  const { failed, onFailure } = failure();
  const { ScoreService } = await import('../kafka/score-service.ts');
  const service = new ScoreService({ ...prepared, data, onFailure });
  const app = await buildServer({
    ...prepared,
    isReady: () => service.isReady,
    gauge: () => service.gauge(),
  });
  await run({
    ...{ app, host, port, failed },
    async start() {
      await service.start();
      say('score', app.listeningOrigin);
    },
    stop: () => service.stop(),
  }).catch(refuseMismatch(data));
}

async function api(config: ReturnType<typeof apiConfig.parse>, command: Command) {
  const prepared = await prepare(config, command);
  const { data, host, port } = config;
  const { failed, onFailure } = failure();
  const { ApiService } = await import('../kafka/api-service.ts');
  const service = await ApiService.open({ ...prepared, data, onFailure });
  const { serving, stream, wards } = service;
  const app = await buildServer({
    ...prepared,
    api: { serving, stream, wards, metrics: prepared.metrics },
    dashboards: builtDashboards(),
    isReady: () => service.isReady,
    gauge: () => service.gauge(),
  });
  await run({
    ...{ app, host, port, failed },
    async start() {
      await service.start();
      say('api', app.listeningOrigin);
    },
    stop: () => service.stop(),
  });
}
