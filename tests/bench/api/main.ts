import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { touchAll as touchHistory } from '../../../pipelines/scoring/history.ts';
import { ScoringStore } from '../../../pipelines/scoring/store.ts';
import { loadModel } from '../../../pipelines/scoring/weights.ts';
import { simulatedSite } from '../../../pipelines/sources/simulator/hospital.ts';
import { type Site, site as siteSchema } from '../../../schemas/site.ts';
import { machineText, publish } from '../results.ts';
import { metric, type Server, startServer } from '../serve/server.ts';
import { measureFairness } from './fairness.ts';
import { makeHistory } from './history.ts';
import { beside, type Load, load } from './load.ts';
import { measureFanout } from './streams.ts';

const FULL = { days: 731, live: 3, rescored: 30, seconds: 10, clients: 500, streamSeconds: 60 };
const SMOKE = { days: 1, live: 1, rescored: 1, seconds: 1, clients: 20, streamSeconds: 5 };
const WARDS = 40;
const BEDS = 25;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

interface Row {
  readonly what: string;
  readonly ours: Load;
  readonly bare: Load | null;
  /** Milliseconds the server's event loop stood still at the most. */
  readonly stall: number;
}

const say = (message: string) => process.stderr.write(`${message}\n`);

/** Measures the read API over a long history, quiet, with many streams, and while much is scored. */
async function main(plan: typeof FULL, folder: string) {
  const site = siteSchema.parse(simulatedSite({ wards: WARDS, bedsPerWard: BEDS }));
  const began = Math.floor(Date.now() / HOUR) * HOUR;
  // the simulated hospital begins where the history ends
  const history = (days: number) => new Date(began - days * DAY);
  const start = async (name: string, liveDays: number, isAgain = false) => {
    const data = join(folder, name);
    if (isAgain) await touchAll(data, site);
    else {
      say(`a history of ${plan.days} days of ${WARDS} wards`);
      say(JSON.stringify(await makeHistory(data, site, history(liveDays), plan.days)));
    }
    const hospital = ['--wards', String(WARDS), '--beds', String(BEDS), '--days', String(liveDays)];
    return startServer(
      ['--simulate', '--data', data, '--log-level', 'error', ...hospital],
      isAgain ? 'listening' : 'ready',
    );
  };
  const until = began - plan.live * DAY;
  const range = (from: number, to: number) =>
    `from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}`;
  const whole = range(until - plan.days * DAY, until);
  const ward = encodeURIComponent(site.wards[0]!.wardId);

  const server = await start('quiet', plan.live);
  const { authorization } = server;
  const rows: Row[] = [];
  const measure = async (what: string, path: string, connections: number) => {
    say(what);
    await stallOf(server);
    const plans = { connections, seconds: plan.seconds };
    const both = await beside(`${server.url}${path}`, { ...authorization }, plans, folder);
    rows.push({ what, ...both, stall: await stallOf(server) });
    say(JSON.stringify(rows.at(-1)));
  };
  const idle = await idleStall(server, plan.seconds);
  const computed: { what: string; seconds: number; megabytes: number; stall: number }[] = [];
  for (const format of ['parquet', 'arrow', 'csv', 'json']) {
    await stallOf(server);
    const before = performance.now();
    const answer = await fetch(`${server.url}/v1/export/ward-hours?${whole}&format=${format}`, {
      headers: authorization,
    });
    let bytes = 0;
    for await (const chunk of answer.body!) bytes += (chunk as Uint8Array).length;
    const seconds = (performance.now() - before) / 1000;
    const stall = await stallOf(server);
    computed.push({ what: format, seconds, megabytes: bytes / 1e6, stall });
    say(JSON.stringify(computed.at(-1)));
  }
  await measure('`/v1/wards`, 40 wards', '/v1/wards', 10);
  await measure(
    'a ward, 72 hours, JSON',
    `/v1/wards/${ward}/intensity?${range(until - 2 * DAY, until + DAY)}`,
    10,
  );
  for (const format of ['parquet', 'arrow', 'csv', 'json']) {
    await measure(
      `all wards, whole history, ${format}, again`,
      `/v1/export/ward-hours?${whole}&format=${format}`,
      1,
    );
  }
  await measure(
    'all wards by day, csv, again',
    `/v1/export/ward-hours?${whole}&grain=day&format=csv`,
    2,
  );
  say(`${plan.clients} clients of the stream`);
  await stallOf(server);
  const fanout = await measureFanout(server, plan.clients, plan.streamSeconds);
  const streamStall = await stallOf(server);
  say(JSON.stringify(fanout));
  await server.stop();

  say('a nurse beside a planner');
  const fairness = await measureFairness(join(folder, 'quiet'), site, until, plan.seconds);
  say(JSON.stringify(fairness));

  say(`${plan.rescored} days of the hospital, to be rescored`);
  await (await start('busy', plan.rescored)).stop();
  const busy = await start('busy', plan.rescored, true);
  const during: { what: string; load: Load; stall: number }[] = [];
  const scored = () => metric(busy, 'vardintensitet_encounter_hours_scored_total');
  for (const [what, path] of [
    ['`/v1/wards`', '/v1/wards'],
    ['a ward, 72 hours, JSON', `/v1/wards/${ward}/intensity?${range(until - 2 * DAY, until)}`],
  ] as const) {
    const before = await scored();
    const measured = await load(
      `${busy.url}${path}`,
      { ...busy.authorization },
      {
        connections: 4,
        seconds: plan.seconds,
      },
    );
    during.push({ what, load: measured, stall: await stallOf(busy) });
    say(`${JSON.stringify(during.at(-1))} · hours scored ${before} → ${await scored()}`);
  }
  say('an export while scoring');
  const before = performance.now();
  const answer = await fetch(`${busy.url}/v1/export/ward-hours?${whole}&format=parquet`, {
    headers: busy.authorization,
  });
  await answer.arrayBuffer();
  const exported = (performance.now() - before) / 1000;
  const ready = await fetch(`${busy.url}/health/ready`);
  if (ready.status !== 503)
    throw new Error('All was scored before it was measured: give it more days');
  await busy.stop();
  return {
    machine: machineText(),
    rescoredDays: plan.rescored,
    ...{ days: plan.days, idle, computed, rows, fanout, streamStall, fairness, during, exported },
  };
}

/** Marks everything in a folder to be rescored at the next start. */
async function touchAll(data: string, site: Site): Promise<void> {
  const store = await ScoringStore.open(join(data, 'scorer.duckdb'), site, loadModel(site.model));
  await touchHistory(store.connection);
  await store.close();
}

/** Milliseconds the event loop stood still at most since the last reading. */
async function stallOf(server: Server): Promise<number> {
  return (await metric(server, 'nodejs_eventloop_lag_max_seconds')) * 1000;
}

/** The same of a server that nobody queries, on this machine with its other work. */
async function idleStall(server: Server, seconds: number): Promise<number> {
  await stallOf(server);
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  return stallOf(server);
}

type Report = Awaited<ReturnType<typeof main>>;

function reportText(report: Report): string {
  const { machine, days, idle, computed, rows, fanout, fairness, during, exported } = report;
  return [
    `Measured on ${machine}; ${WARDS} wards, ${days} days of hours, a simulated hospital of ${WARDS * BEDS} beds lives on meanwhile. The event loop stood still ${ms(idle)} ms at most without any request.`,
    '',
    '| whole history, all wards, computed | s | MB | longest stall ms |',
    '| --- | ---: | ---: | ---: |',
    ...computed.map(
      ({ what, seconds, megabytes, stall }) =>
        `| ${what} | ${seconds.toFixed(1)} | ${megabytes.toFixed(1)} | ${ms(stall)} |`,
    ),
    '',
    '| answer | MB | requests/s | p50 ms | p99 ms | bare route: requests/s | p50 ms | p99 ms | of it | longest stall ms |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...rows.map(rowText),
    '',
    `| ${fanout.clients} clients of the stream | |`,
    '| --- | ---: |',
    `| messages that reached all | ${fanout.messages} |`,
    `| from the first client to each, p50 / p99 / max ms | ${ms(fanout.p50)} / ${ms(fanout.p99)} / ${ms(fanout.max)} |`,
    `| longest stall, ms | ${ms(report.streamStall)} |`,
    `| memory before / with them, MB | ${ms(fanout.memoryBefore)} / ${ms(fanout.memoryWith)} |`,
    '',
    "| a ward's day for a nurse, beside 70 heatmaps of all wards and 399 days that a planner keeps asking for | |",
    '| --- | ---: |',
    `| p95 alone / beside, ms | ${ms(fairness.alone)} / ${ms(fairness.beside)} |`,
    `| ratio | ${fairness.ratio.toFixed(1)} |`,
    `| heatmaps answered meanwhile | ${fairness.heatmaps} |`,
    '',
    `| while ${report.rescoredDays} days of the hospital are rescored | requests/s | p50 ms | p99 ms | longest stall ms |`,
    '| --- | ---: | ---: | ---: | ---: |',
    ...during.map(
      ({ what, load: { perSecond, p50, p99 }, stall }) =>
        `| ${what} | ${perSecond.toFixed(0)} | ${ms(p50)} | ${ms(p99)} | ${ms(stall)} |`,
    ),
    `| whole history, parquet, computed | | ${ms(exported * 1000)} | | |`,
    '',
  ].join('\n');
}

function rowText({ what, ours, bare, stall }: Row): string {
  const share = bare === null ? '' : (ours.perSecond / bare.perSecond).toFixed(2);
  const cells = (each: Load | null) =>
    each === null ? ['', '', ''] : [each.perSecond.toFixed(1), ms(each.p50), ms(each.p99)];
  const megabytes = ours.megabytes.toFixed(ours.megabytes < 1 ? 3 : 1);
  return `| ${[what, megabytes, ...cells(ours), ...cells(bare), share, ms(stall)].join(' | ')} |`;
}

const ms = (value: number) => value.toFixed(0);

const { values } = parseArgs({ options: { smoke: { type: 'boolean', default: false } } });
const folder = await mkdtemp(join(tmpdir(), 'vi-bench-api-'));
try {
  const report = await main(values.smoke ? SMOKE : FULL, folder);
  await publish('api', { figures: report, text: reportText(report), isWhole: !values.smoke });
} finally {
  await rm(folder, { recursive: true, force: true });
}
