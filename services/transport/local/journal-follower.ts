import { setTimeout as sleep } from 'node:timers/promises';
import type { EventSequence } from '../../../pipelines/events/columnar-events.ts';
import { CHUNK_EVENTS } from '../../files/chunk.ts';
import type { Chunk } from '../../journal/chunk.ts';
import { type Journal, JournalFault } from '../../journal/journal.ts';
import { JournalReader } from '../../journal/reader.ts';
import { errorKind, type Logger } from '../../platform/log.ts';
import type { Metrics } from '../../platform/metrics.ts';
import { RetryingWorker } from '../../platform/retrying-worker.ts';
import { Watermark } from '../../platform/watermark.ts';
import type { LogConsumer } from '../transport.ts';

/** Events of a batch if the consumer is close to the end of the journal. */
const CLOSE_CHUNK = 5_000;
/** Events of a batch if it is far behind: whole row groups of DuckDB, which are written once. */
const FAR_CHUNK = CHUNK_EVENTS;
/** Number of journal positions from which a consumer counts as far behind. */
export const FAR_BEHIND = 20_000;
/** Milliseconds to store the rest of the journal when the server stops. */
const STOP_PATIENCE = 5_000;

export interface JournalFollowerOptions {
  readonly journal: Journal;
  readonly consumer: LogConsumer;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'failures'>;
  /** Milliseconds of a clock that is never set back. */
  readonly monotonic?: () => number;
}

/**
 * Feeds a consumer with the records of the journal, in order. Starts at the position of the consumer, so that a
 * lost scorer's file is rebuilt.
 */
export class JournalFollower {
  /** The journal is stored up to here. */
  private readonly stored: Watermark;
  private readonly options: JournalFollowerOptions;
  private readonly now: () => number;
  private readonly reader: JournalReader;
  private readonly follower: RetryingWorker;
  private until: number;
  private isStopping = false;
  private endWait: () => void = () => {};
  private readonly stopped = new Promise<void>((resolve) => {
    this.endWait = resolve;
  });

  constructor(options: JournalFollowerOptions) {
    const { journal, consumer, log, metrics, monotonic = () => performance.now() } = options;
    this.options = options;
    this.now = monotonic;
    this.reader = new JournalReader(journal);
    this.stored = new Watermark(consumer.nextOffset);
    this.until = monotonic();
    this.follower = new RetryingWorker(
      () => this.follow(),
      (error) => {
        metrics.failures.inc({ of: 'journal' });
        const what =
          error instanceof JournalFault
            ? 'the journal is damaged ("doctor" says where, and what to do); trying again'
            : 'the journal could not be stored for scoring; trying again';
        log.error(errorKind(error), what);
      },
    );
  }

  /** Triggers reading of new records. */
  trigger(): void {
    this.follower.trigger();
  }

  /** True while the last attempt failed. */
  get isFailing(): boolean {
    return this.follower.isFailing;
  }

  /** Number of journal positions that are not stored yet. */
  get lag(): number {
    return this.options.journal.end - this.options.consumer.nextOffset;
  }

  /** Time until which acknowledged events are stored, by `monotonic`. */
  storedUntil(): number {
    return this.lag === 0 ? this.now() : this.until;
  }

  /** Resolves when the journal is stored up to a position (default: its current end), or storing has stopped. */
  reached(position = this.options.journal.end): Promise<void> {
    return Promise.race([this.stored.reached(position), this.stopped]);
  }

  /** Stops; resolves when the current chunk is stored, and also the rest if that is little. */
  async stop(): Promise<void> {
    if (!this.isFailing && this.lag <= FAR_BEHIND) {
      this.trigger();
      await Promise.race([this.follower.idle(), sleep(STOP_PATIENCE, null, { ref: false })]);
    }
    this.isStopping = true;
    this.endWait();
    await this.follower.stop();
    await this.reader.close();
  }

  private async follow(): Promise<void> {
    const { journal, consumer } = this.options;
    let ahead: Promise<Chunk<EventSequence> | null> | null = null;
    try {
      while (!this.isStopping) {
        const began = this.now();
        const { lag } = this;
        // what comes while a slice is scored is stored with it, and does not wait for the next slice
        if (ahead === null && lag > 0 && lag <= FAR_BEHIND) await consumer.ready();
        const chunk = await (ahead ?? this.read(consumer.nextOffset, lag));
        ahead = null;
        if (chunk === null) return;
        // far behind the end, the next chunk is read while the current one is stored
        if (lag > FAR_BEHIND) {
          ahead = this.read(chunk.next, lag);
          ahead.catch(() => undefined);
        }
        await consumer.take({ ...chunk, lag: journal.end - chunk.next });
        if (this.lag <= lag) this.until = began;
        this.stored.advance(consumer.nextOffset);
      }
    } finally {
      await ahead?.catch(() => undefined);
    }
  }

  private read(from: number, lag: number): Promise<Chunk<EventSequence> | null> {
    return lag > FAR_BEHIND
      ? this.reader.readMany(from, FAR_CHUNK)
      : this.reader.read(from, CLOSE_CHUNK);
  }
}
