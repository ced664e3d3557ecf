import { setImmediate } from 'node:timers/promises';
import type { UnplacedCounts } from '../../pipelines/scoring/unplaced.ts';
import { kindOf, type Logger } from '../platform/log.ts';
import type { Metrics } from '../platform/metrics.ts';
import { Follower } from '../platform/retrying-worker.ts';
import type { Scorer } from './scorer.ts';

/** Milliseconds by which patients without news may be behind stream time. */
const FOLLOW_INTERVAL = 5_000;

/** Milliseconds between lines of the log on how far a history is. */
const SAID_INTERVAL = 10_000;

/** Encounters of a history that is scored again. */
export interface Rescoring {
  readonly done: number;
  readonly of: number;
}

export interface ScoringFollowerOptions {
  readonly scorer: Pick<Scorer, 'scoreSlice' | 'countUnplaced' | 'log' | 'toRescore'>;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'scoring' | 'scoredHours' | 'pending' | 'failures' | 'unplaced'>;
  /** Milliseconds of a clock that is not put back; that of the process where none is given. */
  readonly monotonic?: () => number;
  /** Until when what was acknowledged is stored, by the same clock; now where none is given. */
  readonly storedUntil?: () => number;
  /**
   * Called after each slice: there may be something to publish. Where all is scored, with until when what
   * was stored as the slice began was acknowledged: that is scored; `null` where some is not. The next
   * slice waits for what it gives: so news is not published behind all of a load of history.
   */
  readonly onScored: (since: number | null) => Promise<void> | void;
}

/**
 * Scores what is stored as it comes, slice by slice; between slices others have their turn. Patients with
 * news are scored at once; everyone else follows stream time a little later, so that news does not wait for
 * them.
 */
export class ScoringFollower {
  private readonly options: ScoringFollowerOptions;
  private readonly now: () => number;
  private readonly follower: Follower;
  /** How many stays and events found no place when everyone last followed stream time. */
  unplaced: UnplacedCounts | null = null;
  /** How far a history is that is scored again, `null` where none is or all of it is. */
  rescoring: Rescoring | null;
  private followedAt = Number.NEGATIVE_INFINITY;
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
    this.follower = new Follower(
      () => this.score(),
      (error) => {
        options.metrics.failures.inc({ of: 'scoring' });
        options.log.error(kindOf(error), 'scoring failed; trying again');
      },
    );
  }

  /** Notes that there is something to score: what runs already takes it along. */
  nudge(): void {
    this.follower.nudge();
  }

  /** True while the last scoring failed. */
  get isFailing(): boolean {
    return this.follower.isFailing;
  }

  /** Milliseconds that the slice at hand has taken so far; 0 where none is. */
  sliceTook(): number {
    return this.sliceBegan === null ? 0 : this.now() - this.sliceBegan;
  }

  /** Resolves when nothing is being scored. */
  idle(): Promise<void> {
    return this.follower.idle();
  }

  /** Scores all that is stored, and has everyone follow stream time up to it, without the pause between. */
  async catchUp(): Promise<void> {
    await this.idle();
    this.followedAt = Number.NEGATIVE_INFINITY;
    this.nudge();
    await this.idle();
  }

  /** Scores no more; resolves when the slice at hand has ended. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.endWait();
    clearTimeout(this.later);
    await this.follower.stop();
    clearTimeout(this.later);
  }

  /** Brings up to date how many stays and events found no place. */
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

  /** Notes, and says in the log now and then, how far a history is that is scored again. */
  private noteRescored(pending: number): void {
    if (this.rescoring === null) return;
    const { of } = this.rescoring;
    const rescored = { done: Math.max(0, of - pending), of };
    this.rescoring = pending === 0 ? null : rescored;
    if (pending > 0 && this.now() - this.saidAt < SAID_INTERVAL) return;
    this.saidAt = this.now();
    this.options.log.info(rescored, 'rescoring in the background');
  }

  /** Gives whether there is more to score. */
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
    else {
      this.later ??= setTimeout(() => {
        this.later = undefined;
        this.nudge();
      }, FOLLOW_INTERVAL);
    }
    const isPublished = onScored(pending === 0 ? storedUntil : null);
    if (followsTime) await this.count();
    await Promise.race([isPublished, this.stopped]);
    return pending > 0;
  }
}
