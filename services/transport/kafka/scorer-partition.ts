import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kafka, KafkaMessage } from 'kafkajs';
import type { Decoded, RawRecord, Rejection } from '../../../pipelines/events/decode.ts';
import { type EventRules, eventRules } from '../../../pipelines/events/event-rules.ts';
import { WarehouseError } from '../../../pipelines/warehouse/warehouse-error.ts';
import type { Site } from '../../../schemas/site.ts';
import type { WardEvent } from '../../../schemas/ward-event.ts';
import { InputError } from '../../platform/input-error.ts';
import { Delays } from '../../platform/latency.ts';
import { kindOf, type Logger } from '../../platform/log.ts';
import type { Metrics } from '../../platform/metrics.ts';
import { Follower } from '../../platform/retrying-worker.ts';
import { isolate, UNSTORABLE } from '../../scorer/isolate.ts';
import { logChanged, Scorer } from '../../scorer/scorer.ts';
import { ScoringFollower } from '../../scorer/scoring-follower.ts';
import { partitionOf } from './event-producer.ts';
import { HourRelay } from './hour-relay.ts';
import type { PartitionSink } from './log-reader.ts';
import { decodeMessages, recordsOf } from './records.ts';
import type { SteadyProducer } from './steady-producer.ts';
import type { Topics } from './topics.ts';

export interface ScorerPartitionOptions {
  /** Folder of the state: a DuckDB file for each partition. */
  readonly data: string;
  readonly site: Site;
  readonly topics: Topics;
  readonly partition: number;
  readonly kafka: Kafka;
  readonly producer: SteadyProducer;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Called once, when its file is about to be closed. */
  readonly onClosing: () => void;
}

/** Messages after these by which a partition counts as followed: what is stored is scored at once. */
const CLOSE_BEHIND = 5_000;
/** Of DuckDB for a partition; a process may have several. */
const MEMORY_LIMIT = '400MB';
/** Milliseconds for another process on the same folder to let a partition's file go. */
const OPEN_DEADLINE = 30_000;
const OPEN_INTERVAL = 250;
/** Events that are stored before they are scored, while there are many more to read. */
const MOST_UNSCORED = 120_000;

/**
 * One partition of ward events: its messages are stored with their position, scored, and what changed
 * is published. Its file is a function of the partition's log, whoever has it.
 */
export class ScorerPartition implements PartitionSink {
  readonly scorer: Scorer;
  private readonly options: ScorerPartitionOptions;
  private readonly rules: EventRules;
  private readonly scoring: ScoringFollower;
  private readonly publishing: Follower;
  /** Rejected messages go to the dead letters beside what is scored, which does not wait for them. */
  private readonly mirroring: Follower;
  private readonly delays = new Delays();
  /** What was taken until then is scored. */
  private scoredUntil = Number.NEGATIVE_INFINITY;
  private unscored = 0;
  private isLive = false;
  private isClosing = false;
  /** Messages of the partition after those that were taken last. */
  private lag = Number.POSITIVE_INFINITY;
  /** Whether all that there is of the log is stored and scored. */
  private isUpToDate = false;

  private constructor(options: ScorerPartitionOptions, scorer: Scorer, relay: HourRelay) {
    const { site, log, metrics } = options;
    this.options = options;
    this.scorer = scorer;
    // the door turns away what happened on a closed ward; of the log it counts nothing, whenever the ward was closed
    this.rules = { ...eventRules(site), closings: new Map() };
    this.publishing = new Follower(
      async () => {
        const stop = metrics.publishing.startTimer();
        const { scoredUntil } = this;
        const { messages, until } = await relay.publish(() => this.isClosing);
        metrics.publishedHours.inc(messages);
        const labels = { partition: options.partition };
        if (until !== null) metrics.publishedUntil.set(labels, until / 1e6);
        this.delays.tell(scoredUntil);
        const isClosing = () => this.isClosing;
        if (this.isUpToDate && (await relay.compareWithOthers(isClosing))) this.publishing.nudge();
        stop();
      },
      (error) => {
        metrics.failures.inc({ of: 'publication' });
        log.error(kindOf(error), 'publication failed; trying again');
      },
    );
    this.mirroring = new Follower(
      () => relay.mirrorRejected(),
      (error) => {
        metrics.failures.inc({ of: 'publication' });
        log.error(kindOf(error), 'dead letters were not mirrored; trying again');
      },
    );
    this.scoring = new ScoringFollower({
      scorer,
      log,
      metrics,
      onScored: (since) => {
        this.scoredUntil = since ?? this.scoredUntil;
        this.isUpToDate = since !== null && this.lag === 0;
        this.publishing.nudge();
      },
    });
  }

  static async open(options: ScorerPartitionOptions): Promise<ScorerPartition> {
    const { data, site, partition, topics, kafka, producer } = options;
    const path = join(data, `scorer-${partition}.duckdb`);
    const log = { topic: topics.wardEvents.name, partition };
    const scorer = await patiently(() =>
      Scorer.open(path, site, log, { memoryLimit: MEMORY_LIMIT, isOurs: isOf(partition, topics) }),
    );
    logChanged(options.log, scorer.changed);
    const other = await scorer.otherLog();
    if (other !== null) {
      await scorer.close();
      throw new InputError(
        `${path} is of the topic ${other}, and not of ${log.topic}: start with another --data`,
      );
    }
    const relay = new HourRelay(kafka, scorer, producer, topics);
    const opened = new ScorerPartition(options, scorer, relay);
    const { streamTime } = await scorer.outbox.published();
    if (streamTime !== null) {
      options.metrics.publishedUntil.set({ partition }, streamTime / 1e6);
    }
    // what a stop left unscored or unpublished
    opened.scoring.nudge();
    opened.mirroring.nudge();
    return opened;
  }

  /** True while scoring or publication fails, of scores or of dead letters. */
  get isFailing(): boolean {
    return [this.scoring, this.publishing, this.mirroring].some(({ isFailing }) => isFailing);
  }

  nextOffset(): number {
    return this.scorer.nextOffset;
  }

  waited(): number {
    return this.delays.waited();
  }

  async take(messages: readonly KafkaMessage[], lag: number): Promise<void> {
    await isolate(
      messages,
      (each) => this.store(each, decodeMessages(each, this.rules)),
      (message, error) => this.refuse(message, error),
    );
    this.delays.accept();
    this.isUpToDate = false;
    this.lag = lag;
    if (lag >= CLOSE_BEHIND && this.unscored < MOST_UNSCORED) return;
    this.unscored = 0;
    this.scoring.nudge();
    if (lag >= CLOSE_BEHIND || this.isLive) return;
    this.isLive = true;
    await this.scorer.goLive();
  }

  /** Stores what messages were decoded to, with their position. */
  private async store(messages: readonly KafkaMessage[], { events, rejected }: Decoded) {
    const { metrics, partition, topics } = this.options;
    const isOurs = isOf(partition, topics);
    const ours = events.filter(isOurs);
    const foreign = events.filter((event) => !isOurs(event));
    const stop = metrics.storing.startTimer();
    const next = Number(messages.at(-1)!.offset) + 1;
    const duplicates = await this.scorer.take({ events: ours, foreign, rejected }, next);
    stop();
    metrics.batch.observe(messages.length);
    metrics.received.inc(messages.length);
    metrics.duplicates.inc(duplicates.size);
    metrics.accepted.inc(events.length - duplicates.size);
    for (const { reason } of rejected) metrics.rejected.inc({ reason });
    if (rejected.length > 0) this.mirroring.nudge();
    this.unscored += events.length;
  }

  /** Keeps a message that the store cannot take as a rejection. */
  private async refuse(message: KafkaMessage, error: Error): Promise<void> {
    const { log, partition, topics } = this.options;
    const [{ offset, bytes: raw }] = recordsOf([message]) as [RawRecord];
    const place = { topic: topics.wardEvents.name, partition, offset };
    log.error({ ...kindOf(error), ...place }, 'an event could not be stored, and is rejected');
    const fault: Rejection = { offset, raw, ...UNSTORABLE };
    await this.store([message], { events: [], rejected: [fault] });
  }

  async close(): Promise<void> {
    this.isClosing = true;
    this.options.onClosing();
    this.options.metrics.publishedUntil.remove({ partition: this.options.partition });
    await this.scoring.stop();
    await Promise.all([this.publishing.stop(), this.mirroring.stop()]);
    await this.scorer.close();
  }
}

/** Whether an event is of an encounter of the partition, or of none. */
function isOf(partition: number, { wardEvents }: Topics): (event: WardEvent) => boolean {
  return (event) =>
    !('encounterId' in event) ||
    partitionOf(event.encounterId, wardEvents.partitions) === partition;
}

/** Opens a file that the process which had the partition before may still be closing. */
async function patiently<T>(open: () => Promise<T>): Promise<T> {
  const end = performance.now() + OPEN_DEADLINE;
  for (;;) {
    try {
      return await open();
    } catch (error) {
      const isTaken = error instanceof WarehouseError && error.trouble === 'in use';
      if (!isTaken || performance.now() > end) throw error;
      await sleep(OPEN_INTERVAL);
    }
  }
}
