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
import { journalFolder } from './files.ts';
import { holding } from './hold.ts';
import { assertWholeJournal } from './whole-journal.ts';

/**
 * Brings what is derived to the rewinds of its journal that it has not had: ticks of the server's own clock no
 * longer count, stream time is lowered, and hours after it are to be withdrawn. Safe to repeat; nothing that the
 * journal got after a rewind may be stored before it.
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
  // a scorer's file that is being made again is not that far yet
  const isBehind = scorer.nextOffset < rewinds.at(-1)!.next;
  const streamTime = isBehind
    ? null
    : await scorer.withStore((store) => store.streamTime(partition));
  const earliest = Math.min(...missing.map(({ to }) => parseInstant(to)));
  await serving.rewind(partition, streamTime ?? earliest, rewinds.length);
}

/**
 * Brings a scorer's file to the rewinds of its journal that it has not had. One that is filled from the journal has
 * them from the beginning: a reader leaves out what they took back.
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

/** What taking back ticks came to. */
export interface JournalRewind {
  /** Ticks of the server's own clock that do not count any more. */
  readonly ticks: number;
  /** Sources with events that were recorded later: they are data, and move time as before. */
  readonly later: readonly { source: string; events: number; last: Micros }[];
}

/**
 * Notes in the journal of a stopped server that ticks of its own clock after an instant do not count. What is
 * derived from it follows at the next start, which takes the clock of the machine for right.
 * @throws InputError where the folder has no journal or a damaged one, or another process has it
 */
export async function rewindJournal(data: string, to: Micros): Promise<JournalRewind> {
  const folder = journalFolder(data);
  if ((await journalFiles(folder)).length === 0) {
    throw new InputError(
      `${folder} is no journal. Expected the --data of a server; one of an earlier version gets a journal at its first start`,
    );
  }
  return holding(data, async (scorer) => {
    await assertWholeJournal(data, scorer);
    const found = await eventsAfter(scorer, to);
    const journal = (await Journal.open(folder))!;
    try {
      await journal.note({ kind: 'rewind', to: formatInstant(to) });
    } finally {
      await journal.close();
    }
    await removeClockNote(data);
    return found;
  });
}

async function eventsAfter(scorer: Warehouse | null, to: Micros): Promise<JournalRewind> {
  // a file that is lost is made again by the next start
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
