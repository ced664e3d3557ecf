import { join } from 'node:path';
import { type EventRules, eventRules } from '../../pipelines/events/event-rules.ts';
import { readClockNote } from '../clock/clock-note.ts';
import { ServerClock } from '../clock/server-clock.ts';
import { type ClockLimits, TrustedClock } from '../clock/trusted-clock.ts';
import { DeadLetters } from '../ingest/dead-letters.ts';
import { Intake } from '../ingest/intake.ts';
import { retryDue } from '../ingest/retry.ts';
import type { IngestOptions } from '../ingest/routes.ts';
import { makeFolder } from '../platform/folder.ts';
import { kindOf } from '../platform/log.ts';
import { LONGEST_WAIT, Readiness } from '../platform/readiness.ts';
import { Follower } from '../platform/retrying-worker.ts';
import { PATIENCE } from '../platform/time-limit.ts';
import type { Sources } from '../security/auth/sources.ts';
import { openKafka, withAdmin } from '../transport/kafka/cluster.ts';
import { mirror } from '../transport/kafka/dead-letters.ts';
import { EventProducer } from '../transport/kafka/event-producer.ts';
import type { ServiceOptions } from '../transport/kafka/service-options.ts';
import { SteadyProducer } from '../transport/kafka/steady-producer.ts';
import { ensureTopics, type Topics, topicsOf } from '../transport/kafka/topics.ts';

export interface IngestServiceOptions extends ServiceOptions {
  readonly queueLimit: number;
  /** Milliseconds that a request waits for its commit at most. */
  readonly patience?: number;
  /** Whether the clock of this service moves stream time. */
  readonly clock: boolean;
  readonly clockLimits: ClockLimits;
  /** The systems that a sender may write for now, `null` where it is nobody any more. */
  readonly sourcesOf: (subject: string) => Promise<Sources | null>;
  /** Whether moves and staffing may be of any time, as when years of history are loaded. */
  readonly allowOld: boolean;
}

/** Dead letters that are looked up at once. */
const MOST_LETTERS = 100;

/** Ingest on Kafka: what it acknowledges, every in-sync replica has. */
export class IngestService {
  readonly rules: EventRules;
  readonly intake: Intake;
  readonly deadLetters: DeadLetters;
  readonly readiness: Readiness;
  private readonly options: IngestServiceOptions;
  private readonly topics: Topics;
  private readonly producer: SteadyProducer;
  private readonly events: EventProducer;
  private readonly mirroring: Follower;
  private readonly clock: ServerClock;
  private connected = false;

  private constructor(
    options: IngestServiceOptions,
    deadLetters: DeadLetters,
    trusted: TrustedClock,
  ) {
    const { site, settings, queueLimit, patience = PATIENCE, allowOld, log, metrics } = options;
    const { data, sourcesOf } = options;
    this.options = options;
    this.rules = eventRules(site);
    this.deadLetters = deadLetters;
    this.topics = topicsOf(settings);
    this.producer = new SteadyProducer(openKafka(settings, 'vardintensitet-ingest', log));
    this.events = new EventProducer(this.producer, this.topics);
    this.mirroring = new Follower(
      () =>
        mirror(
          {
            next: async () => deadLetters.take(await deadLetters.mirroredTo(), MOST_LETTERS),
            placeOf: () => ({}),
            mark: ({ number }) => deadLetters.markMirrored(number),
          },
          this.producer,
          this.topics,
        ),
      (error) => log.error(kindOf(error), 'dead letters were not mirrored; trying again'),
    );
    this.intake = new Intake({
      log: this.events,
      deadLetters: {
        probe: () => deadLetters.probe(),
        put: async (rejected) => {
          await deadLetters.put(rejected);
          this.mirroring.nudge();
        },
      },
      now: () => trusted.now(),
      queueLimit,
      patience,
      maxAge: allowOld ? Number.POSITIVE_INFINITY : this.rules.maxAge,
      metrics,
    });
    this.clock = new ServerClock({
      ...{ trusted, data, log, movesTime: options.clock },
      tick: async (tick) => {
        const { cause } = await this.events.publish([tick]);
        if (cause) log.error(kindOf(cause), 'no tick');
      },
      onMinute: (time) =>
        retryDue({ intake: this.intake, deadLetters, rules: this.rules, sourcesOf }, time),
    });
    this.readiness = new Readiness([
      { reason: 'starting', applies: () => !this.connected },
      {
        reason: 'storing-fails',
        applies: () =>
          this.intake.isFailing || this.producer.isFailing || this.producer.waited() > LONGEST_WAIT,
      },
      { reason: 'clock', applies: () => this.clock.isInDoubt },
    ]);
  }

  static async open(options: IngestServiceOptions): Promise<IngestService> {
    const { data, log, clockLimits: limits } = options;
    await makeFolder(data);
    const clock = new TrustedClock({ note: await readClockNote(data), log, limits });
    const deadLetters = await DeadLetters.open(join(data, 'ingest.duckdb'), () => clock.now());
    return new IngestService(options, deadLetters, clock);
  }

  /** What the routes for events need. */
  get ingest(): IngestOptions {
    const { intake, deadLetters, rules, clock } = this;
    return { intake, deadLetters, rules, clock };
  }

  /** Connects, and creates the topics that are not there. */
  async start(): Promise<void> {
    const { settings, log } = this.options;
    await withAdmin(openKafka(settings, 'vardintensitet-ingest', log), (admin) =>
      ensureTopics(admin, this.topics, settings),
    );
    await this.producer.connect();
    this.connected = true;
    this.mirroring.nudge();
    await this.clock.start();
  }

  gauge(): void {
    this.options.metrics.clockOffset.set(this.clock.standing().offsetSeconds);
    this.options.metrics.waiting.set(this.intake.depth);
  }

  async stop(): Promise<void> {
    await this.clock.stop();
    await this.intake.stop();
    this.connected = false;
    await this.mirroring.stop();
    await this.producer.disconnect();
    await this.deadLetters.close();
  }
}
