import { type Figure, SCORING_ALONE } from '../figures.ts';
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
    const clock = new StatementClock(store.connection);
    let total = 0;
    const rebuildOnce = async () => {
      const seconds = await secondsOf(() => store.rebuild());
      total += seconds;
      return seconds;
    };
    const { rebuild } = await medianSeconds({ rebuild: rebuildOnce }, input.rounds);
    const statements = clock.top(STATEMENTS_SHOWN, input.rounds, total);
    const rebuilt = await countsOf(store);
    const events = counts.events + counts.superseded;
    const { encounterHours } = rebuilt;
    return {
      figures: [
        { stage: SCORING_ALONE, events, seconds: first, encounterHours: counts.encounterHours },
        { stage: 'rebuild all hours', events, seconds: rebuild, encounterHours },
      ],
      counts: rebuilt,
      statements,
    };
  } finally {
    await store.close();
  }
}
