import { Follower } from '../follower.ts';
import { kindOf, type Logger } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Scorer } from './scorer.ts';

/** Milliseconds by which patients without news may be behind stream time. */
const FOLLOW_INTERVAL = 5_000;

export interface ScoringFollowerOptions {
  readonly scorer: Scorer;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'scoring' | 'scoredHours' | 'failures'>;
  /** Called after each scoring, with when it began (`performance.now()`): there may be something to publish. */
  readonly onScored: (since: number) => void;
}

/**
 * Scores what is stored as it comes. Patients with news are scored at once; everyone else follows stream
 * time a little later, so that news does not wait for them.
 */
export class ScoringFollower {
  private readonly options: ScoringFollowerOptions;
  private readonly follower: Follower;
  private followedAt = Number.NEGATIVE_INFINITY;
  private later: NodeJS.Timeout | undefined;

  constructor(options: ScoringFollowerOptions) {
    this.options = options;
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

  /** Resolves when nothing is being scored. */
  idle(): Promise<void> {
    return this.follower.idle();
  }

  /** Scores no more; resolves when what is being scored has ended. */
  async stop(): Promise<void> {
    clearTimeout(this.later);
    await this.follower.stop();
    clearTimeout(this.later);
  }

  private async score(): Promise<void> {
    const { scorer, metrics, onScored } = this.options;
    const began = performance.now();
    const isDue = began - this.followedAt >= FOLLOW_INTERVAL;
    const stop = metrics.scoring.startTimer();
    const { hours, followsTime } = await scorer.score(isDue);
    stop();
    metrics.scoredHours.inc(hours);
    if (followsTime) this.followedAt = began;
    else {
      this.later ??= setTimeout(() => {
        this.later = undefined;
        this.nudge();
      }, FOLLOW_INTERVAL);
    }
    onScored(began);
  }
}
