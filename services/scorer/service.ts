import type { UnplacedCounts } from '../../pipelines/scoring/unplaced.ts';
import { LatencyTracker } from '../platform/latency.ts';
import { errorKind } from '../platform/log.ts';
import type { Metrics } from '../platform/metrics.ts';
import { RetryingWorker } from '../platform/retrying-worker.ts';
import type { HourLog, LogBatch, LogConsumer } from '../transport/transport.ts';
import type { Scorer } from './scorer.ts';
import { type Rescoring, ScoringFollower } from './scoring-follower.ts';
import { type StoreBatchOptions, storeBatch } from './store-batch.ts';

export interface ScorerServiceOptions extends StoreBatchOptions {
  readonly metrics: Metrics;
  readonly hours: HourLog;
  /** At this many positions behind the log, events are stored first and scored later. */
  readonly farBehind: number;
  /** Most stored events that are not scored yet, while the scorer is far behind. */
  readonly mostUnscored: number;
  /** Whether each slice of a history is published before the next is scored. */
  readonly publishesBySlice: boolean;
  /** Whether `delays` counts from the reading of a batch, since another process acknowledged it. */
  readonly delaysFromReading?: boolean;
  /** Returns the number of log positions that are not stored; by default that of the last batch. */
  readonly lag?: () => number;
  /** Returns the time until which acknowledged events are stored, by `monotonic`; by default now. */
  readonly storedUntil?: () => number;
  /** Milliseconds of a clock that is never set back. */
  readonly monotonic?: () => number;
}

/**
 * Scores one partition of the event log: stores each batch with its position (`take`), scores what the batch touches,
 * and publishes what changed. The three steps run beside one another, and each resumes where its file stands.
 */
export class ScorerService implements LogConsumer {
  readonly scorer: Scorer;
  /** How long events wait from their acknowledgement, or their reading, until they are published. */
  readonly delays: LatencyTracker;
  private readonly options: ScorerServiceOptions;
  private readonly scoring: ScoringFollower;
  private readonly publishing: RetryingWorker;
  /** Time until which acknowledged events are scored. */
  private scoredUntil = Number.NEGATIVE_INFINITY;
  private lastLag = Number.POSITIVE_INFINITY;
  private unscored = 0;
  /** Whether the whole log is stored and scored. */
  private isUpToDate = false;
  private isStopping = false;
  private isStarted = false;

  constructor(options: ScorerServiceOptions) {
    const { scorer, log, metrics, monotonic = () => performance.now(), storedUntil } = options;
    this.options = options;
    this.scorer = scorer;
    this.delays = new LatencyTracker(monotonic);
    this.scoring = new ScoringFollower({
      ...{ scorer, log, metrics, monotonic },
      ...(storedUntil === undefined ? {} : { storedUntil }),
      onScored: (since) => {
        this.scoredUntil = since ?? this.scoredUntil;
        this.isUpToDate = since !== null && this.lag === 0;
        this.publishing.trigger();
        return since === null && options.publishesBySlice ? this.publishing.idle() : undefined;
      },
    });
    this.publishing = new RetryingWorker(
      () => this.publish(),
      (error) => {
        metrics.failures.inc({ of: 'publication' });
        log.error(errorKind(error), 'publication failed; trying again');
      },
    );
  }

  get nextOffset(): number {
    return this.scorer.nextOffset;
  }

  /** Number of log positions that are not stored. */
  get lag(): number {
    return this.options.lag?.() ?? this.lastLag;
  }

  /** True while the last attempt to score failed. */
  get isScoringFailing(): boolean {
    return this.scoring.isFailing;
  }

  /** True while the last attempt to publish failed. */
  get isPublishingFailing(): boolean {
    return this.publishing.isFailing;
  }

  /** Milliseconds since the start of the current slice of scoring; 0 if none runs. */
  get sliceTook(): number {
    return this.scoring.sliceTook();
  }

  /** Progress of a history that is scored again; `null` if there is none. */
  get rescoring(): Rescoring | null {
    return this.scoring.rescoring;
  }

  /** Number of unplaced stays and events when all patients last followed stream time. */
  get unplaced(): UnplacedCounts | null {
    return this.scoring.unplaced;
  }

  /** Starts, and scores and publishes what the last stop left. */
  start(): void {
    this.isStarted = true;
    this.scoring.trigger();
    this.publishing.trigger();
  }

  ready(): Promise<void> {
    return this.scorer.ready();
  }

  async take(batch: LogBatch): Promise<number> {
    const { staffedTo } = this.scorer;
    const duplicates = await storeBatch(batch, this.options);
    // staffing needs no score, so it is published immediately
    if (this.isStarted && this.scorer.staffedTo > staffedTo) this.publishing.trigger();
    const { farBehind, mostUnscored, delaysFromReading = false } = this.options;
    // before scoring, or it would wait for the next batch
    if (delaysFromReading) this.delays.recordAccepted();
    this.isUpToDate = false;
    this.lastLag = batch.lag;
    this.unscored += batch.events.length;
    if (batch.lag > farBehind && this.unscored < mostUnscored) return duplicates;
    this.unscored = 0;
    if (this.isStarted) this.scoring.trigger();
    return duplicates;
  }

  /** Triggers publication of changes without a score, such as staffing. */
  triggerPublication(): void {
    this.publishing.trigger();
  }

  /** Resolves when no stored event with news is without a score; publication may follow. */
  scored(): Promise<void> {
    return this.scoring.idle();
  }

  /** Resolves when nothing is being published. */
  published(): Promise<void> {
    return this.publishing.idle();
  }

  /** Scores all stored events, with all patients up to stream time, and publishes the result. */
  async catchUp(): Promise<void> {
    await this.scoring.catchUp();
    await this.publishing.idle();
  }

  /** Stops; resolves when the current slice and publication have ended. Leaves the file open. */
  async stop(): Promise<void> {
    await this.scoring.stop();
    // after the last slice: a part of what it changed is still published
    this.isStopping = true;
    await this.publishing.stop();
  }

  private async publish(): Promise<void> {
    const { hours: log, metrics, scorer } = this.options;
    const { scoredUntil } = this;
    const isStopping = () => this.isStopping;
    const stop = metrics.publishing.startTimer();
    const { hours, streamTime } = await log.publish(isStopping);
    metrics.publishedHours.inc(hours);
    if (streamTime !== null) {
      metrics.publishedUntil.set({ partition: scorer.log.partition }, streamTime / 1e6);
    }
    this.delays.recordServed(scoredUntil);
    if (this.isUpToDate && (await log.reconcile(isStopping))) this.publishing.trigger();
    stop();
  }
}
