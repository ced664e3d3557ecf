import { join } from 'node:path';
import { type EventRules, eventRules } from '../../pipelines/scoring/event-rules.ts';
import { makeFolder } from '../folder.ts';
import { Follower } from '../follower.ts';
import { DeadLetters } from '../ingest/dead-letters.ts';
import { Intake } from '../ingest/intake.ts';
import { kindOf } from '../log.ts';
import { PATIENCE } from '../patience.ts';
import { LONGEST_WAIT, Readiness } from '../readiness.ts';
import { clockTick } from '../scorer/clock-tick.ts';
import { openKafka, withAdmin } from './cluster.ts';
import { mirror } from './dead-letters.ts';
import { EventProducer } from './event-producer.ts';
import type { ServiceOptions } from './service-options.ts';
import { SteadyProducer } from './steady-producer.ts';
import { ensureTopics, type Topics, topicsOf } from './topics.ts';

export interface IngestServiceOptions extends ServiceOptions {
  readonly queueLimit: number;
  /** Milliseconds that a request waits for its commit at most. */
  readonly patience?: number;
  /** Whether the clock of this service moves stream time. */
  readonly clock: boolean;
  /** Whether moves and staffing may be of any time, as when years of history are loaded. */
  readonly allowOld: boolean;
}

/** Milliseconds between ticks of stream time. */
const CLOCK_INTERVAL = 60_000;
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
  private ticking: NodeJS.Timeout | undefined;
  private connected = false;

  private constructor(options: IngestServiceOptions, deadLetters: DeadLetters) {
    const { site, settings, queueLimit, patience = PATIENCE, allowOld, log, metrics } = options;
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
      now: Date.now,
      queueLimit,
      patience,
      maxAge: allowOld ? Number.POSITIVE_INFINITY : this.rules.maxAge,
      metrics,
    });
    this.readiness = new Readiness([
      { reason: 'starting', applies: () => !this.connected },
      {
        reason: 'storing-fails',
        applies: () =>
          this.intake.isFailing || this.producer.isFailing || this.producer.waited() > LONGEST_WAIT,
      },
    ]);
  }

  static async open(options: IngestServiceOptions): Promise<IngestService> {
    await makeFolder(options.data);
    return new IngestService(options, await DeadLetters.open(join(options.data, 'ingest.duckdb')));
  }

  /** Connects, and creates the topics that are not there. */
  async start(): Promise<void> {
    const { settings, log, clock } = this.options;
    await withAdmin(openKafka(settings, 'vardintensitet-ingest', log), (admin) =>
      ensureTopics(admin, this.topics, settings),
    );
    await this.producer.connect();
    this.connected = true;
    this.mirroring.nudge();
    if (!clock) return;
    const tick = async () => {
      const { cause } = await this.events.publish([clockTick(Date.now())]);
      if (cause) log.error(kindOf(cause), 'no tick');
    };
    await tick();
    this.ticking = setInterval(tick, CLOCK_INTERVAL);
  }

  gauge(): void {
    this.options.metrics.waiting.set(this.intake.depth);
  }

  async stop(): Promise<void> {
    clearInterval(this.ticking);
    await this.intake.stop();
    this.connected = false;
    await this.mirroring.stop();
    await this.producer.disconnect();
    await this.deadLetters.close();
  }
}
