import type { ServingStore } from '../../pipelines/serving/store.ts';
import type { Warehouse } from '../../pipelines/warehouse/warehouse.ts';
import { formatInstant, type Micros } from '../../schemas/instant.ts';
import type { Append, Journal } from '../journal/journal.ts';
import type { Logger } from '../platform/log.ts';
import type { Metrics } from '../platform/metrics.ts';
import { logOpened, type Scorer } from '../scorer/scorer.ts';
import { ScorerService } from '../scorer/service.ts';
import { StateKeeper } from '../state/keeper.ts';
import type { State } from '../state/open.ts';
import { rewindDerived } from '../state/rewind.ts';
import { LocalHourLog } from '../transport/local/hour-log.ts';
import { FAR_BEHIND, JournalFollower } from '../transport/local/journal-follower.ts';
import type { HourLog } from '../transport/transport.ts';

export interface LocalScoringOptions {
  /** Folder of the state. */
  readonly data: string;
  readonly state: State;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Milliseconds of a clock that is never set back. */
  readonly monotonic: () => number;
  /** Shows the wards as they stand, after each publication. */
  readonly show: () => Promise<void>;
}

/** Most stored events without a score while there are more to read: one part is scored while the next is made ready. */
const MOST_UNSCORED = 120_000;

/** From the journal to what is served: follows the journal, stores and scores its events, and publishes what changes. */
export class LocalScoring {
  readonly journal: Journal;
  readonly service: ScorerService;
  readonly following: JournalFollower;
  private readonly options: LocalScoringOptions;
  private readonly serving: ServingStore;
  private readonly hours: LocalHourLog;
  private readonly keeper: StateKeeper;
  /** Number of journal rewinds that the derived files have. */
  private rewound: number;
  /** Whether a history is delivered. */
  private isLoading = false;

  private constructor(options: LocalScoringOptions, hours: LocalHourLog) {
    const { data, state, log, metrics, monotonic } = options;
    const { journal, scorer, serving, deadLetters } = state;
    this.options = options;
    this.journal = journal;
    this.serving = serving;
    this.hours = hours;
    this.rewound = journal.rewinds.length;
    this.service = new ScorerService({
      ...{ scorer, log, metrics, monotonic, hours: this.served() },
      ...{ farBehind: FAR_BEHIND, mostUnscored: MOST_UNSCORED, publishesBySlice: true },
      lag: () => this.following.lag,
      storedUntil: () => this.following.storedUntil(),
      keepRejected: async (rejected, unstorable) => {
        await deadLetters.put(rejected.map((letter) => ({ ...letter, position: letter.offset })));
        journal.forget(unstorable);
      },
    });
    this.following = new JournalFollower({
      ...{ journal, consumer: this.service, log, metrics, monotonic },
    });
    this.keeper = new StateKeeper({ data, state, log });
  }

  static async open(options: LocalScoringOptions): Promise<LocalScoring> {
    const { state, log, metrics } = options;
    const { scorer, serving } = state;
    logOpened(log, scorer);
    const hours = await LocalHourLog.open({
      ...{ scorer, serving },
      onApplied: () => metrics.publications.inc(),
    });
    return new LocalScoring(options, hours);
  }

  get scorer(): Scorer {
    return this.service.scorer;
  }

  /** Follows the journal from the position of the scorer's file. Resolves when the existing records are stored. */
  async start(): Promise<void> {
    this.keeper.start();
    this.following.trigger();
    await this.following.reached();
    this.service.start();
  }

  /**
   * Delivers a history, which is scored beside it. Where nothing is served yet, it is taken over in one piece: resolves
   * when all of it is scored, so that no part of it is published over another.
   * @param isStopping whether to go no further than the delivery
   */
  async load(deliver: () => Promise<void>, isStopping: () => boolean): Promise<void> {
    const { journal, serving, service } = this;
    const { end } = journal;
    this.isLoading = true;
    try {
      await deliver();
      if (isStopping() || !serving.hasNothing || journal.end === end) return;
      await this.following.reached();
      await service.scored();
    } finally {
      this.isLoading = false;
    }
    service.triggerPublication();
  }

  /** Resolves when all current records of the journal are stored, scored and served. */
  async idle(): Promise<void> {
    await this.following.reached();
    await this.service.catchUp();
  }

  /** Resolves when the staffing and judgements that the journal has now are served. */
  async staffed(): Promise<void> {
    await this.following.reached();
    await this.hours.staffed.reached(this.scorer.staffedTo);
  }

  /**
   * Appends events of another log, with its position, and those of its records that are rejected are dead letters. While
   * a history is loaded, the journal may be one append ahead of the scorer's file.
   * @returns the number of events that the journal had before
   */
  async deliver(append: Append, onAppended: () => void): Promise<number> {
    const before = this.journal.end;
    const { known } = await this.journal.append(append);
    onAppended();
    await this.following.reached(before);
    return known.size;
  }

  /** Cancels the ticks of the server's own clock that are ahead. */
  async rewind(to: Micros): Promise<void> {
    await this.following.reached();
    await this.journal.note({ kind: 'rewind', to: formatInstant(to) });
    this.service.triggerPublication();
    await this.service.published();
    await this.idle();
  }

  /** Copies the journal of adapters with each backup; `undefined` once it closes. */
  backUp(adapters: Warehouse | undefined): void {
    this.keeper.withAdapters(adapters);
  }

  /** Answers no more backups, and writes no more heads. */
  pause(): void {
    this.keeper.pause();
  }

  /** Stores and publishes what is at hand; resolves when nothing runs. The files stay open. */
  async stop(): Promise<void> {
    await this.following.stop();
    await this.service.stop();
  }

  /** Closes all files of the state. */
  close(): Promise<void> {
    return this.keeper.close();
  }

  /** The local log of hours, after the rewinds of the journal and before the wards are shown. */
  private served(): HourLog {
    const { journal, serving, hours } = this;
    return {
      publish: async (isStopping) => {
        // where nothing is served yet, all of a history is taken over at once
        if (this.isLoading && serving.hasNothing) return { hours: 0, streamTime: null };
        if (this.rewound < journal.rewinds.length) {
          await rewindDerived(journal, this.scorer, serving);
          this.rewound = journal.rewinds.length;
        }
        const published = await hours.publish(isStopping);
        await this.options.show();
        return published;
      },
      reconcile: () => hours.reconcile(),
    };
  }
}
