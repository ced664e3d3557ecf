import type { AdapterJournal } from './journal.ts';
import { type NoteTotal, noteTotals } from './notes.ts';

/** Records of a channel that could not be read, by reason. */
export interface RefusedTotal {
  readonly channel: string;
  readonly reason: string;
  readonly count: number;
}

/** What could not be used, and what could not be read. */
export interface JournalSummary {
  readonly notes: readonly NoteTotal[];
  readonly refused: readonly RefusedTotal[];
}

export function summaryOf(journal: AdapterJournal): Promise<JournalSummary> {
  return journal.read(async (connection) => {
    const notes = await noteTotals(connection);
    const refused = await connection.rows<RefusedTotal>(
      `select channel, reason, count(*) as count from refused
        group by channel, reason order by channel, reason`,
    );
    return { notes, refused };
  });
}
