import { type EventRules, eventRules } from '../../pipelines/events/event-rules.ts';
import type { Site } from '../../schemas/site.ts';
import { ServerClock, type ServerClockOptions } from '../clock/server-clock.ts';
import type { TrustedClock } from '../clock/trusted-clock.ts';
import { errorKind, type Logger } from '../platform/log.ts';
import type { Metrics } from '../platform/metrics.ts';
import type { ReadinessCheck } from '../platform/readiness.ts';
import { PATIENCE } from '../platform/time-limit.ts';
import type { EventLog } from '../transport/transport.ts';
import { CommitQueue } from './commit-queue.ts';
import type { DeadLetters } from './dead-letters.ts';
import { type RetryOptions, retryDue } from './retry.ts';
import type { IngestOptions } from './routes.ts';

export interface IngestServiceOptions {
  /** Folder of the state: the clock notes the time there for the next start. */
  readonly data: string;
  readonly site: Site;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Where accepted events go. */
  readonly events: EventLog;
  /** Where rejected records are stored. */
  readonly deadLetters: DeadLetters;
  /** Called when rejected records are stored. */
  readonly onRejected?: () => void;
  readonly trusted: TrustedClock;
  /** Whether the clock of this service moves stream time. */
  readonly clock: boolean;
  readonly own?: ServerClockOptions['own'];
  readonly sentBy?: IngestOptions['sentBy'];
  readonly sourcesOf: RetryOptions['sourcesOf'];
  /** Records that may wait for a commit. */
  readonly queueLimit: number;
  /** The longest wait of a request for its commit, in milliseconds. */
  readonly patience?: number;
  /** Whether moves and staffing of any age are accepted, for example to load years of history. */
  readonly allowOld: boolean;
}

/**
 * Takes events from senders and from the clock: checks them, appends them to the event log together, and stores
 * rejected ones as dead letters.
 */
export class IngestService {
  readonly rules: EventRules;
  readonly queue: CommitQueue;
  readonly deadLetters: DeadLetters;
  readonly clock: ServerClock;
  /** What its routes need. */
  readonly routes: IngestOptions;
  readonly checks: readonly ReadinessCheck[];
  private readonly metrics: Metrics;

  constructor(options: IngestServiceOptions) {
    const { site, data, events, deadLetters, trusted, sourcesOf, log, metrics } = options;
    const { onRejected = () => {}, own, sentBy, patience = PATIENCE } = options;
    this.metrics = metrics;
    this.rules = eventRules(site);
    this.deadLetters = deadLetters;
    this.queue = new CommitQueue({
      log: events,
      deadLetters: {
        probe: () => deadLetters.probe(),
        put: async (rejected) => {
          await deadLetters.put(rejected);
          onRejected();
        },
      },
      now: () => trusted.now(),
      maxAge: options.allowOld ? Number.POSITIVE_INFINITY : this.rules.maxAge,
      ...{ queueLimit: options.queueLimit, patience, metrics },
    });
    const { queue, rules } = this;
    this.clock = new ServerClock({
      ...{ trusted, data, log, movesTime: options.clock },
      tick: async (tick) => {
        const { cause } = await events.append([tick], new Map());
        if (cause) log.error(errorKind(cause), 'no tick');
      },
      onMinute: (time) => retryDue({ queue, deadLetters, rules, sourcesOf }, time),
      ...(own === undefined ? {} : { own }),
    });
    const { clock } = this;
    this.routes = {
      queue,
      deadLetters,
      rules,
      clock,
      ...(sentBy === undefined ? {} : { sentBy }),
    };
    this.checks = [
      { reason: 'storing-fails', applies: () => queue.isFailing },
      { reason: 'clock', applies: () => clock.isInDoubt },
    ];
  }

  gauge(): void {
    this.metrics.waiting.set(this.queue.depth);
    this.metrics.clockOffset.set(this.clock.status().offsetSeconds);
  }

  /** Stops the clock, refuses new events, and resolves when those that were taken are stored. */
  async stop(): Promise<void> {
    await this.clock.stop();
    await this.queue.stop();
  }
}
