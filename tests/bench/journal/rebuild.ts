import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeValues } from '../../../pipelines/events/decode.ts';
import { openEventFile } from '../../../services/files/event-file.ts';
import { Journal } from '../../../services/journal/journal.ts';
import { createLog } from '../../../services/platform/log.ts';
import { createMetrics } from '../../../services/platform/metrics.ts';
import { replay } from '../../../services/replay/replay.ts';
import { Scorer } from '../../../services/scorer/scorer.ts';
import { storingConsumer } from '../../../services/scorer/store-batch.ts';
import { JournalFollower } from '../../../services/transport/local/journal-follower.ts';
import { benchRules, benchSite, stream, take } from '../hospital.ts';

/** Seconds, and those of the processor, that the same events take from a file and from a journal until all is scored. */
export interface Rebuilt {
  readonly events: number;
  readonly replay: number;
  readonly replayCpu: number;
  /** Storing the journal in the scorer's file and scoring it; what is served is not among it. */
  readonly rebuild: number;
  readonly rebuildCpu: number;
  readonly fileMb: number;
  readonly journalMb: number;
}

const APPEND = 5_000;

/** Writes a file and a journal of the same events. */
export async function prepare(folder: string, count: number): Promise<void> {
  const data = join(folder, 'data');
  await mkdir(data, { recursive: true });
  const file = createWriteStream(join(folder, 'events.ndjson'));
  const journal = await Journal.create(join(data, 'journal'));
  let held: unknown[] = [];
  const append = async () => {
    const { events } = decodeValues(held, benchRules);
    held = [];
    const senders = new Map(events.map(({ source }) => [source, 'bench']));
    await journal.append({ events, senders });
  };
  for (const arrival of take(stream(count), count)) {
    if (!('event' in arrival)) continue;
    if (!file.write(`${JSON.stringify(arrival.event)}\n`)) await once(file, 'drain');
    held.push({ ...arrival.event });
    if (held.length >= APPEND) await append();
  }
  if (held.length > 0) await append();
  await journal.close();
  file.end();
  await once(file, 'close');
}

/** Measures both, one after the other. */
export async function measureRebuild(folder: string, events: number): Promise<Rebuilt> {
  const data = join(folder, 'data');
  const file = join(folder, 'events.ndjson');
  let began = performance.now();
  let cpu = process.cpuUsage();
  let scored = { at: began, cpu: 0 };
  await replay({
    files: [await openEventFile(file)],
    ...{ site: benchSite, out: join(folder, 'out'), fresh: true },
    onProgress: ({ step }) => {
      if (step === 'writing')
        scored = { at: performance.now(), cpu: secondsOf(process.cpuUsage(cpu)) };
    },
  });
  const replayed = { replay: (scored.at - began) / 1000, replayCpu: scored.cpu };
  await rm(join(folder, 'out'), { recursive: true, force: true });

  const path = join(data, 'scorer.duckdb');
  await rm(path, { force: true });
  began = performance.now();
  cpu = process.cpuUsage();
  const journal = (await Journal.open(join(data, 'journal')))!;
  const scorer = await Scorer.open(path, benchSite);
  const log = createLog('error');
  const metrics = createMetrics();
  const follower = new JournalFollower({
    ...{ journal, log, metrics },
    consumer: storingConsumer({
      ...{ scorer, log, metrics },
      keepRejected: () => Promise.reject(new Error('An event was refused')),
    }),
  });
  follower.trigger();
  await follower.reached();
  await scorer.score();
  const rebuild = (performance.now() - began) / 1000;
  const rebuildCpu = secondsOf(process.cpuUsage(cpu));
  await follower.stop();
  await journal.close();
  await scorer.close();
  return {
    ...{ events, ...replayed, rebuild, rebuildCpu },
    fileMb: (await stat(file)).size / 1e6,
    journalMb: await sizeOf(join(data, 'journal')),
  };
}

const secondsOf = ({ user, system }: NodeJS.CpuUsage) => (user + system) / 1e6;

async function sizeOf(folder: string): Promise<number> {
  let bytes = 0;
  for (const name of await readdir(folder)) bytes += (await stat(join(folder, name))).size;
  return bytes / 1e6;
}
