import type { KafkaMessage } from 'kafkajs';
import type { EventRules } from '../../../pipelines/events/event-rules.ts';
import { isStaffing } from '../../../pipelines/serving/staffing.ts';
import type { ServingStore } from '../../../pipelines/serving/store.ts';
import type { Logger } from '../../platform/log.ts';
import type { Metrics } from '../../platform/metrics.ts';
import { isolate } from '../../scorer/isolate.ts';
import { ERASED } from './erase-topics.ts';
import type { PartitionHandler } from './partition-consumer.ts';
import { decodeMessages, isObject, latestOf } from './records.ts';

export interface ReaderOptions {
  readonly serving: ServingStore;
  readonly topic: string;
  readonly partition: number;
  /** The stored offset. */
  readonly nextOffset: number;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly onApplied: () => void;
}

/** Most messages of one `take` that are logged one by one; the others are counted. */
const MOST_NAMED = 20;

/** What the two readers share: the position, and skipped messages. */
abstract class Reader implements PartitionHandler {
  protected readonly options: ReaderOptions;
  protected next: number;
  private named = 0;

  constructor(options: ReaderOptions) {
    this.options = options;
    this.next = options.nextOffset;
  }

  nextOffset(): number {
    return this.next;
  }

  async take(messages: readonly KafkaMessage[]): Promise<void> {
    this.named = 0;
    await isolate(
      messages,
      (each) => this.apply(each),
      (message) => this.refuse(message),
    );
    this.options.onApplied();
  }

  async close(): Promise<void> {}

  /** Applies messages in order, with their position. */
  protected abstract apply(messages: readonly KafkaMessage[]): Promise<void>;

  /** Moves the position past a message that cannot be applied. */
  protected abstract refuse(message: KafkaMessage): Promise<void>;

  /** Counts a skipped message, and logs its position. */
  protected skip(offset: string, reason: string): void {
    const { metrics, log, topic, partition } = this.options;
    metrics.rejected.inc({ reason });
    if (this.named++ === MOST_NAMED) log.error({ topic, partition }, 'more messages are skipped');
    if (this.named > MOST_NAMED) return;
    log.error({ topic, partition, offset, reason }, 'a message was skipped');
  }
}

const UNREADABLE = 'unreadable-hour';

/** Applies one partition of encounter-hours with its position. Skips what is not an encounter-hour. */
export class EncounterHourHandler extends Reader {
  override async take(messages: readonly KafkaMessage[]): Promise<void> {
    const { metrics } = this.options;
    const stop = metrics.publishing.startTimer();
    await super.take(messages);
    stop();
    metrics.publications.inc();
  }

  protected async apply(messages: readonly KafkaMessage[]): Promise<void> {
    const { serving, partition, metrics } = this.options;
    const texts = { hour: [], withdrawn: [] } as Record<string, Buffer[]>;
    const unreadable: string[] = [];
    let streamTime: number | null = null;
    for (const message of messages) {
      const { offset, value, headers } = message;
      const kind = headers?.kind?.toString() ?? '';
      const time = kind === 'time' ? timeOf(message) : null;
      if (time !== null) streamTime = time;
      // an hour of an erased encounter has no value to read
      else if (kind === ERASED && value === null) continue;
      else if (kind in texts && value !== null && isObject(value)) texts[kind]!.push(value);
      else unreadable.push(offset);
    }
    const { hour: hours = [], withdrawn = [] } = texts;
    const position = Number(messages.at(-1)!.offset) + 1;
    await serving.applyTexts({ partition, position, streamTime, hours, withdrawn });
    for (const offset of unreadable) this.skip(offset, UNREADABLE);
    metrics.publishedHours.inc(hours.length);
    this.next = position;
  }

  protected async refuse({ offset }: KafkaMessage): Promise<void> {
    const { serving, partition } = this.options;
    const position = Number(offset) + 1;
    const nothing = { streamTime: null, hours: [], withdrawn: [] };
    await serving.applyTexts({ partition, position, ...nothing });
    this.skip(offset, UNREADABLE);
    this.next = position;
  }
}

/** Applies ward-staffing. Known events are ignored, so the position may be stored after them. */
export class StaffingHandler extends Reader {
  private readonly rules: EventRules;

  constructor(options: ReaderOptions & { readonly rules: EventRules }) {
    super(options);
    this.rules = options.rules;
  }

  protected async apply(messages: readonly KafkaMessage[]): Promise<void> {
    const { events, rejected } = decodeMessages(messages, this.rules);
    const staffing = events.filter(isStaffing);
    if (staffing.length > 0) await this.options.serving.publish(staffing);
    for (const { offset, reason } of rejected) this.skip(String(offset), reason);
    await this.markRead(messages.at(-1)!);
  }

  protected async refuse(message: KafkaMessage): Promise<void> {
    this.skip(message.offset, 'invalid-event');
    await this.markRead(message);
  }

  private async markRead({ offset }: KafkaMessage): Promise<void> {
    const { serving, topic, partition } = this.options;
    const next = Number(offset) + 1;
    await serving.markRead(topic, partition, next);
    this.next = next;
  }
}

/** The stream time of a message, in microseconds since 1970; `null` if it is not valid. */
function timeOf(message: KafkaMessage): number | null {
  if (message.value === null || !isObject(message.value)) return null;
  const { streamTime } = JSON.parse(message.value.toString('utf8')) as { streamTime?: unknown };
  return Number.isSafeInteger(streamTime) && (streamTime as number) <= latestOf(message)
    ? (streamTime as number)
    : null;
}
