import type { RejectionReason } from '../../../pipelines/events/decode.ts';
import { MICROS_PER_MINUTE, parseInstant } from '../../../schemas/instant.ts';
import { LARGEST_SKEW_MINUTES } from '../../../schemas/ward-event.ts';
import { NOTHING_SENT, type SendResult } from '../../client/send-events.ts';
import type { Logger } from '../../platform/log.ts';
import { openKafka, withAdmin } from './cluster.ts';
import { type Head, routesOf } from './event-log.ts';
import { ReconnectingProducer } from './reconnecting-producer.ts';
import type { KafkaSettings } from './settings.ts';
import { ensureTopics, type Topics, topicsOf } from './topics.ts';

/**
 * Sends event lines to Kafka unchanged, bypassing ingest. Scorers validate them: an invalid line becomes a dead
 * letter there.
 */
export class LineSender {
  private readonly producer: ReconnectingProducer;
  private readonly topics: Topics;

  private constructor(producer: ReconnectingProducer, topics: Topics) {
    this.producer = producer;
    this.topics = topics;
  }

  static async open(settings: KafkaSettings, log: Logger): Promise<LineSender> {
    const kafka = openKafka(settings, 'vardintensitet-publish', log, true);
    const topics = topicsOf(settings);
    await withAdmin(kafka, (admin) => ensureTopics(admin, topics, settings));
    const producer = new ReconnectingProducer(kafka);
    await producer.connect();
    return new LineSender(producer, topics);
  }

  /**
   * Sends lines; resolves once every in-sync replica has them.
   * @throws Error if some are not confirmed: the caller must send all again
   */
  async send(lines: readonly Uint8Array[]): Promise<SendResult> {
    const latest = Date.now() * 1000 + LARGEST_SKEW_MINUTES * MICROS_PER_MINUTE;
    const byReason: Record<string, number> = {};
    const reject = (reason: RejectionReason) => {
      byReason[reason] = (byReason[reason] ?? 0) + 1;
    };
    const of: number[] = [];
    const messages = lines.flatMap((line, index) => {
      const value = Buffer.from(line.buffer, line.byteOffset, line.length);
      const head = headOf(value);
      // it would move stream time for everyone, and scorers have no clock to detect it
      if (typeof head.recordedAt === 'string' && parseInstant(head.recordedAt) > latest) {
        reject('from-the-future');
        return [];
      }
      return routesOf(head, this.topics).map((route) => {
        of.push(index);
        return { ...route, value };
      });
    });
    const { refused, cause } = await this.producer.send(messages);
    if (cause !== null) throw cause;
    for (const _ of new Set([...refused].map((index) => of[index]))) reject('too-large');
    const rejected = Object.values(byReason).reduce((sum, count) => sum + count, 0);
    const accepted = lines.length - rejected;
    return { ...NOTHING_SENT, sent: lines.length, accepted, rejected, byReason };
  }

  async close(): Promise<void> {
    await this.producer.disconnect();
  }
}

/** Returns the fields of a line that determine its partition; none if it is not an event. */
function headOf(line: Buffer): Head {
  try {
    // ignores a byte order mark, as the decoder does
    const value: unknown = JSON.parse(line.toString('utf8').replace(/^\uFEFF/, ''));
    return typeof value === 'object' && value !== null ? (value as Head) : {};
  } catch {
    return {};
  }
}
