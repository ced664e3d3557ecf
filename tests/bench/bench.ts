import { join } from 'node:path';
import { benchEndToEnd } from './bench-end-to-end.ts';
import { benchLive, type LiveReport } from './bench-live.ts';
import { expectEqual } from './expect.ts';
import { type Figure, type RatedFigure, rated } from './figures.ts';
import { measure } from './measure.ts';
import type { Machine } from './measurements/machine.ts';
import { type BenchOptions, LIVE_BATCH } from './options.ts';
import type { Say } from './say.ts';
import type { Counts } from './state.ts';
import type { StatementTime } from './statements.ts';

/** All that a run found. */
export interface Report {
  readonly measuredAt: string;
  readonly machine: Machine;
  readonly options: BenchOptions;
  readonly figures: readonly RatedFigure[];
  readonly live: LiveReport;
  /** Where the time goes in one commit of a live batch, and in one rebuild. */
  readonly statements: {
    readonly commit: readonly StatementTime[];
    readonly rebuild: readonly StatementTime[];
  };
}

/** Measures every stage alone, then the whole way, then live batches on top of a history. */
export async function bench(options: BenchOptions, folder: string, say: Say): Promise<Report> {
  const { events, history, rounds } = options;
  const { result: machine } = await measure('machine', null);
  say(`simulating ${events} events, ${history} of history and ${options.batches} live batches`);
  const live = options.batches * LIVE_BATCH;
  const { result: files } = await measure('files', { folder, events, history, live });

  const figures: Figure[] = [];
  say('decoding');
  figures.push(...(await measure('decoding', { ...files, rounds })).result);
  figures.push(...(await measure('arrowReading', { ...files, rounds })).result);
  say('storing');
  const database = join(folder, 'stored.duckdb');
  figures.push(...(await measure('appending', { ...files, database, rounds })).result);
  say('scoring');
  const { result: scoring } = await measure('scoring', { database, rounds });
  figures.push(...scoring.figures);
  say('taking over what is scored');
  figures.push(await takenOver(database, scoring.counts, folder, rounds));
  say('scoring long stays');
  figures.push(
    ...(
      await measure('longStays', { events: options.longStays, rounds: options.smoke ? 1 : rounds })
    ).result,
  );
  figures.push(...(await benchEndToEnd(files, scoring.counts, folder, say)));
  const report = await benchLive(files, folder, say);
  figures.push(...report.figures);
  return {
    measuredAt: new Date().toISOString(),
    machine,
    options,
    figures: rated(figures),
    live: report.live,
    statements: { commit: report.live.commit.statements, rebuild: scoring.statements },
  };
}

/** Takes over all that a file has scored, to be served. */
async function takenOver(
  database: string,
  { events, superseded, encounterHours }: Counts,
  folder: string,
  rounds: number,
): Promise<Figure> {
  const serving = join(folder, 'serving.duckdb');
  const all = { database, serving, events: events + superseded, rounds };
  const { result: figure } = await measure('applying', all);
  expectEqual('encounterHours', { scored: encounterHours, served: figure.encounterHours });
  return figure;
}
