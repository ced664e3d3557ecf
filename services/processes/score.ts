import type { Page, Unplaced, UnplacedPart } from '../../pipelines/scoring/unplaced.ts';
import { UNPLACED_LISTS, type UnplacedList } from '../../schemas/unplaced.ts';
import { makeFolder } from '../platform/folder.ts';
import { Readiness } from '../platform/readiness.ts';
import { openKafka, withAdmin } from '../transport/kafka/cluster.ts';
import { PartitionConsumer } from '../transport/kafka/partition-consumer.ts';
import { ReconnectingProducer } from '../transport/kafka/reconnecting-producer.ts';
import { SITE_HEADER } from '../transport/kafka/record-headers.ts';
import { ScorerPartition } from '../transport/kafka/scorer-partition.ts';
import type { KafkaSettings, ReadingServiceOptions } from '../transport/kafka/settings.ts';
import { SiteCheck, siteDigest } from '../transport/kafka/site-check.ts';
import { ensureTopics, type Topics, topicsOf } from '../transport/kafka/topics.ts';

/** `score`: a scorer for each partition of `ward-events` that the group gives this process. */
export class ScoreProcess {
  readonly readiness: Readiness;
  private readonly options: ReadingServiceOptions;
  private readonly topics: Topics;
  private readonly producer: ReconnectingProducer;
  private readonly reader: PartitionConsumer;
  /** The open partitions, by number. */
  private readonly partitions = new Map<number, ScorerPartition>();
  private started = false;

  constructor(options: ReadingServiceOptions) {
    const { data, site, settings, log, metrics } = options;
    this.options = options;
    const topics = topicsOf(settings);
    this.topics = topics;
    const kafka = openKafka(settings, 'vardintensitet-score', log);
    const producer = new ReconnectingProducer(kafka, { [SITE_HEADER]: siteDigest(site) });
    this.producer = producer;
    this.reader = new PartitionConsumer({
      kafka,
      groupId: scorerGroup(settings),
      topics: [topics.wardEvents.name],
      open: async (_topic, partition) => {
        const opened = await ScorerPartition.open({
          ...{ data, site, topics, partition, kafka, producer, log, metrics },
          onClosing: () => this.partitions.delete(partition),
        });
        this.partitions.set(partition, opened);
        return opened;
      },
      onLoss: (topic, partition, missing) => {
        metrics.lost.inc(missing);
        log.error(
          { topic, partition, missing },
          'the log begins after what was read: events are lost',
        );
      },
      onCrash: options.onFailure,
      siteCheck: new SiteCheck(site, log, metrics),
      log,
      sessionTimeout: settings.sessionSeconds * 1000,
    });
    this.readiness = new Readiness([
      { reason: 'starting', applies: () => !this.started || !this.reader.hasJoined },
      { reason: 'scoring-fails', applies: () => this.reader.isFailing },
      ...this.reader.checks,
    ]);
  }

  async start(): Promise<void> {
    const { data, settings, log } = this.options;
    await makeFolder(data);
    await withAdmin(openKafka(settings, 'vardintensitet-score', log), (admin) =>
      ensureTopics(admin, this.topics, settings),
    );
    await this.producer.connect();
    await this.reader.start();
    this.started = true;
  }

  /** Returns part of a list of unplaced events of the assigned partitions, one partition after another. */
  async listUnplaced(list: UnplacedList, { limit, offset }: Page): Promise<UnplacedPart> {
    const rows: Unplaced[] = [];
    const counts = {
      'presumed-left': 0,
      'silent-stays': 0,
      'moves-without-effect': 0,
      'orphan-events': 0,
    };
    let before = 0;
    for (const [, { service }] of [...this.partitions].sort(([a], [b]) => a - b)) {
      const page = { limit: limit - rows.length, offset: Math.max(0, offset - before) };
      const part = await service.scorer.listUnplaced(list, page);
      rows.push(...part.rows);
      for (const name of UNPLACED_LISTS) counts[name] += part.counts[name];
      before += part.counts[list];
    }
    return { counts, rows };
  }

  gauge(): void {
    this.reader.gauge(this.options.metrics);
  }

  async stop(): Promise<void> {
    this.started = false;
    await this.reader.stop();
    await this.producer.disconnect();
  }
}

/** The group whose members share the partitions of ward events. */
const scorerGroup = ({ prefix }: KafkaSettings) => `${prefix}scorers`;
