import type { ServingStore } from '../../pipelines/serving/store.ts';
import { hasTable } from '../../pipelines/warehouse/migrate.ts';
import type { Warehouse } from '../../pipelines/warehouse/warehouse.ts';
import { formatInstant, type Micros, parseInstant } from '../../schemas/instant.ts';
import { removeClockNote } from '../clock/clock-note.ts';
import { SERVER_CLOCK } from '../clock/clock-tick.ts';
import { journalFiles } from '../journal/files.ts';
import { Journal } from '../journal/journal.ts';
import { InputError } from '../platform/input-error.ts';
import type { Scorer } from '../scorer/scorer.ts';
import { withCommandLock } from './command-lock.ts';
import { withExclusiveAccess } from './exclusive-access.ts';
import { journalFolder } from './files.ts';
import { assertWholeJournal } from './whole-journal.ts';

/**
 * Applies new rewinds of the journal to the derived files: cancels ticks of the server's own clock, lowers stream
 * time, and withdraws the hours after it. Safe to repeat; run it before storing anything that follows a
 * rewind in the journal.
 */
export async function rewindDerived(
  { rewinds }: Pick<Journal, 'rewinds'>,
  scorer: Scorer,
  serving: ServingStore,
): Promise<void> {
  const { partition } = scorer.log;
  await rewindScorer({ rewinds }, scorer);
  const missing = rewinds.slice(await serving.rewinds());
  if (missing.length === 0) return;
  // a scorer's file in the rebuild is not that far yet
  const isBehind = scorer.nextOffset < rewinds.at(-1)!.next;
  const streamTime = isBehind
    ? null
    : await scorer.withStore((store) => store.streamTime(partition));
  const earliest = Math.min(...missing.map(({ to }) => parseInstant(to)));
  await serving.rewind(partition, streamTime ?? earliest, rewinds.length);
}

/**
 * Applies new rewinds of the journal to a scorer's file. A file that is filled from the journal needs none: the reader
 * skips cancelled ticks.
 */
export async function rewindScorer(
  { rewinds }: Pick<Journal, 'rewinds'>,
  scorer: Scorer,
): Promise<void> {
  await scorer.withStore(async (store) => {
    const had = await store.rewinds();
    for (const [index, { to }] of rewinds.slice(had).entries()) {
      const count = had + index + 1;
      await store.rewind({ source: SERVER_CLOCK, to: parseInstant(to), count });
    }
  });
}

/** The result of a rewind. */
export interface JournalRewind {
  /** Number of cancelled ticks of the server's own clock. */
  readonly ticks: number;
  /** Sources with events that were recorded later: these are data, and still move time. */
  readonly later: readonly { source: string; events: number; last: Micros }[];
}

/**
 * Cancels, in the journal of a stopped server, ticks of its own clock after an instant. The derived files follow at
 * the next start, which trusts the clock of the machine.
 * @throws InputError if the folder has no journal or a damaged one, or another process has it
 */
export async function rewindJournal(data: string, to: Micros): Promise<JournalRewind> {
  const folder = journalFolder(data);
  if ((await journalFiles(folder)).length === 0) {
    throw new InputError(
      `${folder} is no journal. Expected the --data of a server; one of an earlier version gets a journal at its first start`,
    );
  }
  const rewind = async (scorer: Warehouse | null) => {
    await assertWholeJournal(data, { scorer });
    const found = await eventsAfter(scorer, to);
    const journal = (await Journal.open(folder))!;
    try {
      await journal.note({ kind: 'rewind', to: formatInstant(to) });
    } finally {
      await journal.close();
    }
    await removeClockNote(data);
    return found;
  };
  return withCommandLock(data, () => withExclusiveAccess(data, rewind));
}

async function eventsAfter(scorer: Warehouse | null, to: Micros): Promise<JournalRewind> {
  // the next start rebuilds a lost file
  if (scorer === null) return { ticks: 0, later: [] };
  const connection = await scorer.connect();
  if (!(await hasTable(connection, 'event'))) return { ticks: 0, later: [] };
  const found = await connection.rows<{
    source: string;
    is_tick: boolean;
    events: number;
    last: Micros;
  }>(
    `select source, type = 'tick' and source = $own as is_tick, count(*) as events, max(recorded_at) as last
      from event where recorded_at > make_timestamp($to::bigint)
      group by all order by source`,
    { to, own: SERVER_CLOCK },
  );
  return {
    ticks: found.find(({ is_tick }) => is_tick)?.events ?? 0,
    later: found
      .filter(({ is_tick }) => !is_tick)
      .map(({ source, events, last }) => ({ source, events, last })),
  };
}
