import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { markdownTable } from '../../../schemas/markdown.ts';
import { Sender } from '../../services/adapters/hl7v2/sender.ts';
import { machineText, publish } from '../results.ts';
import { percentile, secondsOf } from '../timing.ts';

const HELP = `Messages of HL7 v2 until they are answered, each kept, interpreted and sent to an ingest that only counts:
  100 messages a second on four connections; ingest is down in the second third of the time
  (goals: the median under 50 ms, every answer within a second, memory that does not grow)
  one connection as fast as it goes, beside raw framing that keeps nothing (goal: 1 000 a second)

  --smoke       short
  --minutes N   of the steady rate (default 10)
  --messages N  as fast as it goes, in each round (default 20 000)
`;
const { values } = parseArgs({
  options: {
    smoke: { type: 'boolean', default: false },
    minutes: { type: 'string' },
    messages: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(HELP);
  process.exit();
}
const minutes = Number(values.minutes ?? (values.smoke ? 0.1 : 10));
const messages = Number(values.messages ?? (values.smoke ? 1_500 : 20_000));
const rounds = values.smoke ? 1 : 3;
const CONNECTIONS = 4;
const RATE = 100;

const folder = await mkdtemp(join(tmpdir(), 'vardintensitet-hl7-'));

async function start(
  program: string,
  ...args: string[]
): Promise<{ child: ChildProcess; port: number }> {
  const path = fileURLToPath(new URL(program, import.meta.url));
  const child = fork(path, args, { execArgv: ['--import', 'tsx'] });
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  return { child, port };
}

/** Megabytes that a process has in memory. */
async function residentMb({ pid }: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1000;
}

async function eventsOf(child: ChildProcess): Promise<number> {
  child.send('count');
  const [{ events }] = (await once(child, 'message')) as [{ events: number }];
  return events;
}

/** Sends at a rate on all connections, each message when its time comes. */
async function steady(child: ChildProcess, port: number) {
  const senders = await Promise.all(Array.from({ length: CONNECTIONS }, () => Sender.to(port)));
  const count = Math.round(minutes * 60 * RATE);
  const delays: number[] = [];
  const memory: number[] = [];
  const sending: Promise<void>[] = [];
  const began = performance.now();
  for (let n = 0; n < count; n++) {
    await sleep(Math.max(0, began + (n * 1000) / RATE - performance.now()));
    if (n === Math.floor(count / 3)) child.send('down');
    if (n === Math.floor((2 * count) / 3)) child.send('up');
    if (n % RATE === 0) memory.push(await residentMb(child));
    const at = performance.now();
    const answered = senders[n % CONNECTIONS]!.answerTo(n);
    sending.push(
      answered.then((code) => {
        if (code !== 'AA') throw new Error(`A message was answered ${code}`);
        delays.push(performance.now() - at);
      }),
    );
  }
  await Promise.all(sending);
  for (const sender of senders) sender.close();
  const back = performance.now();
  while ((await eventsOf(child)) < count) await sleep(100);
  return { count, delays, memory, caughtUp: (performance.now() - back) / 1000 };
}

async function asFastAsItGoes(port: number, from: number): Promise<number> {
  const sender = await Sender.to(port);
  const numbers = Array.from({ length: messages }, (_, n) => from + n);
  const seconds = await secondsOf(() => sender.send(numbers));
  if ([...sender.answers.values()].some((code) => code !== 'AA')) throw new Error('Not all are AA');
  sender.close();
  return messages / seconds;
}

try {
  const product = await start('adapters.ts', folder);
  const raw = await start('raw.ts');
  const { count, delays, memory, caughtUp } = await steady(product.child, product.port);
  const speeds: { kept: number; framed: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    const from = count + round * messages;
    const kept = await asFastAsItGoes(product.port, from);
    // what interprets and sends after it is done before the limit is measured
    while ((await eventsOf(product.child)) < from + messages) await sleep(100);
    speeds.push({ kept, framed: await asFastAsItGoes(raw.port, from) });
  }
  product.child.disconnect();
  raw.child.disconnect();
  const quarter = Math.max(1, Math.floor(memory.length / 4));
  const [first, last] = [memory.slice(quarter, 2 * quarter), memory.slice(-quarter)].map((part) =>
    percentile(part.length === 0 ? memory : part, 0.5),
  );
  const [kept, framed] = (['kept', 'framed'] as const).map((way) =>
    percentile(
      speeds.map((speed) => speed[way]),
      0.5,
    ),
  );
  const figures = {
    ...{ minutes, messages: count },
    delays: {
      p50: percentile(delays, 0.5),
      p99: percentile(delays, 0.99),
      longest: Math.max(...delays),
    },
    memory: { early: first!, late: last! },
    ...{ caughtUp, kept: kept!, framed: framed! },
  };
  const steadyTable = markdownTable(
    [
      'messages',
      'p50, ms',
      'p99, ms',
      'longest, ms',
      'memory in the 2nd quarter, MB',
      'in the last, MB',
      'ingest has all after, s',
    ],
    [
      [
        String(count),
        ...[figures.delays.p50, figures.delays.p99, figures.delays.longest].map((value) =>
          value.toFixed(0),
        ),
        ...[first!, last!].map((value) => value.toFixed(0)),
        caughtUp.toFixed(1),
      ],
    ],
  );
  const fastTable = markdownTable(
    ['one connection, messages/s', 'raw framing, messages/s', 'share of it'],
    [[kept!.toFixed(0), framed!.toFixed(0), (kept! / framed!).toFixed(2)]],
  );
  const text = [
    `${machineText()}. ${RATE} messages a second on ${CONNECTIONS} connections for ${minutes} minutes; ingest is down in the second third.`,
    steadyTable,
    fastTable,
  ].join('\n\n');
  const isWhole = !values.smoke && values.minutes === undefined && values.messages === undefined;
  await publish('HL7 v2', { figures, text, isWhole });
} finally {
  await rm(folder, { recursive: true, force: true });
}
