import type { WardEvent } from '../../../schemas/ward-event.ts';
import type { Journal } from '../../journal/journal.ts';
import type { Appended, EventLog } from '../transport.ts';

/**
 * The event log in the process: the journal. Once `append` resolves, the events are on the disk. What comes before the
 * journal is open waits for it.
 */
export class JournalEventLog implements EventLog {
  private readonly opened: () => Promise<Journal>;
  private readonly onAppended: () => void;

  /**
   * @param opened resolves with the journal when it is open
   * @param onAppended called when the journal has new records
   */
  constructor(opened: () => Promise<Journal>, onAppended: () => void) {
    this.opened = opened;
    this.onAppended = onAppended;
  }

  async ready(): Promise<void> {
    // an append says why there is none
    const journal = await this.opened().catch(() => null);
    await journal?.ready();
  }

  async append(
    events: readonly WardEvent[],
    senders: ReadonlyMap<string, string>,
  ): Promise<Appended> {
    const journal = await this.opened();
    const { known } = await journal.append({ events, senders });
    this.onAppended();
    return { duplicates: known };
  }

  /** Writes a line of the journal that is not an event. */
  async probe(): Promise<void> {
    const journal = await this.opened();
    await journal.note({ kind: 'probe' });
  }
}
