import { setImmediate } from 'node:timers/promises';
import type { Slice } from '../../pipelines/scoring/rescore.ts';
import type { UnplacedCounts } from '../../pipelines/scoring/unplaced.ts';
import { errorKind, type Logger } from '../platform/log.ts';
import type { Metrics } from '../platform/metrics.ts';
import { RetryingWorker } from '../platform/retrying-worker.ts';
import type { Scorer } from './scorer.ts';

/** Milliseconds without news after which all patients follow stream time. */
const QUIET_INTERVAL = 1_000;
/**
 * Least milliseconds between two times that they do, and between two counts of what is unplaced. A slice that finds no
 * news lets them follow sooner: nobody waits for it.
 */
const FOLLOW_INTERVAL = 5_000;
/** Least milliseconds until it is looked at again whether no more news comes. */
const LOOK_INTERVAL = 100;
const MICROS_PER_MINUTE = 60_000_000;

/** Milliseconds between log lines about the progress of a history. */
const SAID_INTERVAL = 10_000;

/** Progress of a history that is scored again, in encounters. */
export interface Rescoring {
  readonly done: number;
  readonly of: number;
}

export interface ScoringFollowerOptions {
  readonly scorer: Pick<
    Scorer,
    'scoreSlice' | 'streamTime' | 'countUnplaced' | 'log' | 'toRescore'
  >;
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
 * news are scored immediately. All others follow stream time when it passes a minute, and when no more news comes: so
 * that news does not wait for them, and a patient has a version a minute, not one with every event of another.
 */
export class ScoringFollower {
  private readonly options: ScoringFollowerOptions;
  private readonly now: () => number;
  private readonly follower: RetryingWorker;
  /** Number of unplaced stays and events when all patients last followed stream time. */
  unplaced: UnplacedCounts | null = null;
  /** Progress of a history that is scored again, `null` if there is none or it is complete. */
  rescoring: Rescoring | null;
  private newsAt = Number.NEGATIVE_INFINITY;
  private followedAt = Number.NEGATIVE_INFINITY;
  /** The minute of stream time that all patients last followed to. */
  private followedMinute = Number.NEGATIVE_INFINITY;
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
    this.newsAt = this.now();
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
    this.followedMinute = Number.NEGATIVE_INFINITY;
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

  /** Whether no more news has come for a while. */
  private get isQuiet(): boolean {
    return this.now() - this.newsAt >= QUIET_INTERVAL;
  }

  /** Scores again once no more news comes, not sooner than all patients may follow again. */
  private followLater(): void {
    if (this.later !== undefined) return;
    const due = Math.max(this.newsAt + QUIET_INTERVAL, this.followedAt + FOLLOW_INTERVAL);
    this.later = setTimeout(
      () => {
        this.later = undefined;
        if (this.isQuiet) this.follower.trigger();
        else this.followLater();
      },
      Math.max(LOOK_INTERVAL, due - this.now()),
    );
  }

  /** Scores the next slice, with all patients if that is due; returns the minute of stream time before it. */
  private async nextSlice(began: number): Promise<Slice & { readonly minute: number }> {
    const { scorer } = this.options;
    const minute = Math.floor(((await scorer.streamTime()) ?? 0) / MICROS_PER_MINUTE);
    const isDue =
      began - this.followedAt >= FOLLOW_INTERVAL && (minute > this.followedMinute || this.isQuiet);
    return { minute, ...(await scorer.scoreSlice(isDue)) };
  }

  /** Scores one slice; returns whether there is more. */
  private async scoreSlice(): Promise<boolean> {
    const { metrics, onScored } = this.options;
    const began = this.now();
    const storedUntil = this.options.storedUntil?.() ?? began;
    this.sliceBegan = began;
    const stop = metrics.scoring.startTimer();
    const { minute, hours, pending, followsTime } = await this.nextSlice(began).finally(() => {
      this.sliceBegan = null;
    });
    stop();
    metrics.scoredHours.inc(hours);
    metrics.pending.set(pending);
    this.noteRescored(pending);
    if (followsTime) {
      this.followedAt = began;
      this.followedMinute = minute;
    }
    const counts = followsTime && began - this.countedAt >= FOLLOW_INTERVAL;
    if (!counts) this.followLater();
    const isPublished = onScored(pending === 0 ? storedUntil : null);
    if (counts) {
      await this.count();
      this.countedAt = began;
    }
    await Promise.race([isPublished, this.stopped]);
    return pending > 0;
  }
}
