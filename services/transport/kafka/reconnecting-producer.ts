import { CompressionTypes, type Kafka, type Message, Partitioners, type Producer } from 'kafkajs';
import { RECORD_SCHEMA, SCHEMA_HEADER } from './record-headers.ts';

const LONGEST_RETRY_WAIT = 3_000;
/** Messages and bytes of one request to a broker; they are compressed after they are counted. */
const MOST_MESSAGES = 1_000;
const MOST_BYTES = 1024 * 1024;
/** Errors of a broker that a retry does not change. */
const TOO_LARGE: readonly unknown[] = ['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE'];

/** A message and the partition it goes to. */
export interface Outgoing extends Message {
  readonly topic: string;
  readonly partition: number;
}

/** The result for messages, by index: those in neither set are on every in-sync replica. */
export interface Sent {
  /** Messages larger than the topic allows: a retry fails too. */
  readonly refused: ReadonlySet<number>;
  /** Messages that are not confirmed: send them again. */
  readonly failed: ReadonlySet<number>;
  /** Why some failed. */
  readonly cause: Error | null;
  /** The offsets of requests; not of repeated requests, for which Kafka returns none. */
  readonly ranges: readonly { readonly from: number; readonly to: number }[];
}

/** A producer of the library, and its pending requests. */
interface Open {
  readonly producer: Promise<Producer>;
  requests: number;
}

/**
 * A producer that neither loses nor duplicates messages, and keeps their order within a partition.
 *
 * Each request is of one partition. Of a request with several the library keeps the answers by broker: one
 * that has answered is not sent anything again, also not of the partitions that it inherits from a broker
 * that died meanwhile, and the call resolves (tulios/kafkajs, issue 1303). A partition has one request at a
 * time: after a failure the next would take the number of one that may be stored, and pass for it.
 *
 * If Kafka no longer accepts the sequence numbers of a producer, as after a loss of data, that producer always
 * fails: after a failure this class replaces it.
 */
export class ReconnectingProducer {
  private readonly kafka: Kafka;
  private readonly headers: Readonly<Record<string, string>>;
  private readonly turns = new Map<string, Promise<unknown>>();
  private current: Open | null = null;
  /** Start times of the pending sends, the oldest first. */
  private readonly sending = new Set<{ readonly since: number }>();
  private failing = false;
  private ended = false;

  /** @param headers of every record, beside that of the schema */
  constructor(kafka: Kafka, headers: Readonly<Record<string, string>> = {}) {
    this.kafka = kafka;
    this.headers = { ...headers, [SCHEMA_HEADER]: String(RECORD_SCHEMA) };
  }

  async connect(): Promise<void> {
    await this.open().producer;
  }

  /** True if the last send failed. */
  get isFailing(): boolean {
    return this.failing;
  }

  /** Milliseconds that the oldest pending send has waited; 0 if there is none. */
  waited(): number {
    const [oldest] = this.sending;
    return oldest === undefined ? 0 : performance.now() - oldest.since;
  }

  /**
   * Sends messages in requests of bounded size; resolves once the result of each is known.
   * After a failure, no more messages of its partition are sent.
   */
  async send(messages: readonly Outgoing[]): Promise<Sent> {
    const sent = {
      refused: new Set<number>(),
      failed: new Set<number>(),
      cause: null as Error | null,
      ranges: [] as { from: number; to: number }[],
    };
    const sendPartition = async (due: number[][]) => {
      for (let request = due.shift(); request !== undefined; request = due.shift()) {
        try {
          const from = await this.request(request.map((index) => messages[index]!));
          if (from >= 0) sent.ranges.push({ from, to: from + request.length });
        } catch (error) {
          if (!isTooLarge(error)) {
            sent.cause = error as Error;
            for (const index of [request, ...due].flat()) sent.failed.add(index);
            return;
          }
          const half = Math.floor(request.length / 2);
          if (half === 0) sent.refused.add(request[0]!);
          else due.unshift(request.slice(0, half), request.slice(half));
        }
      }
    };
    const under = { since: performance.now() };
    this.sending.add(under);
    await Promise.all(
      [...byPartition(messages)].map(([partition, indexes]) =>
        this.runExclusive(partition, () => sendPartition(bySize(messages, indexes))),
      ),
    );
    this.sending.delete(under);
    this.failing = sent.cause !== null;
    return sent;
  }

  /**
   * Sends messages; resolves once every message is stored.
   * @throws Error if one is not stored
   */
  async sendAll(messages: readonly Outgoing[]): Promise<Sent> {
    const sent = await this.send(messages);
    if (sent.cause !== null) throw sent.cause;
    if (sent.refused.size > 0) {
      throw new Error("A message is larger than its topic's max.message.bytes");
    }
    return sent;
  }

  async disconnect(): Promise<void> {
    this.ended = true;
    const producer = await this.current?.producer.catch(() => null);
    await producer?.disconnect();
  }

  /** Sends messages of one partition. Returns the offset of the first, -1 if Kafka does not return it. */
  private async request(messages: readonly Outgoing[]): Promise<number> {
    const { topic, partition } = messages[0]!;
    const open = this.open();
    open.requests++;
    try {
      const producer = await open.producer;
      const request = { topic, acks: -1, compression: CompressionTypes.GZIP };
      const records = messages.map(({ headers, ...message }) => {
        return { ...message, headers: { ...headers, ...this.headers } };
      });
      const answers = await producer.send({ ...request, messages: records });
      const answer = answers.find((each) => each.partition === partition);
      // the library silently skips a partition that it does not know
      if (answer?.errorCode !== 0) throw new Error('Kafka has not answered for a partition');
      return Number(answer.baseOffset ?? -1);
    } catch (error) {
      if (!isTooLarge(error) && this.current === open) this.current = null;
      throw error;
    } finally {
      open.requests--;
      // it may have other pending requests
      if (this.current !== open && open.requests === 0) {
        open.producer.then((producer) => producer.disconnect()).catch(() => undefined);
      }
    }
  }

  private runExclusive(partition: string, work: () => Promise<void>): Promise<void> {
    const done = (this.turns.get(partition) ?? Promise.resolve()).then(work);
    this.turns.set(
      partition,
      done.catch(() => undefined),
    );
    return done;
  }

  private open(): Open {
    if (this.ended) return { producer: Promise.reject(new Error('It is closed')), requests: 0 };
    this.current ??= { producer: this.connected(), requests: 0 };
    return this.current;
  }

  private async connected(): Promise<Producer> {
    const producer = this.kafka.producer({
      createPartitioner: Partitioners.DefaultPartitioner,
      idempotent: true,
      maxInFlightRequests: 1,
      retry: { retries: 30, maxRetryTime: LONGEST_RETRY_WAIT },
      allowAutoTopicCreation: false,
    });
    await producer.connect();
    return producer;
  }
}

const isTooLarge = (error: unknown) => TOO_LARGE.includes((error as { type?: unknown }).type);

/** Groups the indexes of messages by partition, in order. */
function byPartition(messages: readonly Outgoing[]): Map<string, number[]> {
  const indexes = new Map<string, number[]>();
  for (const [index, { topic, partition }] of messages.entries()) {
    const key = `${topic}/${partition}`;
    const of = indexes.get(key);
    if (of === undefined) indexes.set(key, [index]);
    else of.push(index);
  }
  return indexes;
}

/** Splits indexes of messages into requests of bounded size, with at least one message each. */
function bySize(messages: readonly Outgoing[], indexes: readonly number[]): number[][] {
  const requests: number[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const index of indexes) {
    const size = bytesOf(messages[index]!);
    const request = requests.at(-1);
    if (request === undefined || request.length === MOST_MESSAGES || bytes + size > MOST_BYTES) {
      requests.push([index]);
      bytes = size;
    } else {
      request.push(index);
      bytes += size;
    }
  }
  return requests;
}

const bytesOf = ({ key, value }: Message) => lengthOf(key) + lengthOf(value);

const lengthOf = (text: Buffer | string | null | undefined) =>
  text == null ? 0 : Buffer.byteLength(text);
