import { join } from 'node:path';
import { readClockNote } from '../clock/clock-note.ts';
import { type ClockLimits, TrustedClock } from '../clock/trusted-clock.ts';
import { DeadLetters } from '../ingest/dead-letters.ts';
import { IngestService, type IngestServiceOptions } from '../ingest/service.ts';
import { makeFolder } from '../platform/folder.ts';
import { errorKind } from '../platform/log.ts';
import { LONGEST_WAIT, Readiness } from '../platform/readiness.ts';
import { RetryingWorker } from '../platform/retrying-worker.ts';
import { openKafka, withAdmin } from '../transport/kafka/cluster.ts';
import { mirror } from '../transport/kafka/dead-letters.ts';
import { KafkaEventLog } from '../transport/kafka/event-log.ts';
import { ReconnectingProducer } from '../transport/kafka/reconnecting-producer.ts';
import { SITE_HEADER } from '../transport/kafka/record-headers.ts';
import type { ServiceOptions } from '../transport/kafka/settings.ts';
import { siteDigest } from '../transport/kafka/site-check.ts';
import { ensureTopics, type Topics, topicsOf } from '../transport/kafka/topics.ts';

type Intake = 'queueLimit' | 'patience' | 'clock' | 'sourcesOf' | 'allowOld';

export interface IngestProcessOptions extends ServiceOptions, Pick<IngestServiceOptions, Intake> {
  readonly clockLimits: ClockLimits;
}

/** Dead letters that are read at once. */
const MOST_LETTERS = 100;

/**
 * `ingest`: takes events over HTTP and appends them to Kafka. Every in-sync replica has an acknowledged event. It stores
 * dead letters in its own file, and mirrors them to their topic.
 */
export class IngestProcess {
  readonly ingest: IngestService;
  readonly readiness: Readiness;
  private readonly options: IngestProcessOptions;
  private readonly topics: Topics;
  private readonly producer: ReconnectingProducer;
  private readonly mirroring: RetryingWorker;
  private isConnected = false;

  private constructor(
    options: IngestProcessOptions,
    deadLetters: DeadLetters,
    trusted: TrustedClock,
  ) {
    const { site, settings, log } = options;
    this.options = options;
    const topics = topicsOf(settings);
    const kafka = openKafka(settings, 'vardintensitet-ingest', log);
    const producer = new ReconnectingProducer(kafka, { [SITE_HEADER]: siteDigest(site) });
    this.topics = topics;
    this.producer = producer;
    this.mirroring = new RetryingWorker(
      () =>
        mirror(
          {
            next: async () => deadLetters.read(await deadLetters.mirroredTo(), MOST_LETTERS),
            placeOf: () => ({}),
            mark: ({ number }) => deadLetters.markMirrored(number),
          },
          producer,
          topics,
        ),
      (error) => log.error(errorKind(error), 'dead letters were not mirrored; trying again'),
    );
    this.ingest = new IngestService({
      ...{ ...options, deadLetters, trusted },
      events: new KafkaEventLog(producer, topics),
      onRejected: () => this.mirroring.trigger(),
    });
    this.readiness = new Readiness([
      { reason: 'starting', applies: () => !this.isConnected },
      ...this.ingest.checks,
      {
        reason: 'storing-fails',
        applies: () => producer.isFailing || producer.waited() > LONGEST_WAIT,
      },
    ]);
  }

  static async open(options: IngestProcessOptions): Promise<IngestProcess> {
    const { data, log, clockLimits: limits } = options;
    await makeFolder(data);
    const clock = new TrustedClock({ note: await readClockNote(data), log, limits });
    const deadLetters = await DeadLetters.open(join(data, 'ingest.duckdb'), () => clock.now());
    return new IngestProcess(options, deadLetters, clock);
  }

  /** Connects, and creates missing topics. */
  async start(): Promise<void> {
    const { settings, log } = this.options;
    await withAdmin(openKafka(settings, 'vardintensitet-ingest', log), (admin) =>
      ensureTopics(admin, this.topics, settings),
    );
    await this.producer.connect();
    this.isConnected = true;
    this.mirroring.trigger();
    await this.ingest.clock.start();
  }

  gauge(): void {
    this.ingest.gauge();
  }

  async stop(): Promise<void> {
    await this.ingest.stop();
    this.isConnected = false;
    await this.mirroring.stop();
    await this.producer.disconnect();
    await this.ingest.deadLetters.close();
  }
}
