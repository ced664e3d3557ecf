import type { Admin } from 'kafkajs';
import type { Logger } from '../../platform/log.ts';
import { openKafka, withAdmin } from './cluster.ts';
import type { KafkaSettings } from './settings.ts';
import { all, topicsOf } from './topics.ts';

/** How far a group has read a partition, by its last commit. */
interface GroupState {
  readonly group: string;
  /** The offset it reads next, `null` if it has committed none. */
  readonly readTo: number | null;
  readonly lag: number;
}

interface PartitionState {
  readonly partition: number;
  /** The first stored offset, and the next one. */
  readonly first: number;
  readonly next: number;
  readonly groups: readonly GroupState[];
}

/** A topic; without partitions if it does not exist. */
export interface TopicState {
  readonly topic: string;
  readonly partitions: readonly PartitionState[];
}

/** Returns the state of our topics in Kafka, and the lag of our groups. */
export async function topicState(settings: KafkaSettings, log: Logger): Promise<TopicState[]> {
  const kafka = openKafka(settings, 'vardintensitet-topics', log, true);
  return withAdmin(kafka, async (admin) => {
    const there = new Set(await admin.listTopics());
    const { groups } = await admin.listGroups();
    const ours = groups
      .map(({ groupId }) => groupId)
      .filter((id) => OUR_GROUPS.some((name) => id.startsWith(`${settings.prefix}${name}`)));
    const states: TopicState[] = [];
    for (const { name } of all(topicsOf(settings))) {
      const partitions = there.has(name) ? await partitionsOf(admin, name, ours) : [];
      states.push({ topic: name, partitions });
    }
    return states;
  });
}

const OUR_GROUPS = ['scorers', 'api-'];

async function partitionsOf(
  admin: Admin,
  topic: string,
  groups: readonly string[],
): Promise<PartitionState[]> {
  const offsets = await admin.fetchTopicOffsets(topic);
  const read = await Promise.all(
    groups.map(async (group) => {
      const [of] = await admin.fetchOffsets({ groupId: group, topics: [topic] });
      const readTo = new Map(
        of?.partitions.map(({ partition, offset }) => [partition, Number(offset)]),
      );
      return { group, readTo };
    }),
  );
  // a group without a committed offset does not read the topic
  const readers = read.filter(({ readTo }) => [...readTo.values()].some((offset) => offset >= 0));
  return offsets
    .map(({ partition, low, high }) => {
      const [first, next] = [Number(low), Number(high)];
      return {
        ...{ partition, first, next },
        groups: readers.map(({ group, readTo }) => {
          const offset = readTo.get(partition) ?? -1;
          return { group, readTo: offset < 0 ? null : offset, lag: next - Math.max(offset, first) };
        }),
      };
    })
    .sort((a, b) => a.partition - b.partition);
}
