import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kafka, KafkaMessage } from 'kafkajs';
import { type EventRules, eventRules } from '../../../pipelines/events/event-rules.ts';
import { WarehouseError } from '../../../pipelines/warehouse/warehouse-error.ts';
import type { Site } from '../../../schemas/site.ts';
import type { WardEvent } from '../../../schemas/ward-event.ts';
import { InputError } from '../../platform/input-error.ts';
import { errorKind, type Logger } from '../../platform/log.ts';
import type { Metrics } from '../../platform/metrics.ts';
import { RetryingWorker } from '../../platform/retrying-worker.ts';
import { logOpened, Scorer } from '../../scorer/scorer.ts';
import { ScorerService } from '../../scorer/service.ts';
import { KafkaHourLog } from './hour-log.ts';
import type { PartitionHandler } from './partition-consumer.ts';
import { partitionOf } from './partitioner.ts';
import type { ReconnectingProducer } from './reconnecting-producer.ts';
import { decodeMessages } from './records.ts';
import type { Topics } from './topics.ts';

export interface ScorerPartitionOptions {
  /** Folder of the state: a DuckDB file for each partition. */
  readonly data: string;
  readonly site: Site;
  readonly topics: Topics;
  readonly partition: number;
  readonly kafka: Kafka;
  readonly producer: ReconnectingProducer;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Called once, just before its file is closed. */
  readonly onClosing: () => void;
}

/** Up to this many messages after a batch, a partition counts as up to date, and scores each batch immediately. */
const CLOSE_BEHIND = 5_000;
/** Of DuckDB for a partition; a process may have several. */
const MEMORY_LIMIT = '400MB';
/** Milliseconds that another process on the same folder has to close a partition's file. */
const OPEN_DEADLINE = 30_000;
const OPEN_INTERVAL = 250;
/** Events that are stored before they are scored, while many more are to be read. */
const MOST_UNSCORED = 120_000;

/**
 * One partition of the topic `ward-events`, read by a scorer of its own. The scorer's file is a function of the
 * partition's log: any process makes the same one.
 */
export class ScorerPartition implements PartitionHandler {
  readonly service: ScorerService;
  private readonly options: ScorerPartitionOptions;
  private readonly rules: EventRules;
  /** Sends rejected messages to the topic of dead letters, in parallel to scoring. */
  private readonly mirroring: RetryingWorker;
  private isLive = false;

  private constructor(options: ScorerPartitionOptions, scorer: Scorer) {
    const { site, topics, partition, kafka, producer, log, metrics } = options;
    this.options = options;
    // ingest rejects what happened on a closed ward; the log keeps what was accepted before the ward closed
    this.rules = { ...eventRules(site), closings: new Map() };
    const hours = new KafkaHourLog(kafka, scorer, producer, topics);
    this.mirroring = new RetryingWorker(
      () => hours.mirrorRejected(),
      (error) => {
        metrics.failures.inc({ of: 'publication' });
        log.error(errorKind(error), 'dead letters were not mirrored; trying again');
      },
    );
    this.service = new ScorerService({
      ...{ scorer, hours, log, metrics, isOurs: isOf(partition, topics) },
      ...{ farBehind: CLOSE_BEHIND - 1, mostUnscored: MOST_UNSCORED, publishesBySlice: false },
      delaysFromReading: true,
      keepRejected: () => this.mirroring.trigger(),
    });
  }

  static async open(options: ScorerPartitionOptions): Promise<ScorerPartition> {
    const { data, site, partition, topics, metrics } = options;
    const path = join(data, `scorer-${partition}.duckdb`);
    const log = { topic: topics.wardEvents.name, partition };
    const scorer = await retryWhileLocked(() =>
      Scorer.open(path, site, log, { memoryLimit: MEMORY_LIMIT, isOurs: isOf(partition, topics) }),
    );
    logOpened(options.log, scorer);
    const other = await scorer.otherLog();
    if (other !== null) {
      await scorer.close();
      throw new InputError(
        `${path} is of the topic ${other}, and not of ${log.topic}: start with another --data`,
      );
    }
    const opened = new ScorerPartition(options, scorer);
    const { streamTime } = await scorer.outbox.published();
    if (streamTime !== null) metrics.publishedUntil.set({ partition }, streamTime / 1e6);
    // scores and publishes what the last stop left
    opened.service.start();
    opened.mirroring.trigger();
    return opened;
  }

  /** True while scoring, or publication of scores or dead letters, fails. */
  get isFailing(): boolean {
    const { isScoringFailing, isPublishingFailing } = this.service;
    return isScoringFailing || isPublishingFailing || this.mirroring.isFailing;
  }

  nextOffset(): number {
    return this.service.nextOffset;
  }

  waited(): number {
    return this.service.delays.waited();
  }

  async take(messages: readonly KafkaMessage[], lag: number): Promise<void> {
    const { metrics } = this.options;
    const { events, offsets: positions, rejected } = decodeMessages(messages, this.rules);
    const next = Number(messages.at(-1)!.offset) + 1;
    const duplicates = await this.service.take({ events, positions, rejected, next, lag });
    metrics.received.inc(messages.length);
    metrics.duplicates.inc(duplicates);
    metrics.accepted.inc(events.length - duplicates);
    if (lag >= CLOSE_BEHIND || this.isLive) return;
    this.isLive = true;
    await this.service.scorer.goLive();
  }

  async close(): Promise<void> {
    const { onClosing, metrics, partition } = this.options;
    onClosing();
    await this.service.stop();
    await this.mirroring.stop();
    metrics.publishedUntil.remove({ partition });
    await this.service.scorer.close();
  }
}

/** Whether an event belongs to an encounter of the partition, or to no encounter. */
function isOf(partition: number, { wardEvents }: Topics): (event: WardEvent) => boolean {
  return (event) =>
    !('encounterId' in event) ||
    partitionOf(event.encounterId, wardEvents.partitions) === partition;
}

/** Opens a file that the previous process of the partition may still be closing. */
async function retryWhileLocked<T>(open: () => Promise<T>): Promise<T> {
  const end = performance.now() + OPEN_DEADLINE;
  for (;;) {
    try {
      return await open();
    } catch (error) {
      const isTaken = error instanceof WarehouseError && error.category === 'in use';
      if (!isTaken || performance.now() > end) throw error;
      await sleep(OPEN_INTERVAL);
    }
  }
}
