import type { AdapterJournal } from './journal.ts';
import { type NoteTotal, noteTotals } from './notes.ts';

/** Records of a channel that could not be read, by reason. */
export interface RefusedTotal {
  readonly channel: string;
  readonly reason: string;
  readonly count: number;
}

/** What could not be used, what could not be read, and what waits for ingest. */
export interface JournalSummary {
  readonly notes: readonly NoteTotal[];
  readonly refused: readonly RefusedTotal[];
  /** Versions that ingest does not have yet. */
  readonly waiting: number;
}

export function summaryOf(journal: AdapterJournal): Promise<JournalSummary> {
  return journal.read(async (connection) => {
    const notes = await noteTotals(connection);
    const refused = await connection.rows<RefusedTotal>(
      `select channel, reason, count(*) as count from refused
        group by channel, reason order by channel, reason`,
    );
    const [row] = await connection.rows<{ n: number }>(
      'select count(*) as n from published where accepted_at is null and refused is null',
    );
    return { notes, refused, waiting: row!.n };
  });
}
