import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { markdownTable } from '../../../schemas/markdown.ts';
import { benchSite } from '../hospital.ts';
import { machineText, publish } from '../results.ts';
import { startServer } from '../serve/server.ts';
import {
  acknowledged,
  bareAppend,
  bareServer,
  type LatencyTracker,
  product,
} from './acknowledge.ts';
import { measureRebuild, prepare, type Rebuilt } from './rebuild.ts';

const HELP = `What the journal costs, beside the limit in the same run:
  POST until it is acknowledged, at 100 and 1 000 events a second, beside a bare append with fsync of the same
  lines at the same rate and time (goal: 3 times it), and beside both while nothing else is on the disk
  a scorer's file made again from the journal, beside a replay of the same events from a file

  --smoke       short
  --seconds N   seconds of each rate in a round (default 20)
  --rounds N    rounds; the medians count (default 3)
  --events N    events of the rebuild (default 2 000 000; a year of 1 000 beds: 21 000 000)
  --keep DIR    keeps the events and the journal of the rebuild in a folder, and uses those that are there
  --only PART   "acknowledged" or "rebuild"
`;
const { values } = parseArgs({
  options: {
    smoke: { type: 'boolean', default: false },
    seconds: { type: 'string' },
    rounds: { type: 'string' },
    events: { type: 'string' },
    keep: { type: 'string' },
    only: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(HELP);
  process.exit();
}
const seconds = Number(values.seconds ?? (values.smoke ? 3 : 20));
const rounds = Number(values.rounds ?? (values.smoke ? 1 : 3));
const events = Number(values.events ?? (values.smoke ? 50_000 : 2_000_000));
const RATES = [100, 1000];
const BESIDE = 'append with fsync, beside the server';
const median = (numbers: readonly number[]) =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;

const folder = await mkdtemp(join(tmpdir(), 'vardintensitet-journal-'));

/** Rows of the table of acknowledged requests. */
async function measureAcknowledged(): Promise<string[][]> {
  const site = join(folder, 'site.json');
  await writeFile(site, JSON.stringify(benchSite));
  const server = await startServer(['--site', site, '--data', join(folder, 'serve')]);
  const alone = await bareAppend(folder);
  const http = await bareServer(folder);
  const beside = await bareAppend(folder);
  const posts = product(server.url, server.authorization);
  const acknowledging: string[][] = [];
  try {
    for (const rate of RATES) {
      const found = new Map<string, LatencyTracker[]>();
      const note = (way: string, delays: LatencyTracker) =>
        found.set(way, [...(found.get(way) ?? []), delays]);
      for (let round = 0; round < rounds; round++) {
        note('append with fsync, alone', await acknowledged(alone, rate, seconds));
        note('the same behind bare HTTP, alone', await acknowledged(http, rate, seconds));
        // the disk is also that of the scorer and of what is served: the limit is what an append takes there
        const [append, post] = await Promise.all([
          acknowledged(beside, rate, seconds),
          acknowledged(posts, rate, seconds),
        ]);
        note(BESIDE, append);
        note('POST /v1/events', post);
      }
      const middle = new Map(
        [...found].map(([way, delays]) => [
          way,
          { p50: median(delays.map(({ p50 }) => p50)), p95: median(delays.map(({ p95 }) => p95)) },
        ]),
      );
      const limit = middle.get(BESIDE)!;
      for (const [way, { p50, p95 }] of middle) {
        const cells = [p50, p95, p50 / limit.p50, p95 / limit.p95].map((value) => value.toFixed(2));
        acknowledging.push([String(rate), way, ...cells]);
      }
    }
  } finally {
    for (const sink of [alone, http, beside, posts]) await sink.close();
    await server.stop();
  }
  return acknowledging;
}

async function measureRebuilt(): Promise<Rebuilt> {
  const kept = values.keep ?? folder;
  if (!existsSync(join(kept, 'events.ndjson'))) await prepare(kept, events);
  return measureRebuild(kept, events);
}

try {
  const acknowledging = values.only === 'rebuild' ? null : await measureAcknowledged();
  const rebuilt = values.only === 'acknowledged' ? null : await measureRebuilt();
  const tables: string[] = [];
  if (acknowledging !== null) {
    tables.push(
      markdownTable(
        [
          ...['events/s', 'way', 'p50, ms', 'p95, ms'],
          ...['p50 × the append beside', 'p95 × the append beside'],
        ],
        acknowledging,
      ),
    );
  }
  if (rebuilt !== null) {
    const { replay, replayCpu, rebuild, rebuildCpu, fileMb, journalMb } = rebuilt;
    tables.push(
      markdownTable(
        [
          ...['events', 'replay of a file, s', 'from the journal, s', '× the replay'],
          '× its processor time',
          ...['file, MB', 'journal, MB'],
        ],
        [
          [
            ...[String(events), replay.toFixed(1), rebuild.toFixed(1)],
            ...[(rebuild / replay).toFixed(2), (rebuildCpu / replayCpu).toFixed(2)],
            ...[fileMb.toFixed(0), journalMb.toFixed(0)],
          ],
        ],
      ),
    );
  }
  const text = [`${machineText()}.`, ...tables].join('\n\n');
  const isLong = !values.smoke && values.seconds === undefined && values.rounds === undefined;
  const isWhole = isLong && acknowledging !== null && rebuilt !== null;
  await publish('journal', { figures: { acknowledging, rebuilt }, text, isWhole });
} finally {
  await rm(folder, { recursive: true, force: true });
}
