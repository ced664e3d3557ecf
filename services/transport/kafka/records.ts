import type { KafkaMessage } from 'kafkajs';
import {
  type DecodedLog,
  decode,
  type RawRecord,
  type Rejection,
} from '../../../pipelines/events/decode.ts';
import type { EventRules } from '../../../pipelines/events/event-rules.ts';
import { MICROS_PER_MINUTE } from '../../../schemas/instant.ts';
import type { WardEvent } from '../../../schemas/ward-event.ts';

/**
 * Minutes by which the recording time of an event may be later than the timestamp of Kafka: what ingest allows, plus
 * the same for the difference of clocks.
 */
const LARGEST_LEAD_MINUTES = 60;

/** Returns messages as records to decode; a message without a value is an empty record. */
function recordsOf(messages: readonly KafkaMessage[]): RawRecord[] {
  return messages.map(({ offset, value }) => {
    return { offset: Number(offset), bytes: value ?? Buffer.alloc(0) };
  });
}

/**
 * Decodes messages to events. Rejects an event that was recorded after Kafka's timestamp: it would move stream
 * time for everyone, and no later version could replace it. The result depends on the log alone.
 */
export function decodeMessages(messages: readonly KafkaMessage[], rules: EventRules): DecodedLog {
  const { events, offsets, rejected } = decode(recordsOf(messages), rules);
  const byOffset = new Map(messages.map((message) => [Number(message.offset), message]));
  const sound: WardEvent[] = [];
  const places: number[] = [];
  const early: Rejection[] = [];
  for (const [index, event] of events.entries()) {
    const offset = offsets[index]!;
    const message = byOffset.get(offset)!;
    if (event.recordedAt > latestOf(message)) {
      early.push({ offset, ...FAULT, raw: message.value! });
      continue;
    }
    sound.push(event);
    places.push(offset);
  }
  if (early.length === 0) return { events, offsets, rejected };
  const all = [...rejected, ...early].sort((a, b) => a.offset - b.offset);
  return { events: sound, offsets: places, rejected: all };
}

const FAULT = {
  reason: 'from-the-future',
  pointer: '/recordedAt',
  detail: `Expected at most ${LARGEST_LEAD_MINUTES} minutes after Kafka took it`,
} as const;

/** Returns the latest instant that a message may contain; microseconds since 1970. */
export function latestOf({ timestamp }: KafkaMessage): number {
  return (Number(timestamp) / 60_000 + LARGEST_LEAD_MINUTES) * MICROS_PER_MINUTE;
}

/** Whether bytes are the JSON of an object. */
export function isObject(text: Buffer): boolean {
  try {
    const value: unknown = JSON.parse(text.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
