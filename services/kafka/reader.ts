import type { KafkaMessage } from 'kafkajs';
import { decode } from '../../pipelines/scoring/decode.ts';
import type { EventRules } from '../../pipelines/scoring/event-rules.ts';
import { isStaffing } from '../../pipelines/serving/staffing.ts';
import type { ServingStore } from '../../pipelines/serving/store.ts';
import { WarehouseError } from '../../pipelines/warehouse/warehouse-error.ts';
import type { Logger } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { isObject } from './json.ts';
import type { PartitionSink } from './log-reader.ts';
import { recordsOf } from './records.ts';

export interface ReaderOptions {
  readonly serving: ServingStore;
  readonly topic: string;
  readonly partition: number;
  /** The offset that is stored. */
  readonly nextOffset: number;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly onApplied: () => void;
}

/** One partition of encounter-hours: applied with its position. */
export class HourReader implements PartitionSink {
  private readonly options: ReaderOptions;
  private next: number;

  constructor(options: ReaderOptions) {
    this.options = options;
    this.next = options.nextOffset;
  }

  nextOffset(): number {
    return this.next;
  }

  async take(messages: readonly KafkaMessage[]): Promise<void> {
    const { metrics, onApplied } = this.options;
    const stop = metrics.publishing.startTimer();
    await this.apply(messages);
    stop();
    metrics.publications.inc();
    onApplied();
  }

  /** Applies messages in their order. Those that are no encounter-hours are found and passed over. */
  private async apply(messages: readonly KafkaMessage[]): Promise<void> {
    const { serving, partition, metrics } = this.options;
    const of = { hour: [], withdrawn: [], time: [] } as Record<string, Buffer[]>;
    let unreadable = 0;
    for (const { value, headers } of messages) {
      const kind = of[headers?.kind?.toString() ?? ''];
      if (kind !== undefined && value !== null && isObject(value)) kind.push(value);
      else unreadable++;
    }
    const { hour: hours = [], withdrawn = [], time = [] } = of;
    const streamTime = time.length === 0 ? null : timeOf(time.at(-1)!);
    const position = Number(messages.at(-1)!.offset) + 1;
    try {
      await serving.applyTexts({ partition, position, streamTime, hours, withdrawn });
    } catch (error) {
      // a disk that is full says nothing of the messages
      if (!(error instanceof WarehouseError) || error.trouble !== 'database') throw error;
      if (messages.length > 1) {
        const half = Math.floor(messages.length / 2);
        await this.apply(messages.slice(0, half));
        return this.apply(messages.slice(half));
      }
      await serving.applyTexts({ partition, position, streamTime, hours: [], withdrawn: [] });
      this.tell(1);
      this.next = position;
      return;
    }
    if (unreadable > 0) this.tell(unreadable);
    metrics.publishedHours.inc(hours.length);
    this.next = position;
  }

  async close(): Promise<void> {}

  private tell(count: number): void {
    const { metrics, log, topic, partition } = this.options;
    metrics.rejected.inc({ reason: 'unreadable-hour' }, count);
    log.error({ topic, partition, count }, 'messages that are no encounter-hours were passed over');
  }
}

/** Ward-staffing: events that are known are passed over, so the position may follow them. */
export class StaffingReader implements PartitionSink {
  private readonly options: ReaderOptions & { readonly rules: EventRules };
  private next: number;

  constructor(options: ReaderOptions & { readonly rules: EventRules }) {
    this.options = options;
    this.next = options.nextOffset;
  }

  nextOffset(): number {
    return this.next;
  }

  async take(messages: readonly KafkaMessage[]): Promise<void> {
    const { serving, topic, partition, rules, metrics, onApplied } = this.options;
    const { events, rejected } = decode(recordsOf(messages), rules);
    const staffing = events.filter(isStaffing);
    if (staffing.length > 0) await serving.publish(staffing);
    for (const { reason } of rejected) metrics.rejected.inc({ reason });
    this.next = Number(messages.at(-1)!.offset) + 1;
    await serving.markRead(topic, partition, this.next);
    onApplied();
  }

  async close(): Promise<void> {}
}

/** Microseconds since 1970. */
function timeOf(text: Buffer): number | null {
  const { streamTime } = JSON.parse(text.toString('utf8')) as { streamTime?: unknown };
  return typeof streamTime === 'number' ? streamTime : null;
}
