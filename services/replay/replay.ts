import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { eventRules } from '../../pipelines/events/event-rules.ts';
import { createOutputViews } from '../../pipelines/scoring/outputs.ts';
import { ScoringStore } from '../../pipelines/scoring/store.ts';
import { loadModel } from '../../pipelines/scoring/weights.ts';
import { sumWardHours } from '../../pipelines/serving/ward-hours.ts';
import { IncompatibleStateError } from '../../pipelines/warehouse/incompatible-state-error.ts';
import type { Site } from '../../schemas/site.ts';
import type { EventFile } from '../files/event-file.ts';
import { readAhead } from '../files/read-ahead.ts';
import { makeFolder } from '../platform/folder.ts';
import { InputError } from '../platform/input-error.ts';
import { type Format, writeHours, writeRejected, writeText } from './outputs.ts';
import { type Summary, summarize } from './summary.ts';

export interface ReplayOptions {
  /** Logs to read, in their order. */
  readonly files: readonly EventFile[];
  readonly site: Site;
  /** Where the results go. */
  readonly out: string;
  /** Folder of the state, so that an interrupted replay can continue. Default: `out`/state. */
  readonly data?: string | undefined;
  readonly format?: Format | undefined;
  /** Drop the state of earlier replays first. */
  readonly fresh?: boolean | undefined;
  /** Events of a commit; a killed replay loses at most the work on one commit. */
  readonly commitEvents?: number | undefined;
  /** Called after every commit. */
  readonly onProgress?: ((progress: ReplayProgress) => void) | undefined;
  /** Aborting ends the replay after the current commit. */
  readonly signal?: AbortSignal | undefined;
}

export interface ReplayProgress {
  readonly step: 'reading' | 'scoring' | 'writing';
  readonly events: number;
  readonly bytes: number;
  readonly bytesTotal: number;
}

/** Replays event files through the whole pipeline: read → store → score → sum → write. */
export async function replay(options: ReplayOptions): Promise<Summary> {
  const { site, out, format = 'ndjson', onProgress = () => {} } = options;
  const { files } = options;
  const store = await openState(options);
  try {
    const bytesTotal = files.reduce((sum, file) => sum + file.bytes, 0);
    await assertSameFiles(store, files);
    let events = 0;
    let bytesBefore = 0;
    for (const file of files) {
      await storeFile(store, file, options, (chunkEvents, bytesRead) => {
        events += chunkEvents;
        onProgress({ step: 'reading', events, bytes: bytesBefore + bytesRead, bytesTotal });
      });
      bytesBefore += file.bytes;
    }
    const progress = { events, bytes: bytesTotal, bytesTotal };
    onProgress({ step: 'scoring', ...progress });
    await store.rescore();
    options.signal?.throwIfAborted();
    onProgress({ step: 'writing', ...progress });
    await createOutputViews(store.connection);
    await sumWardHours(store.connection);
    await makeFolder(out);
    await writeHours(store.connection, out, format);
    await writeRejected(store.connection, out);
    const summary = await summarize(store.connection, { site: site.name, model: store.model.id });
    await writeText(join(out, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`);
    return summary;
  } finally {
    await store.close();
  }
}

async function openState(options: ReplayOptions): Promise<ScoringStore> {
  const directory = options.data ?? join(options.out, 'state');
  const path = join(directory, 'scoring.duckdb');
  if (options.fresh) {
    for (const file of [path, `${path}.wal`]) await rm(file, { force: true });
  }
  await makeFolder(directory);
  try {
    return await ScoringStore.open(path, options.site, loadModel(options.site.model));
  } catch (error) {
    if (error instanceof IncompatibleStateError) {
      throw new InputError(`${path}: ${error.message}. Or use --fresh, or another --out.`);
    }
    throw error;
  }
}

/** Refuses the state of other files, whose events would be scored with these unnoticed. */
async function assertSameFiles(store: ScoringStore, files: readonly EventFile[]): Promise<void> {
  const read = await store.connection.rows<{ topic: string }>('select topic from position');
  const given = new Set(files.map(({ topic }) => topic));
  const other = read.filter(({ topic }) => !given.has(topic)).map(({ topic }) => topic);
  if (other.length > 0) {
    throw new InputError(
      `The state holds events of other files (${other.join(', ')}). Name them too, use --fresh, or another --out.`,
    );
  }
}

async function storeFile(
  store: ScoringStore,
  file: EventFile,
  { site, signal, commitEvents }: ReplayOptions,
  onCommit: (events: number, bytesRead: number) => void,
): Promise<void> {
  const rules = eventRules(site);
  const from = await store.nextOffset(file.topic, 0);
  for await (const chunk of readAhead(file.chunks(from, rules, commitEvents))) {
    signal?.throwIfAborted();
    const { batches, rejected, nextOffset, bytesRead } = chunk;
    await store.store(batches, rejected, { topic: file.topic, partition: 0, nextOffset });
    onCommit(
      batches.reduce((sum, batch) => sum + batch.numRows, 0),
      bytesRead,
    );
  }
}
