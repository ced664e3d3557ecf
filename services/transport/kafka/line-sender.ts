import type { RejectionReason } from '../../../pipelines/events/decode.ts';
import { MICROS_PER_MINUTE, parseInstant } from '../../../schemas/instant.ts';
import { LARGEST_SKEW_MINUTES } from '../../../schemas/ward-event.ts';
import { NOTHING_TAKEN, type Taken } from '../../client/send-events.ts';
import type { Logger } from '../../platform/log.ts';
import { openKafka, withAdmin } from './cluster.ts';
import { type Head, routesOf } from './event-log.ts';
import type { KafkaSettings } from './settings.ts';
import { SteadyProducer } from './steady-producer.ts';
import { ensureTopics, type Topics, topicsOf } from './topics.ts';

/**
 * Puts event lines on Kafka as they are, past ingest. Scorers judge them: what is no event becomes a dead
 * letter there.
 */
export class LineSender {
  private readonly producer: SteadyProducer;
  private readonly topics: Topics;

  private constructor(producer: SteadyProducer, topics: Topics) {
    this.producer = producer;
    this.topics = topics;
  }

  static async open(settings: KafkaSettings, log: Logger): Promise<LineSender> {
    const kafka = openKafka(settings, 'vardintensitet-publish', log, true);
    const topics = topicsOf(settings);
    await withAdmin(kafka, (admin) => ensureTopics(admin, topics, settings));
    const producer = new SteadyProducer(kafka);
    await producer.connect();
    return new LineSender(producer, topics);
  }

  /**
   * Resolves when every in-sync replica has them.
   * @throws Error where some are not known to be there: what was sent is sent again then
   */
  async send(lines: readonly Uint8Array[]): Promise<Taken> {
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
    return { ...NOTHING_TAKEN, sent: lines.length, accepted, rejected, byReason };
  }

  async close(): Promise<void> {
    await this.producer.disconnect();
  }
}

/** What of a line says where it goes; nothing where it is no event. */
function headOf(line: Buffer): Head {
  try {
    // a byte order mark is no part of it, as where it is decoded
    const value: unknown = JSON.parse(line.toString('utf8').replace(/^\uFEFF/, ''));
    return typeof value === 'object' && value !== null ? (value as Head) : {};
  } catch {
    return {};
  }
}
