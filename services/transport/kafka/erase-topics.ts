import type { Admin, Kafka, KafkaMessage } from 'kafkajs';
import { decode } from '../../../pipelines/events/decode.ts';
import {
  type ErasureSubject,
  isNamedBy,
  mentionsSubject,
} from '../../../pipelines/events/erasure-subject.ts';
import { ACCEPTED } from '../../../pipelines/events/event-rules.ts';
import type { Logger } from '../../platform/log.ts';
import { openKafka, withAdmin } from './cluster.ts';
import { ReconnectingProducer } from './reconnecting-producer.ts';
import type { KafkaSettings } from './settings.ts';
import { messagesOf, type OffsetRange, wholeOf } from './topic-range.ts';
import { type Topics, topicsOf } from './topics.ts';

/** Header of a message that replaces an erased one. */
export const ERASED = 'erased';

/** What was erased from the topics, and what stays. */
export interface ErasedTopics {
  /** Number of encounter-hours that got a tombstone. */
  readonly hours: number;
  /** Dead letters that named it, and the number deleted from the topic: all before the last of them are deleted too. */
  readonly deadLetters: number;
  readonly deadLettersGone: number;
  /** Messages that only the retention of a topic deletes. */
  readonly remaining: readonly Remaining[];
}

interface Remaining {
  readonly topic: string;
  readonly messages: number;
  /** When the last of them is deleted, in milliseconds since 1970; `null` if the topic keeps all. */
  readonly until: number | null;
}

/**
 * Erases a subject from the topics, as far as Kafka can: encounter-hours by tombstones, dead letters up to the
 * last that names it. A judgement has no encounter-hours. Erase it from scorers and their --data first: they would publish it again.
 * @throws InputError if Kafka cannot be reached, or has no topics
 */
export async function eraseTopics(
  settings: KafkaSettings,
  subject: ErasureSubject,
  log: Logger,
): Promise<ErasedTopics> {
  const kafka = openKafka(settings, 'vardintensitet-erase', log, true);
  const topics = topicsOf(settings);
  return withAdmin(kafka, async (admin) => {
    const hours =
      'judgement' in subject ? 0 : await eraseHours(kafka, admin, topics, subject.encounterId);
    const letters = await eraseLetters(kafka, admin, topics, subject);
    const remaining = await remainingOf(kafka, admin, topics, settings, subject);
    return { hours, ...letters, remaining };
  });
}

async function eraseHours(
  kafka: Kafka,
  admin: Admin,
  { encounterHours: { name: topic } }: Topics,
  encounterId: string,
): Promise<number> {
  const producer = new ReconnectingProducer(kafka);
  let erased = 0;
  try {
    for (const range of await wholeOf(admin, topic)) {
      const keys = new Set<string>();
      for await (const message of each(kafka, range)) {
        const key = message.key?.toString('utf8');
        if (key === undefined || !isHourOf(message, key, encounterId)) continue;
        if (message.value === null) keys.delete(key);
        else keys.add(key);
      }
      const { partition } = range;
      const headers = { kind: ERASED };
      await producer.sendAll(
        [...keys].map((key) => ({ topic, partition, key, value: null, headers })),
      );
      erased += keys.size;
    }
    return erased;
  } finally {
    await producer.disconnect();
  }
}

/** Keys begin with the id, which may contain spaces, so only the value is certain. */
function isHourOf({ value }: KafkaMessage, key: string, encounterId: string): boolean {
  if (!key.startsWith(`${encounterId} `)) return false;
  if (value === null) return true;
  try {
    const { encounter_id } = JSON.parse(value.toString('utf8')) as { encounter_id?: unknown };
    return encounter_id === encounterId;
  } catch {
    return false;
  }
}

async function eraseLetters(
  kafka: Kafka,
  admin: Admin,
  { deadLetters: { name: topic } }: Topics,
  subject: ErasureSubject,
): Promise<Pick<ErasedTopics, 'deadLetters' | 'deadLettersGone'>> {
  let deadLetters = 0;
  let deadLettersGone = 0;
  for (const range of await wholeOf(admin, topic)) {
    let last: number | null = null;
    for await (const { value, offset } of each(kafka, range)) {
      if (value === null || !mentionsSubject(value, subject)) continue;
      deadLetters++;
      last = Number(offset);
    }
    if (last === null) continue;
    const { partition } = range;
    await admin.deleteTopicRecords({
      topic,
      partitions: [{ partition, offset: String(last + 1) }],
    });
    deadLettersGone += last + 1 - range.from;
  }
  return { deadLetters, deadLettersGone };
}

async function remainingOf(
  kafka: Kafka,
  admin: Admin,
  { wardEvents, wardStaffing }: Topics,
  { retentionDays }: KafkaSettings,
  subject: ErasureSubject,
): Promise<Remaining[]> {
  const remaining: Remaining[] = [];
  for (const { name: topic } of [wardEvents, wardStaffing]) {
    let messages = 0;
    let newest = 0;
    for (const range of await wholeOf(admin, topic)) {
      for await (const { value, timestamp } of each(kafka, range)) {
        if (value === null || !isOf(value, subject)) continue;
        messages++;
        newest = Math.max(newest, Number(timestamp));
      }
    }
    if (messages === 0) continue;
    const until = retentionDays < 0 ? null : newest + retentionDays * 86_400_000;
    remaining.push({ topic, messages, until });
  }
  return remaining;
}

function isOf(value: Buffer, subject: ErasureSubject): boolean {
  const [event] = decode([{ offset: 0, bytes: value }], ACCEPTED).events;
  return event === undefined ? mentionsSubject(value, subject) : isNamedBy(event, subject);
}

async function* each(kafka: Kafka, range: OffsetRange): AsyncGenerator<KafkaMessage> {
  for await (const messages of messagesOf(kafka, range)) yield* messages;
}
