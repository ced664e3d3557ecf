import type { ScoringStore } from '../../../pipelines/scoring/store.ts';
import { type Figure, REBUILD, ROWS_ALONE, SCORING_ALONE } from '../figures.ts';
import { type Counts, countsOf, openState } from '../state.ts';
import { StatementClock, type StatementTime } from '../statements.ts';
import { medianSeconds, secondsOf } from '../timing.ts';

/** Scoring as a stage of its own, and what of it takes the time. */
export interface Scoring {
  readonly figures: Figure[];
  readonly counts: Counts;
  /** Statements of one rebuild. */
  readonly statements: StatementTime[];
}

const STATEMENTS_SHOWN = 12;

/** Scores a database of stored events, first what is not yet scored (all of it), then all again. */
export async function scoring(input: { database: string; rounds: number }): Promise<Scoring> {
  const store = await openState(input.database);
  try {
    const first = await secondsOf(() => store.rescore());
    const counts = await countsOf(store);
    const clock = new StatementClock(store);
    let total = 0;
    const rebuildOnce = async () => {
      const seconds = await secondsOf(() => store.rebuild());
      total += seconds;
      return seconds;
    };
    const { rebuild } = await medianSeconds({ rebuild: rebuildOnce }, input.rounds);
    const statements = clock.top(STATEMENTS_SHOWN, input.rounds, total);
    const write = () => secondsOf(() => writeRows(store));
    const { written } = await medianSeconds({ written: write }, input.rounds);
    const rebuilt = await countsOf(store);
    const events = counts.events + counts.superseded;
    const { encounterHours } = rebuilt;
    return {
      figures: [
        { stage: ROWS_ALONE, events, seconds: written, encounterHours },
        {
          ...{ stage: SCORING_ALONE, events, seconds: first, limit: ROWS_ALONE },
          encounterHours: counts.encounterHours,
        },
        { stage: REBUILD, events, seconds: rebuild, limit: ROWS_ALONE, encounterHours },
      ],
      counts: rebuilt,
      statements,
    };
  } finally {
    await store.close();
  }
}

/** The limit of scoring: the same rows into another table of the file, durable when done. */
async function writeRows({ connection }: ScoringStore): Promise<void> {
  await connection.run('create or replace table written as from encounter_hour');
  await connection.run('checkpoint');
  await connection.run('drop table written');
}
