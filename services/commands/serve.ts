import { type Command, Option } from 'commander';
import { simulatedSite } from '../../pipelines/sources/simulator/hospital.ts';
import { type Site, site as siteSchema } from '../../schemas/site.ts';
import { queueSink } from '../adapters/publish.ts';
import { readSite } from '../files/site-file.ts';
import { counted } from '../platform/counted.ts';
import { isThere, writableFolder } from '../platform/folder.ts';
import { InputError } from '../platform/input-error.ts';
import { createLog, type Logger } from '../platform/log.ts';
import { createMetrics, type Metrics } from '../platform/metrics.ts';
import { Progress } from '../platform/progress.ts';
import { AdapterProcess, readAdapters } from '../processes/adapters.ts';
import { ServeProcess } from '../processes/serve.ts';
import {
  keepPlan,
  Simulation,
  type SimulationPlan,
  simulationPlan,
  type WantedHospital,
} from '../processes/simulation.ts';
import type { Rescoring } from '../scorer/scoring-follower.ts';
import { assertStarts } from '../state/checks.ts';
import { assertKinds } from '../state/file-kinds.ts';
import { assertAccess, openAccess } from './access-options.ts';
import { clockLimits, ENVIRONMENT, type ServerConfig, serverConfig } from './config.ts';
import { assertListens, builtDashboards, configOf, refuseMismatch, run } from './running.ts';
import { intakeOptions, serverOptions } from './server-options.ts';

/** Milliseconds between reports of progress. */
const PROGRESS_INTERVAL = 200;

/** `serve`: ingest, scorer, API and dashboards in one process. */
export function serveCommand(program: Command): void {
  const command = serverOptions(program.command('serve'), '.data/serve', 8080)
    .summary('take events over HTTP, score them live and show the wards')
    .description(
      `Ingest, scorer, API and dashboards in one process, with a DuckDB file each under --data. Events are acknowledged once they are stored. A server that is stopped or killed goes on where it was. Each option can also come from the environment: ${Object.keys(ENVIRONMENT).join(', ')}.`,
    )
    .addOption(
      new Option(
        '--simulate',
        'a simulated hospital: its last days at once, then as time passes',
      ).conflicts('site'),
    )
    .option('--wards <n>', 'wards of the simulated hospital (default: 10)')
    .option('--beds <n>', 'beds a ward of it (default: 20)')
    .option('--days <n>', 'days of its past (default: 30)')
    .option('--seed <n>', 'the same seed gives the same hospital (default: 1)')
    .option('--adapters <file>', 'mapping file: takes HL7 v2, tables and rosters as it says')
    .option('--memory <mb>', 'megabytes of each file of the state in memory (default: 600)');
  intakeOptions(command).action(async (options: Record<string, unknown>, command: Command) => {
    await serve(configOf(serverConfig, options, command));
  });
}

async function serve(config: ServerConfig): Promise<void> {
  // read while the files of the state open
  const building = import('../server/build-server.ts');
  const dashboards = builtDashboards();
  const log = createLog(config.logLevel);
  const metrics = createMetrics();
  const { data, queue: queueLimit, clock, allowOld, memory } = config;
  const patience = config.patience * 1000;
  // a missing folder is created once nothing refuses the start
  if (await isThere(data)) {
    await writableFolder('--data', data);
    await assertKinds(data);
  }
  // everything that can refuse a start runs before anything is written
  const plan = config.simulate ? await simulationPlan(data, hospitalOf(config), Date.now()) : null;
  const site = await siteOf(config, plan);
  const checked = await assertStarts(data, site).catch(refuseMismatch(data));
  await assertListens(config.host, config.port);
  await assertAccess(config);
  const sources = { site, log, now: () => Date.now() * 1000 };
  if (config.adapters !== undefined) await readAdapters({ file: config.adapters, ...sources });
  await writableFolder('--data', data);
  const { access, server: listener } = await openAccess(config, site, log, metrics);
  const server = await ServeProcess.openServed({
    data,
    site,
    checked,
    queueLimit,
    patience,
    clock,
    clockLimits: clockLimits(config),
    sourcesOf: (subject) => access.sourcesOf(subject),
    allowOld,
    memory,
    log,
    metrics,
    onFacts,
  }).catch(refuseMismatch(data));
  if (plan !== null) await keepPlan(data, plan);
  let simulation: Simulation | null = null;
  const { adapters: file } = config;
  const adapters =
    file === undefined ? null : await openAdapters(server, file, config.data, sources, metrics);
  if (adapters !== null) {
    server.readiness.add({ reason: 'adapters', applies: () => adapters.isFailing });
  }
  const { buildServer } = await building;
  const app = await buildServer({
    ...listener,
    access,
    ingest: server.ingestRoutes,
    api: server.api.routes(() => server.status()),
    metrics,
    log,
    dashboards,
    readiness: server.readiness,
    gauge: () => {
      server.gauge();
      adapters?.gauge();
    },
  });

  await run({
    app,
    host: config.host,
    port: config.port,
    async start(isStopping) {
      // the data from before the stop is already served
      process.stderr.write(
        `Vårdintensitet: ${site.name}, ${site.wards.length} avdelningar/wards\n`,
      );
      process.stderr.write(`Öppna/open ${access.link(app.listeningOrigin)}\n`);
      await server.openScoring().catch(refuseMismatch(data));
      if (plan !== null) simulation = await openSimulation(server, data, plan);
      if (isStopping()) return;
      server.backUp(adapters?.warehouse);
      await adapters?.start();
      const history = async () => {
        if (simulation !== null) await load(simulation);
      };
      await catchUp(server, () => server.start(history, isStopping));
      if (isStopping()) return;
      simulation?.run((error) => log.error({ kind: error.name }, 'the simulation failed'));
    },
    async beforeClose() {
      server.backUp(undefined);
      await adapters?.stop();
      await simulation?.stop();
    },
    async stop() {
      await server.stop();
      await access.close();
    },
  });
}

/** The adapters of a server hand their events to its own queue, by the rules that hold for senders. */
function openAdapters(
  server: ServeProcess,
  file: string,
  data: string,
  { site, log }: { readonly site: Site; readonly log: Logger },
  metrics: Metrics,
): Promise<AdapterProcess> {
  const { queue, clock } = server.ingest;
  const sink = queueSink(queue, () => server.rules);
  const now = () => clock.trusted.now() * 1000;
  return AdapterProcess.open({ ...{ file, data, site, log, metrics, sink, now } });
}

/** A line for each part of the facts: they are made from millions of events at a time. */
function onFacts(done: number, of: number): void {
  const encounters = `${done} av/of ${of} vårdtillfällen/encounters`;
  process.stderr.write(`Förbereder historiken/preparing the history: ${encounters}\n`);
}

/** Opens the simulated hospital of a server, which uses the clock of its machine. */
function openSimulation(
  server: ServeProcess,
  data: string,
  plan: SimulationPlan,
): Promise<Simulation> {
  const { trusted } = server.ingest.clock;
  trusted.confirm();
  return Simulation.open(server, data, plan, () => trusted.now());
}

/** Starts a server; shows the progress of a history that is scored again. */
async function catchUp(server: ServeProcess, start: () => Promise<void>): Promise<void> {
  const { rescoring } = server;
  if (rescoring === null) return start();
  const say = ({ done, of }: Rescoring) =>
    `Räknar om i bakgrunden/rescoring in the background: ${done} av/of ${of} vårdtillfällen/encounters`;
  process.stderr.write(`${say(rescoring)}\n`);
  const progress = new Progress(process.stderr);
  const timer = setInterval(() => {
    const { rescoring: now } = server;
    if (now !== null) progress.report(() => say(now));
  }, PROGRESS_INTERVAL);
  try {
    await start();
    progress.end();
    process.stderr.write('Omräkningen är klar/rescored\n');
  } finally {
    clearInterval(timer);
  }
}

async function load(simulation: Simulation): Promise<void> {
  const progress = new Progress(process.stderr);
  await simulation.catchUp((events, until) =>
    progress.report(
      () =>
        `simulating ${new Date(until * 1000).toISOString().slice(0, 10)} · ${counted(events, 'event')}`,
    ),
  );
  progress.end();
}

async function siteOf(config: ServerConfig, plan: SimulationPlan | null): Promise<Site> {
  if (plan !== null) return siteSchema.parse(simulatedSite(plan));
  if (config.site === undefined) {
    throw new InputError('Which hospital? Give --site FILE, or --simulate for one that is made up');
  }
  return readSite(config.site);
}

function hospitalOf({ wards, beds, seed, days }: ServerConfig): WantedHospital {
  return {
    ...(wards !== undefined && { wards }),
    ...(beds !== undefined && { bedsPerWard: beds }),
    ...(seed !== undefined && { seed }),
    ...(days !== undefined && { days }),
  };
}
