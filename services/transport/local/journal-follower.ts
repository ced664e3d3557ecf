import { setTimeout as sleep } from 'node:timers/promises';
import { wireBytes } from '../../../pipelines/events/encode.ts';
import type { WardEvent } from '../../../schemas/ward-event.ts';
import type { DeadLetterBox, Letter } from '../../ingest/intake.ts';
import type { Journal } from '../../journal/journal.ts';
import { JournalReader, type Portion } from '../../journal/reader.ts';
import { kindOf, type Logger } from '../../platform/log.ts';
import type { Metrics } from '../../platform/metrics.ts';
import { Follower } from '../../platform/retrying-worker.ts';
import { Watermark } from '../../platform/watermark.ts';
import { isolate, UNSTORABLE } from '../../scorer/isolate.ts';
import type { Scorer } from '../../scorer/scorer.ts';

/** Events that are stored together where the scorer is close behind the journal. */
const CLOSE_PORTION = 5_000;
/** And where it is far behind: a row group of DuckDB, which is written once. */
const FAR_PORTION = 122_880;
/** Positions from which on it counts as far behind: what is stored is scored later. */
const FAR_BEHIND = 20_000;
/** Milliseconds for what is left of the journal to be stored where the server stops. */
const STOP_PATIENCE = 5_000;
/** Events that are stored and not scored while there are more to read. */
const MOST_UNSCORED = 1_000_000;

export interface JournalFollowerOptions {
  readonly journal: Journal;
  readonly scorer: Scorer;
  readonly deadLetters: DeadLetterBox;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'storing' | 'batch' | 'failures' | 'rejected'>;
  /** Milliseconds of a clock that is not put back. */
  readonly monotonic: () => number;
  /** Called where there is something to score. */
  readonly onStored: () => void;
}

/**
 * Stores in the scorer's file what the journal has, in its order, with the position of each portion in one
 * transaction. Begins where the file stands, so that a file that was lost is made again.
 */
export class JournalFollower {
  /** The journal is stored up to here. */
  private readonly stored: Watermark;
  private readonly options: JournalFollowerOptions;
  private readonly reader: JournalReader;
  private readonly follower: Follower;
  private until: number;
  private unscored = 0;
  private isStopping = false;
  private endWait: () => void = () => {};
  private readonly stopped = new Promise<void>((resolve) => {
    this.endWait = resolve;
  });

  constructor(options: JournalFollowerOptions) {
    const { journal, scorer, log, metrics, monotonic } = options;
    this.options = options;
    this.reader = new JournalReader(journal);
    this.stored = new Watermark(scorer.nextOffset);
    this.until = monotonic();
    this.follower = new Follower(
      () => this.follow(),
      (error) => {
        metrics.failures.inc({ of: 'journal' });
        log.error(kindOf(error), 'the journal could not be stored for scoring; trying again');
      },
    );
  }

  /** Notes that the journal has more. */
  nudge(): void {
    this.follower.nudge();
  }

  /** True while the last attempt failed. */
  get isFailing(): boolean {
    return this.follower.isFailing;
  }

  /** Positions of the journal that are not stored yet. */
  get lag(): number {
    return this.options.journal.end - this.options.scorer.nextOffset;
  }

  /** Until when what was acknowledged is stored. */
  storedUntil(): number {
    return this.lag === 0 ? this.options.monotonic() : this.until;
  }

  /** Resolves when the journal is stored up to a position, its end as it is now, or nothing more is stored. */
  reached(position = this.options.journal.end): Promise<void> {
    return Promise.race([this.stored.reached(position), this.stopped]);
  }

  /** Stores no more; resolves when the portion at hand is stored, and the rest where that is little. */
  async stop(): Promise<void> {
    if (!this.isFailing && this.lag <= FAR_BEHIND) {
      this.nudge();
      await Promise.race([this.follower.idle(), sleep(STOP_PATIENCE, null, { ref: false })]);
    }
    this.isStopping = true;
    this.endWait();
    await this.follower.stop();
    await this.reader.close();
  }

  private async follow(): Promise<void> {
    const { scorer, monotonic, onStored } = this.options;
    let ahead: Promise<Portion | null> | null = null;
    try {
      while (!this.isStopping) {
        const began = monotonic();
        const { lag } = this;
        const most = lag > FAR_BEHIND ? FAR_PORTION : CLOSE_PORTION;
        // what comes while a slice is scored is stored with it, and does not wait for the next slice
        if (ahead === null && lag > 0 && lag <= FAR_BEHIND) await scorer.ready();
        const portion = await (ahead ?? this.reader.read(scorer.nextOffset, most));
        ahead = null;
        if (portion === null) return;
        // of much that is behind, one portion is read while the one before is stored
        if (lag > FAR_BEHIND) {
          ahead = this.reader.read(portion.next, most);
          ahead.catch(() => undefined);
        }
        await this.store(portion);
        if (this.lag <= lag) this.until = began;
        this.unscored += portion.events.length;
        this.stored.advance(scorer.nextOffset);
        if (this.lag > FAR_BEHIND && this.unscored < MOST_UNSCORED) continue;
        this.unscored = 0;
        onStored();
      }
    } finally {
      await ahead?.catch(() => undefined);
    }
  }

  private async store(portion: Portion): Promise<void> {
    const { scorer, metrics, deadLetters } = this.options;
    const { events, positions, rejected, senders } = portion;
    const { partition } = scorer.log;
    const sources = [...portion.sources].map(([topic, nextOffset]) => ({
      ...{ topic, partition, nextOffset },
    }));
    const stop = metrics.storing.startTimer();
    await isolate(
      [...events.entries()],
      async (entries) => {
        const isLast = entries.length === 0 || entries.at(-1)![0] === events.length - 1;
        const next = isLast ? portion.next : positions[entries.at(-1)![0]]! + 1;
        const part = { events: entries.map(([, event]) => event), foreign: [] };
        const beside = isLast ? { senders, sources } : { senders };
        await scorer.take({ ...part, rejected: isLast ? rejected : [] }, next, beside);
      },
      async ([index, event], error) => {
        const isLast = index === events.length - 1;
        const position = positions[index]!;
        const next = isLast ? portion.next : position + 1;
        const subject = senders.get(event.source);
        const sender =
          subject === undefined ? {} : { sender: { subject, sources: [event.source] } };
        await this.refuse(event, { offset: position, ...sender }, next, error);
      },
    );
    stop();
    metrics.batch.observe(events.length);
    if (rejected.length > 0) await deadLetters.put(rejected);
  }

  /** Keeps an event that the scorer's file cannot take as a rejection with its position. */
  private async refuse(
    event: WardEvent,
    found: Pick<Letter, 'offset' | 'sender'>,
    next: number,
    error: Error,
  ): Promise<void> {
    const { journal, scorer, deadLetters, log, metrics } = this.options;
    const rejection: Letter = { ...found, ...UNSTORABLE, raw: wireBytes(event) };
    const place = { ...scorer.log, offset: found.offset };
    log.error({ ...kindOf(error), ...place }, 'an event could not be stored, and is rejected');
    await scorer.take({ events: [], foreign: [], rejected: [rejection] }, next);
    await deadLetters.put([rejection]);
    journal.forget([event]);
    metrics.rejected.inc({ reason: rejection.reason });
  }
}
