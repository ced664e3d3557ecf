import { setTimeout as sleep } from 'node:timers/promises';
import { type Admin, Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, describe, inject } from 'vitest';
import { withAdmin } from '../../services/transport/kafka/cluster.ts';
import { until } from '../process/live-server.ts';
import { Broker } from './broker.ts';

const found = inject('kafka');
/** Milliseconds that replicas may take to get in sync by themselves. */
const ALONE_FOR = 60_000;

/** Three brokers that are one cluster, and what befalls the leaders of partitions. */
export class TestCluster {
  readonly addresses: string;
  private readonly brokers: readonly Broker[];
  private readonly kafka: Kafka;
  private readonly admin: Admin;

  private constructor(brokers: readonly Broker[], kafka: Kafka) {
    this.brokers = brokers;
    this.kafka = kafka;
    this.admin = kafka.admin();
    this.addresses = brokers.map(({ address }) => address).join(',');
  }

  static async start(jars: string): Promise<TestCluster> {
    const brokers = await Broker.startCluster(jars, 3);
    const addresses = brokers.map(({ address }) => address);
    const retry = { retries: 40, maxRetryTime: 1_000 };
    const kafka = new Kafka({ brokers: addresses, retry, logLevel: logLevel.NOTHING });
    const cluster = new TestCluster(brokers, kafka);
    const { admin } = cluster;
    await admin.connect();
    await until('three brokers', async () => (await admin.describeCluster()).brokers.length === 3);
    return cluster;
  }

  /** The broker that leads a partition. */
  async leaderOf(topic: string, partition: number): Promise<Broker> {
    const { topics } = await this.admin.fetchTopicMetadata({ topics: [topic] });
    const { leader } = topics[0]!.partitions.find(({ partitionId }) => partitionId === partition)!;
    return this.brokers.find(({ id }) => id === leader)!;
  }

  /** Kills a broker and starts it again after some time. */
  async killFor(broker: Broker, milliseconds: number): Promise<void> {
    await broker.pause('SIGKILL');
    await sleep(milliseconds);
    await broker.resume();
  }

  /** Lets a broker hang for some time, connections and all. */
  async hangFor(broker: Broker, milliseconds: number): Promise<void> {
    broker.hang();
    await sleep(milliseconds);
    broker.letGo();
  }

  /**
   * Resolves when every replica of topics is in sync again. Brokers that do not get there by themselves, as one did
   * on a busy machine, are started again one after the other, and what was found is printed.
   */
  async whole(topics: readonly string[]): Promise<void> {
    const isWhole = async () => (await this.behind(topics)).length === 0;
    try {
      await until('every replica is in sync', isWhole, ALONE_FOR);
    } catch (error) {
      const found = (await this.behind(topics)).join('\n');
      const logs = this.brokers.map((broker) => `broker ${broker.id}: ${broker.warnings}`);
      process.stderr.write(`brokers restarted: ${error}\n${found}\n${logs.join('\n')}\n`);
      for (const broker of this.brokers) {
        await broker.pause();
        await broker.resume();
      }
      await until('every replica is in sync', isWhole);
    }
  }

  /** A line for each partition of topics that has no leader or a replica that is not in sync. */
  private async behind(topics: readonly string[]): Promise<string[]> {
    const found = await this.admin.fetchTopicMetadata({ topics: [...topics] });
    return found.topics.flatMap(({ name, partitions }) =>
      partitions
        .filter(({ isr, leader }) => isr.length < this.brokers.length || leader < 0)
        .map(
          ({ partitionId, leader, isr }) =>
            `${name} ${partitionId}: leader ${leader}, in sync ${isr.join(', ')}`,
        ),
    );
  }

  /** Where each partition of a topic ends. */
  async endsOf(topic: string): Promise<{ partition: number; end: number }[]> {
    // with a connection of its own: this one may know former leaders, who refuse
    const offsets = await withAdmin(this.kafka, (admin) => admin.fetchTopicOffsets(topic));
    return offsets.map(({ partition, high }) => ({ partition, end: Number(high) }));
  }

  async stop(): Promise<void> {
    for (const broker of this.brokers) broker.letGo();
    await this.admin.disconnect().catch(() => undefined);
    await Promise.all(this.brokers.map((broker) => broker.stop()));
  }
}

/** Tests over three real brokers of our own; skipped where Kafka's jars are not there. */
export function describeWithCluster(name: string, tests: (cluster: () => TestCluster) => void) {
  describe.runIf(found.kind === 'jars')(name, () => {
    let cluster: TestCluster | null = null;
    beforeAll(async () => {
      cluster = await TestCluster.start((found as { folder: string }).folder);
    });
    afterAll(async () => {
      await cluster?.stop();
    });
    tests(() => cluster!);
  });
}
