import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expectEqual } from './expect.ts';
import type { Figure } from './figures.ts';
import { measure } from './measure.ts';
import type { Files } from './measurements/files.ts';
import type { Live, LiveWay } from './measurements/live.ts';
import type { Say } from './say.ts';

/** Live batches each way, on equal copies of a history. */
export interface LiveReport extends Record<LiveWay, Live & { readonly peakRssMb: number }> {
  readonly history: {
    readonly events: number;
    readonly encounterHours: number;
    readonly databaseMb: number;
  };
}

/** Loads the history once, then puts the live batches on top of it each way. */
export async function benchLive(
  files: Files,
  folder: string,
  say: Say,
): Promise<{ figures: Figure[]; live: LiveReport }> {
  say('loading the history');
  const database = join(folder, 'history.duckdb');
  const loaded = await measure('history', { file: files.history, database });
  const put = async (way: LiveWay) => {
    say(`live: ${way}`);
    const copy = join(folder, 'live.duckdb');
    const input = { way, history: database, file: files.live, database: copy };
    const { result, peakRssMb } = await measure('live', input);
    await rm(copy);
    return { ...result, peakRssMb };
  };
  const append = await put('append');
  const store = await put('store');
  const commit = await put('commit');
  const news = await put('news');
  for (const key of ['events', 'superseded', 'encounterHours', 'minutes'] as const) {
    expectEqual(`${key} after the live batches`, {
      'scored batch by batch': commit.counts[key],
      'stored, then scored at once': store.counts[key],
      'news first': news.counts[key],
    });
  }
  const { counts, databaseMb, figures } = loaded.result;
  return {
    figures: figures.map((figure) => ({ ...figure, peakRssMb: loaded.peakRssMb })),
    live: {
      history: {
        events: counts.events + counts.superseded,
        encounterHours: counts.encounterHours,
        databaseMb,
      },
      append,
      store,
      commit,
      news,
    },
  };
}
