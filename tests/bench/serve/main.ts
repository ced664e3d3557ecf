import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { goalTable } from '../goals.ts';
import { machineText, publish } from '../results.ts';
import { type Address, type Delay, measureDelay } from './delay.ts';
import { serveGoals } from './goals.ts';
import { metric } from './server.ts';
import { PROGRAM, past, SIZE, type Start, timedStart } from './starts.ts';
import { measureThroughput } from './throughput.ts';

const FULL = { days: 14, history: 365, seconds: 30, memoryMinutes: 10, rates: [1, 100, 1000] };
const SMOKE = { days: 1, history: 2, seconds: 4, memoryMinutes: 0.1, rates: [1, 100] };

/** Seconds that nothing else could run, the longest since it was read last. */
const LONGEST_STALL = 'nodejs_eventloop_lag_max_seconds';

const both = (server: Address) => ({ ingest: server, api: server });
const say = (message: string) => process.stderr.write(`${message}\n`);

/** Measures a live server: its start, POST to stream, what it takes, and its memory. */
async function main(plan: typeof FULL, folder: string) {
  const data = join(folder, 'live');
  const args = ['--simulate', ...SIZE, '--data', data, '--log-level', 'error'];
  say(`starting with ${plan.days} days of a simulated hospital of 400 beds`);
  const starts: Start[] = [];
  const begin = async (
    what: string,
    options: string[],
    limit: Parameters<typeof timedStart>[2],
  ) => {
    const { server, start } = await timedStart(what, options, limit);
    starts.push(start);
    say(JSON.stringify(start));
    return server;
  };
  const { days, history } = plan;
  const first = [...args, '--days', String(days)];
  await (await begin(`first, ${days} days made up and scored`, first, past(days))).stop();
  const server = await begin(`again, with ${days} days`, args, PROGRAM);

  const delays: (Delay & { stallMs: number })[] = [];
  for (const rate of plan.rates) {
    say(`POST to stream at ${rate} events/s`);
    // reading it resets it
    await metric(server, LONGEST_STALL);
    const seconds = rate === 1 ? plan.seconds * 2 : plan.seconds;
    const delay = await measureDelay(both(server), rate, seconds);
    delays.push({ ...delay, stallMs: 1000 * (await metric(server, LONGEST_STALL)) });
    say(JSON.stringify(delays.at(-1)));
  }
  say('as much as it takes');
  const throughput = await measureThroughput(server, plan.seconds);
  say(JSON.stringify(throughput));
  say(`memory over ${plan.memoryMinutes} minutes at 100 events/s`);
  const memory: number[] = [];
  const until = Date.now() + plan.memoryMinutes * 60_000;
  do {
    await measureDelay(both(server), 100, Math.min(30, plan.memoryMinutes * 60));
    memory.push((await metric(server, 'process_resident_memory_bytes')) / 1e6);
    say(`${memory.at(-1)!.toFixed(0)} MB`);
  } while (Date.now() < until);
  await server.stop();

  say(`starting with ${history} days`);
  const year = join(folder, 'year');
  const long = [
    '--simulate',
    ...SIZE,
    '--data',
    year,
    '--log-level',
    'error',
    '--days',
    String(history),
  ];
  await (await begin(`first, ${history} days made up and scored`, long, past(history))).stop();
  const lasting = await begin(`again, with ${history} days`, long, PROGRAM);
  await measureDelay(both(lasting), 100, plan.seconds);
  const longMemoryMb = (await metric(lasting, 'process_resident_memory_bytes')) / 1e6;
  say(`${longMemoryMb.toFixed(0)} MB with ${history} days`);
  await lasting.stop();
  return {
    machine: machineText(),
    starts,
    delays,
    throughput,
    memory,
    restartSeconds: starts.at(-1)!.wallSeconds,
    restartDays: history,
    longMemoryMb,
  };
}

type Report = Awaited<ReturnType<typeof main>>;

function reportText(report: Report): string {
  const { machine, starts, delays, throughput, memory } = report;
  const ms = (value: number) => value.toFixed(0);
  return [
    `Measured on ${machine}; a simulated hospital of 20 wards and 400 beds lives on meanwhile.`,
    '',
    goalTable(serveGoals(report)),
    '',
    '| start | wall shows, s | ready, s | limit | s | wall: × limit |',
    '| --- | ---: | ---: | --- | ---: | ---: |',
    ...starts.map(({ start, wallSeconds, readySeconds, limit, limitSeconds }) => {
      const seconds = [wallSeconds, readySeconds].map((each) => each.toFixed(1)).join(' | ');
      const times = (wallSeconds / limitSeconds).toFixed(1);
      return `| ${start} | ${seconds} | ${limit} | ${limitSeconds.toFixed(1)} | ${times} |`;
    }),
    '',
    '| POST → stream, events/s | p50 ms | p95 ms | p99 ms | longest stall, ms | events |',
    '| ---: | ---: | ---: | ---: | ---: | ---: |',
    ...delays.map(
      (each) =>
        `| ${each.eventsPerSecond} | ${ms(each.p50Ms)} | ${ms(each.p95Ms)} | ${ms(each.p99Ms)} | ${ms(each.stallMs)} | ${each.posted} |`,
    ),
    '',
    `${throughput.clients} clients with ${throughput.linesARequest} lines a request: ${ms(throughput.eventsPerSecond)} events/s acknowledged.`,
    `Memory after each half minute at 100 events/s, MB: ${memory.map(ms).join(' ')}.`,
  ].join('\n');
}

const { values } = parseArgs({
  options: {
    smoke: { type: 'boolean', default: false },
    history: { type: 'string' },
    'memory-minutes': { type: 'string' },
  },
});
const preset = values.smoke ? SMOKE : FULL;
const plan = {
  ...preset,
  history: Number(values.history ?? preset.history),
  memoryMinutes: Number(values['memory-minutes'] ?? preset.memoryMinutes),
};
const folder = await mkdtemp(join(tmpdir(), 'vardintensitet-serve-'));
try {
  const report = await main(plan, folder);
  await publish('serve', { figures: report, text: reportText(report), isWhole: !values.smoke });
} finally {
  await rm(folder, { recursive: true, force: true });
}
