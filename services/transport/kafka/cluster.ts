import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip, unzip } from 'node:zlib';
import kafkajs, { type Admin, Kafka, logLevel } from 'kafkajs';
import { InputError } from '../../platform/input-error.ts';
import type { Logger } from '../../platform/log.ts';
import type { KafkaSettings } from './settings.ts';

// not among the names that Node finds in the CommonJS module
const { CompressionCodecs, CompressionTypes, KafkaJSAggregateError } = kafkajs;

const [pack, unpack] = [promisify(gzip), promisify(unzip)];
/** As the library compresses, but at the fastest level: a third of the time for a few per cent more bytes. */
CompressionCodecs[CompressionTypes.GZIP] = () => ({
  compress: ({ buffer }: { readonly buffer: Buffer }) => pack(buffer, { level: 1 }),
  decompress: (buffer: Buffer) => unpack(buffer),
});

/** Time limit of a connection or a request in milliseconds; then it is tried again. */
const CONNECTION_TIMEOUT = 3_000;
const REQUEST_TIMEOUT = 30_000;
const LONGEST_RETRY_WAIT = 3_000;

/** Number of tries before a service ends, so that its supervisor restarts it, and before a command ends. */
const SERVICE_RETRIES = 30;
const COMMAND_RETRIES = 5;
const ADMIN_TRIES = 20;
const ADMIN_INTERVAL = 500;

/** Returns a named Kafka client, which is not connected yet. A command gives up sooner than a service. */
export function openKafka(
  settings: KafkaSettings,
  clientId: string,
  log: Logger,
  isCommand = false,
): Kafka {
  ignoreNegativeTimeouts();
  const { brokers, tls, sasl } = settings;
  return new Kafka({
    clientId,
    brokers: [...brokers],
    ssl: typeof tls === 'boolean' ? tls : { ca: tls.ca },
    // the three mechanisms have one shape; the types say so one by one
    ...(sasl === null ? {} : { sasl: sasl as never }),
    connectionTimeout: CONNECTION_TIMEOUT,
    requestTimeout: REQUEST_TIMEOUT,
    retry: {
      initialRetryTime: 200,
      maxRetryTime: LONGEST_RETRY_WAIT,
      retries: isCommand ? COMMAND_RETRIES : SERVICE_RETRIES,
    },
    logLevel: logLevel.WARN,
    // the library's messages hold addresses and topics, no keys and no values
    logCreator:
      () =>
      ({ level, label, log: { message, error } }) => {
        // most errors are transient and retried; an error that ends something is reported where it does
        if (level === logLevel.ERROR) log.info({ label, error }, message);
        else log.debug({ label }, message);
      },
  });
}

/**
 * Runs work with an admin connection, and retries it: a broker that has just started, or has just become leader of
 * a partition, refuses some requests for a while.
 * @throws InputError if Kafka cannot be reached, or keeps refusing
 */
export async function withAdmin<T>(kafka: Kafka, work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = new ReconnectingAdmin(kafka);
  try {
    for (let tries = 1; ; tries++) {
      try {
        return await admin.run(work);
      } catch (error) {
        if (error instanceof InputError) throw error;
        if (tries === ADMIN_TRIES) throw refusal(error as Error);
        await sleep(ADMIN_INTERVAL);
      }
    }
  } finally {
    await admin.close();
  }
}

/**
 * An admin connection that is opened again after a failure. kafkajs fetches offsets from the leaders that it knows, and
 * a leader that has changed makes each query fail until what it knows expires, five minutes later.
 */
export class ReconnectingAdmin {
  private readonly kafka: Kafka;
  private admin: Admin | null = null;
  private closed = false;

  constructor(kafka: Kafka) {
    this.kafka = kafka;
  }

  /** Runs work once, and throws its error; the next call has a new connection then. */
  async run<T>(work: (admin: Admin) => Promise<T>): Promise<T> {
    const admin = await this.connect();
    try {
      return await work(admin);
    } catch (error) {
      await this.disconnect();
      throw error;
    }
  }

  /** Connects, if that is not done yet. @throws InputError if Kafka cannot be reached */
  async connect(): Promise<Admin> {
    if (this.admin !== null) return this.admin;
    const admin = this.kafka.admin();
    await admin.connect().catch((error: Error) => {
      throw new InputError(`Kafka cannot be reached: ${error.message}`, { cause: error });
    });
    this.admin = admin;
    // closed while it was connecting
    if (this.closed) await this.disconnect();
    return admin;
  }

  /** Disconnects for good. */
  async close(): Promise<void> {
    this.closed = true;
    await this.disconnect();
  }

  private async disconnect(): Promise<void> {
    const { admin } = this;
    this.admin = null;
    await admin?.disconnect().catch(() => undefined);
  }
}

function refusal(error: Error): InputError {
  const reasons = error instanceof KafkaJSAggregateError ? error.errors : [error.message];
  const said = [...new Set(reasons.map(String))].join('; ');
  return new InputError(`Kafka refuses: ${said}`, { cause: error });
}

let isIgnoring = false;

/** kafkajs sets timers with negative delays. Node 24 and later warn once; the warning is harmless. */
function ignoreNegativeTimeouts(): void {
  if (isIgnoring) return;
  isIgnoring = true;
  const emit = process.emitWarning.bind(process) as (...args: unknown[]) => void;
  process.emitWarning = ((warning: unknown, ...rest: unknown[]) => {
    const [first] = rest;
    const type = typeof first === 'object' ? (first as { type?: string } | null)?.type : first;
    if (type !== 'TimeoutNegativeWarning') emit(warning, ...rest);
  }) as typeof process.emitWarning;
}
