import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type EventRules, eventRules } from '../../pipelines/events/event-rules.ts';
import { ServingStore } from '../../pipelines/serving/store.ts';
import type { ServiceStatus } from '../api/pipeline-health.ts';
import { ApiService } from '../api/service.ts';
import { makeFolder } from '../platform/folder.ts';
import { InputError } from '../platform/input-error.ts';
import { errorKind } from '../platform/log.ts';
import { Readiness } from '../platform/readiness.ts';
import { RetryingWorker } from '../platform/retrying-worker.ts';
import { LIVE_CHECKPOINT } from '../scorer/scorer.ts';
import { openKafka, withAdmin } from '../transport/kafka/cluster.ts';
import { PartitionConsumer } from '../transport/kafka/partition-consumer.ts';
import { EncounterHourHandler, StaffingHandler } from '../transport/kafka/serving-handlers.ts';
import type { ReadingServiceOptions } from '../transport/kafka/settings.ts';
import { SiteCheck } from '../transport/kafka/site-check.ts';
import { ensureTopics, type Topics, topicsOf } from '../transport/kafka/topics.ts';

/** `api`: a replica that reads all encounter-hours and all staffing from Kafka, and serves the wards. */
export class ApiProcess {
  readonly rules: EventRules;
  readonly serving: ServingStore;
  readonly api: ApiService;
  readonly readiness: Readiness;
  private readonly options: ReadingServiceOptions;
  private readonly topics: Topics;
  private readonly showing: RetryingWorker;
  private readonly reader: PartitionConsumer;
  /** Ends of the topics at the start of this replica: until there it is behind. */
  private targets: { topic: string; partition: number; offset: number }[] | null = null;

  private constructor(options: ReadingServiceOptions, serving: ServingStore, replica: string) {
    const { site, settings, log, metrics } = options;
    this.options = options;
    this.serving = serving;
    this.api = new ApiService({ ...options, serving });
    this.rules = eventRules(site);
    this.topics = topicsOf(settings);
    const { encounterHours, wardStaffing } = this.topics;
    this.showing = new RetryingWorker(
      () => this.api.show(),
      (error) => log.error(errorKind(error), 'the wards could not be read; trying again'),
    );
    this.reader = new PartitionConsumer({
      kafka: openKafka(settings, 'vardintensitet-api', log),
      groupId: `${settings.prefix}api-${replica}`,
      topics: [encounterHours.name, wardStaffing.name],
      open: async (topic, partition) => {
        const common = { serving, topic, partition, metrics, log };
        const onApplied = () => this.showing.trigger();
        if (topic === wardStaffing.name) {
          const nextOffset = await serving.nextOffset(topic, partition);
          return new StaffingHandler({ ...common, nextOffset, onApplied, rules: this.rules });
        }
        const { position: nextOffset } = await serving.applied(partition);
        return new EncounterHourHandler({ ...common, nextOffset, onApplied });
      },
      onLoss: (topic, partition, missing) => {
        metrics.lost.inc(missing);
        log.error({ topic, partition, missing }, 'the log begins after what was read');
      },
      compacted: (topic) => topic === encounterHours.name,
      onCrash: options.onFailure,
      siteCheck: new SiteCheck(site, log, metrics),
      log,
      sessionTimeout: settings.sessionSeconds * 1000,
    });
    this.readiness = new Readiness([
      { reason: 'starting', applies: () => !this.hasCaughtUp },
      { reason: 'reading-fails', applies: () => this.reader.isFailing || this.showing.isFailing },
      ...this.reader.checks,
    ]);
  }

  static async open(options: ReadingServiceOptions): Promise<ApiProcess> {
    const { data, site, settings } = options;
    await makeFolder(data);
    const serving = await ServingStore.open(join(data, 'serving.duckdb'), site, {
      threads: 1,
      checkpointAt: LIVE_CHECKPOINT,
    });
    await serving.expectPartitions(topicsOf(settings).encounterHours.partitions);
    const service = new ApiProcess(options, serving, await replicaOf(data, settings.prefix));
    // serves the data from before the stop immediately
    await service.api.show();
    return service;
  }

  /** True once everything that the topics had at the start is served. */
  private get hasCaughtUp(): boolean {
    const isBehind = this.targets?.some(({ topic, partition, offset }) => {
      return this.reader.position(topic, partition) < offset;
    });
    return isBehind === false;
  }

  /** The health of the process, for its operators. The ingest service has the dead letters. */
  async status(): Promise<ServiceStatus> {
    return {
      reasons: this.readiness.reasons(),
      deadLetters: null,
      delay: null,
      unplaced: null,
      clock: null,
    };
  }

  async start(): Promise<void> {
    const { settings, log } = this.options;
    this.targets = await withAdmin(
      openKafka(settings, 'vardintensitet-api', log),
      async (admin) => {
        await ensureTopics(admin, this.topics, settings);
        const targets = [];
        for (const { name: topic } of [this.topics.encounterHours, this.topics.wardStaffing]) {
          for (const { partition, low, high } of await admin.fetchTopicOffsets(topic)) {
            // an empty partition needs no waiting
            targets.push({ topic, partition, offset: low === high ? 0 : Number(high) });
          }
        }
        return targets;
      },
    );
    await this.reader.start();
    this.api.start();
  }

  gauge(): void {
    this.api.gauge();
    this.reader.gauge(this.options.metrics);
  }

  async stop(): Promise<void> {
    await this.reader.stop();
    await this.showing.stop();
    await this.api.stop();
    await this.serving.close();
  }
}

/**
 * Returns the name of a replica, which its first start generates: it reads everything, so it has its own group.
 * @throws InputError if the folder was filled from other topics
 */
async function replicaOf(data: string, prefix: string): Promise<string> {
  const file = join(data, 'replica');
  try {
    const [replica = '', of = ''] = (await readFile(file, 'utf8')).split('\n');
    if (of !== prefix) {
      throw new InputError(
        `${data} was filled with KAFKA_PREFIX '${of}', and not '${prefix}': start with another --data`,
      );
    }
    return replica;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const replica = randomUUID();
    await writeFile(file, `${replica}\n${prefix}\n`);
    return replica;
  }
}
