import { setImmediate } from 'node:timers/promises';
import type { UnplacedCounts } from '../../pipelines/scoring/unplaced.ts';
import { errorKind, type Logger } from '../platform/log.ts';
import type { Metrics } from '../platform/metrics.ts';
import { RetryingWorker } from '../platform/retrying-worker.ts';
import type { Scorer } from './scorer.ts';

/** Milliseconds that patients without news may be behind stream time, and that counts may be old. */
const FOLLOW_INTERVAL = 5_000;

/** Milliseconds between log lines about the progress of a history. */
const SAID_INTERVAL = 10_000;

/** Progress of a history that is scored again, in encounters. */
export interface Rescoring {
  readonly done: number;
  readonly of: number;
}

export interface ScoringFollowerOptions {
  readonly scorer: Pick<Scorer, 'scoreSlice' | 'countUnplaced' | 'log' | 'toRescore'>;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'scoring' | 'scoredHours' | 'pending' | 'failures' | 'unplaced'>;
  /** Milliseconds of a monotonic clock; by default that of the process. */
  readonly monotonic?: () => number;
  /** Time until which acknowledged events are stored, by the same clock; by default now. */
  readonly storedUntil?: () => number;
  /**
   * Called after each slice, because there may be something to publish. If everything is scored, the argument is
   * the time until which acknowledged events were stored when the slice began, else `null`. The next
   * slice waits for the returned promise, so that news is published before the rest of a long history.
   */
  readonly onScored: (since: number | null) => Promise<void> | void;
}

/**
 * Scores stored events slice by slice; other work runs between slices. Patients with
 * news are scored immediately; all others follow stream time a little later, so that news does not wait for
 * them.
 */
export class ScoringFollower {
  private readonly options: ScoringFollowerOptions;
  private readonly now: () => number;
  private readonly follower: RetryingWorker;
  /** Number of unplaced stays and events when all patients last followed stream time. */
  unplaced: UnplacedCounts | null = null;
  /** Progress of a history that is scored again, `null` if there is none or it is complete. */
  rescoring: Rescoring | null;
  private followedAt = Number.NEGATIVE_INFINITY;
  private countedAt = Number.NEGATIVE_INFINITY;
  private saidAt = Number.NEGATIVE_INFINITY;
  private sliceBegan: number | null = null;
  private later: NodeJS.Timeout | undefined;
  private stopping = false;
  private endWait: () => void = () => {};
  private readonly stopped = new Promise<void>((resolve) => {
    this.endWait = resolve;
  });

  constructor(options: ScoringFollowerOptions) {
    this.options = options;
    const { toRescore: of } = options.scorer;
    this.rescoring = of === 0 ? null : { done: 0, of };
    this.now = options.monotonic ?? (() => performance.now());
    this.follower = new RetryingWorker(
      () => this.score(),
      (error) => {
        options.metrics.failures.inc({ of: 'scoring' });
        options.log.error(errorKind(error), 'scoring failed; trying again');
      },
    );
  }

  /** Triggers scoring; a run in progress includes the new events. */
  trigger(): void {
    this.follower.trigger();
  }

  /** True while the last scoring failed. */
  get isFailing(): boolean {
    return this.follower.isFailing;
  }

  /** Milliseconds since the start of the current slice; 0 if none runs. */
  sliceTook(): number {
    return this.sliceBegan === null ? 0 : this.now() - this.sliceBegan;
  }

  /** Resolves when nothing is being scored. */
  idle(): Promise<void> {
    return this.follower.idle();
  }

  /** Scores all stored events, and moves all patients up to stream time without a pause. */
  async catchUp(): Promise<void> {
    await this.idle();
    this.followedAt = Number.NEGATIVE_INFINITY;
    this.countedAt = Number.NEGATIVE_INFINITY;
    this.trigger();
    await this.idle();
  }

  /** Stops scoring; resolves when the current slice has ended. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.endWait();
    clearTimeout(this.later);
    await this.follower.stop();
    clearTimeout(this.later);
  }

  /** Updates the number of unplaced stays and events. */
  private async count(): Promise<void> {
    const { scorer, metrics } = this.options;
    const { partition } = scorer.log;
    this.unplaced = await scorer.countUnplaced();
    for (const [list, n] of Object.entries(this.unplaced)) {
      metrics.unplaced.set({ list, partition }, n);
    }
  }

  private async score(): Promise<void> {
    for (let more = true; more && !this.stopping; ) {
      more = await this.scoreSlice();
      // work that waited for the end of this slice runs before the next
      if (more) await setImmediate();
    }
  }

  /** Updates the progress of a history that is scored again, and logs it now and then. */
  private noteRescored(pending: number): void {
    if (this.rescoring === null) return;
    const { of } = this.rescoring;
    const rescored = { done: Math.max(0, of - pending), of };
    this.rescoring = pending === 0 ? null : rescored;
    if (pending > 0 && this.now() - this.saidAt < SAID_INTERVAL) return;
    this.saidAt = this.now();
    this.options.log.info(rescored, 'rescoring in the background');
  }

  /** Scores one slice; returns whether there is more. */
  private async scoreSlice(): Promise<boolean> {
    const { scorer, metrics, onScored } = this.options;
    const began = this.now();
    const storedUntil = this.options.storedUntil?.() ?? began;
    const isDue = began - this.followedAt >= FOLLOW_INTERVAL;
    this.sliceBegan = began;
    const stop = metrics.scoring.startTimer();
    const { hours, pending, followsTime } = await scorer.scoreSlice(isDue).finally(() => {
      this.sliceBegan = null;
    });
    stop();
    metrics.scoredHours.inc(hours);
    metrics.pending.set(pending);
    this.noteRescored(pending);
    if (followsTime) this.followedAt = began;
    const counts = followsTime && began - this.countedAt >= FOLLOW_INTERVAL;
    if (!counts) {
      this.later ??= setTimeout(() => {
        this.later = undefined;
        this.trigger();
      }, FOLLOW_INTERVAL);
    }
    const isPublished = onScored(pending === 0 ? storedUntil : null);
    if (counts) {
      await this.count();
      this.countedAt = began;
    }
    await Promise.race([isPublished, this.stopped]);
    return pending > 0;
  }
}
