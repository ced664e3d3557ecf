import kafkajs, { type Admin } from 'kafkajs';
import { InputError } from '../../platform/input-error.ts';
import type { KafkaSettings } from './settings.ts';

/** The required settings of a topic. */
export interface Topic {
  readonly name: string;
  readonly partitions: number;
  /** Settings of the broker that must have these values. */
  readonly config: Readonly<Record<string, string>>;
}

export interface Topics {
  /** Clinical events and ticks; key: encounter. */
  readonly wardEvents: Topic;
  /** Staffing and judgement events; key: ward. */
  readonly wardStaffing: Topic;
  /** Results of scorers; key: encounter, ward and hour; in the partition of the encounter's events. */
  readonly encounterHours: Topic;
  /** Rejected records, unchanged, with reasons in the headers. */
  readonly deadLetters: Topic;
}

const DAY_MILLISECONDS = 86_400_000;
/** Source of a setting: the topic itself. */
const TOPIC_CONFIG = 1;

/** Returns the topics of a site. Encounter-hours have the partitions of ward events, one to one. */
export function topicsOf({
  prefix,
  partitions,
  replication,
  retentionDays,
}: KafkaSettings): Topics {
  const common = {
    'max.message.bytes': '4194304',
    // so that readers can read whatever another producer compresses with
    'compression.type': 'gzip',
    // the time at the broker, independent of the sender's clock
    'message.timestamp.type': 'LogAppendTime',
    // with enough replicas for one to be away, an acknowledged message is on more than the leader
    'min.insync.replicas': replication >= 3 ? '2' : '1',
  };
  const retention = String(retentionDays * DAY_MILLISECONDS);
  const config = { ...common, 'cleanup.policy': 'delete', 'retention.ms': retention };
  return {
    wardEvents: { name: `${prefix}ward-events`, partitions, config },
    wardStaffing: { name: `${prefix}ward-staffing`, partitions: 1, config },
    encounterHours: {
      name: `${prefix}encounter-hours`,
      partitions,
      config: {
        ...{ ...common, 'cleanup.policy': 'compact', 'min.cleanable.dirty.ratio': '0.1' },
        // withdrawn and erased values leave the disk within a day or so
        'max.compaction.lag.ms': String(DAY_MILLISECONDS),
      },
    },
    deadLetters: { name: `${prefix}ward-events.dead-letters`, partitions: 1, config },
  };
}

// not among the names that Node finds in the CommonJS module
const { ConfigResourceTypes } = kafkajs;

export const all = (topics: Topics): Topic[] => Object.values(topics);

/**
 * Creates missing topics and corrects the settings of existing ones, or only checks them, as the settings
 * say. Safe to repeat: if several services run it, or a broker has just started, it fails and must be
 * repeated (`withAdmin`).
 * @throws InputError if a topic has another number of partitions: encounters would change partitions
 */
export async function ensureTopics(
  admin: Admin,
  topics: Topics,
  { createTopics, replication }: Pick<KafkaSettings, 'createTopics' | 'replication'>,
): Promise<void> {
  const missing = await missingOf(admin, all(topics));
  if (createTopics) await create(admin, missing, replication);
  else if (missing.length > 0) {
    const names = missing.map(({ name }) => name).join(', ');
    throw new Error(`there is no topic ${names}, and KAFKA_CREATE_TOPICS is false`);
  }
  const { topics: there } = await admin.fetchTopicMetadata({
    topics: all(topics).map(({ name }) => name),
  });
  for (const topic of all(topics)) {
    const found = there.find(({ name }) => name === topic.name)?.partitions.length ?? 0;
    if (found !== topic.partitions) {
      throw new InputError(
        `${topic.name} has ${found} partitions and not ${topic.partitions}: an encounter stays in the partition it began in. Set KAFKA_PARTITIONS to what is there, or replay into new topics, with another KAFKA_PREFIX and new --data folders.`,
      );
    }
  }
  if (createTopics) await setWhatDiffers(admin, topics);
}

async function missingOf(admin: Admin, wanted: readonly Topic[]): Promise<Topic[]> {
  const there = new Set(await admin.listTopics());
  return wanted.filter(({ name }) => !there.has(name));
}

async function create(admin: Admin, missing: readonly Topic[], replication: number): Promise<void> {
  if (missing.length === 0) return;
  await admin.createTopics({
    waitForLeaders: true,
    topics: missing.map(({ name, partitions, config }) => ({
      topic: name,
      numPartitions: partitions,
      replicationFactor: replication,
      configEntries: entries(config),
    })),
  });
}

async function setWhatDiffers(admin: Admin, topics: Topics): Promise<void> {
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: all(topics).map(({ name }) => ({ type: ConfigResourceTypes.TOPIC, name })),
  });
  const differing = all(topics).filter(({ name, config }) => {
    const set = resources.find(({ resourceName }) => resourceName === name)?.configEntries ?? [];
    return Object.entries(config).some(
      ([key, value]) => set.find(({ configName }) => configName === key)?.configValue !== value,
    );
  });
  if (differing.length === 0) return;
  await admin.alterConfigs({
    validateOnly: false,
    resources: differing.map(({ name, config }) => ({
      type: ConfigResourceTypes.TOPIC,
      name,
      // an omitted setting would return to its default, so the settings of an operator are included
      configEntries: entries({ ...setOn(resources, name), ...config }),
    })),
  });
}

/** Returns the settings of the topic itself. */
function setOn(
  resources: Awaited<ReturnType<Admin['describeConfigs']>>['resources'],
  name: string,
): Record<string, string> {
  const set = resources.find(({ resourceName }) => resourceName === name)?.configEntries ?? [];
  return Object.fromEntries(
    set
      .filter(({ configSource }) => configSource === TOPIC_CONFIG)
      .map(({ configName, configValue }) => [configName, configValue]),
  );
}

function entries(config: Topic['config']) {
  return Object.entries(config).map(([name, value]) => ({ name, value }));
}
