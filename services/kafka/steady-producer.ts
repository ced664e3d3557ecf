import {
  type Kafka,
  Partitioners,
  type Producer,
  type ProducerBatch,
  type ProducerRecord,
  type RecordMetadata,
} from 'kafkajs';

const LONGEST_RETRY_WAIT = 3_000;

/**
 * A producer that neither loses nor doubles what it is given, and keeps its order. One whose numbering
 * Kafka no longer takes, as after Kafka lost data, fails for ever: after a failure it is made anew.
 * Whoever was told of the failure sends again.
 */
export class SteadyProducer {
  private readonly kafka: Kafka;
  private producer: Promise<Producer> | null = null;
  private ended = false;

  constructor(kafka: Kafka) {
    this.kafka = kafka;
  }

  async connect(): Promise<void> {
    await this.current();
  }

  send(record: ProducerRecord): Promise<RecordMetadata[]> {
    return this.attempt((producer) => producer.send(record));
  }

  sendBatch(batch: ProducerBatch): Promise<RecordMetadata[]> {
    return this.attempt((producer) => producer.sendBatch(batch));
  }

  async disconnect(): Promise<void> {
    this.ended = true;
    await this.producer?.then((producer) => producer.disconnect()).catch(() => undefined);
  }

  private async attempt<T>(work: (producer: Producer) => Promise<T>): Promise<T> {
    const current = this.current();
    try {
      return await work(await current);
    } catch (error) {
      if (this.producer === current) this.producer = null;
      current.then((producer) => producer.disconnect()).catch(() => undefined);
      throw error;
    }
  }

  private current(): Promise<Producer> {
    if (this.ended) return Promise.reject(new Error('The producer is closed'));
    this.producer ??= this.open();
    return this.producer;
  }

  private async open(): Promise<Producer> {
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
