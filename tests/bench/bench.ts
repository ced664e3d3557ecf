import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expectEqual } from './expect.ts';
import { type Figure, type RatedFigure, rated } from './figures.ts';
import { type Measured, measure } from './measure.ts';
import type { EndToEnd } from './measurements/end-to-end.ts';
import type { Files } from './measurements/files.ts';
import type { Machine } from './measurements/machine.ts';
import type { Scoring } from './measurements/scoring.ts';
import { benchLive, type LiveReport } from './bench-live.ts';
import type { BenchOptions } from './options.ts';
import type { StatementTime } from './statements.ts';

/** All that a run found. */
export interface Report {
  readonly machine: Machine;
  readonly options: BenchOptions;
  readonly measuredAt: string;
  readonly figures: RatedFigure[];
  readonly live: LiveReport;
  readonly statements: { rebuild: StatementTime[]; commit: StatementTime[] };
}

type Say = (message: string) => void;

/** Measures every stage alone, then end to end, then live on top of a history. */
export async function bench(options: BenchOptions, folder: string, say: Say): Promise<Report> {
  const { result: machine } = await measure('machine', undefined);
  say('simulating');
  const { events, history, batches } = options;
  const live = batches * 5000;
  const { result: files } = await measure('files', { folder, events, history, live });
  const figures: Figure[] = [];

  say('decoding');
  figures.push(...(await measure('decoding', files)).result);
  figures.push(...(await measure('arrowReading', files)).result);
  say('storing');
  const database = join(folder, 'stored.duckdb');
  figures.push(...(await measure('appending', { ...files, database })).result);
  say('scoring');
  const scoring = (await measure('scoring', { database })).result;
  figures.push(...scoring.figures);
}
