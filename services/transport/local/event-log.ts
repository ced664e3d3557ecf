import type { WardEvent } from '../../../schemas/ward-event.ts';
import type { Journal } from '../../journal/journal.ts';
import type { Appended, EventLog } from '../transport.ts';

/** The event log in the process: the journal. Once `append` resolves, the events are on the disk. */
export class JournalEventLog implements EventLog {
  private readonly journal: Journal;
  private readonly onAppended: () => void;

  /** @param onAppended called when the journal has new records */
  constructor(journal: Journal, onAppended: () => void) {
    this.journal = journal;
    this.onAppended = onAppended;
  }

  ready(): Promise<void> {
    return this.journal.ready();
  }

  async append(
    events: readonly WardEvent[],
    senders: ReadonlyMap<string, string>,
  ): Promise<Appended> {
    const { known } = await this.journal.append({ events, senders });
    this.onAppended();
    return { duplicates: known };
  }

  /** Writes a line of the journal that is not an event. */
  probe(): Promise<void> {
    return this.journal.note({ kind: 'probe' });
  }
}
