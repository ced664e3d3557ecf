import { join } from 'node:path';
import { createOutputViews } from '../../../pipelines/scoring/outputs.ts';
import { sumWardHours } from '../../../pipelines/serving/ward-hours.ts';
import { openEventFile } from '../../../services/files/event-file.ts';
import { readAhead } from '../../../services/files/read-ahead.ts';
import { replay } from '../../../services/replay/replay.ts';
import { benchRules, benchSite } from '../hospital.ts';
import { type Counts, countsOf, openState, storeDelivery } from '../state.ts';
import { Steps } from '../timing.ts';

/** A whole run from a file on. */
export interface EndToEnd {
  readonly seconds: number;
  readonly steps: Record<string, number>;
  /** What the replay's summary does not say is left out. */
  readonly counts: Partial<Counts> & Pick<Counts, 'encounterHours' | 'rejected'>;
  readonly wardHours: number;
}

/** `replay`: from an event file to result files. */
export async function replayed(input: { file: string; folder: string }): Promise<EndToEnd> {
  const steps = new Steps();
  const summary = await replay({
    files: [await openEventFile(input.file)],
    site: benchSite,
    out: input.folder,
    onProgress: ({ step }) => {
      if (step === 'scoring') steps.end('read and store');
      if (step === 'writing') steps.end('score');
    },
  });
  steps.end('sum and write');
  return {
    seconds: total(steps),
    steps: steps.seconds,
    counts: { encounterHours: summary.encounterHours, rejected: summary.rejected.total },
    wardHours: summary.wardHours,
  };
}

/** The same way without result files: from an event file to summed ward-hours in the database. */
export async function scored(input: { file: string; folder: string }): Promise<EndToEnd> {
  const steps = new Steps();
  const file = await openEventFile(input.file);
  const store = await openState(join(input.folder, 'scored.duckdb'));
  for await (const chunk of readAhead(file.chunks(0, benchRules))) {
    await storeDelivery(store, chunk);
  }
  steps.end('read and store');
  await store.rescore();
  steps.end('score');
  await createOutputViews(store.connection);
  await sumWardHours(store.connection);
  const [sum] = await store.connection.rows<{ n: number }>('select count(*) as n from ward_hour');
  const counts = await countsOf(store);
  await store.close();
  steps.end('sum and close');
  return { seconds: total(steps), steps: steps.seconds, counts, wardHours: sum!.n };
}

function total({ seconds }: Steps): number {
  return Object.values(seconds).reduce((sum, each) => sum + each, 0);
}
