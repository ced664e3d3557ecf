import { Kafka, logLevel } from 'kafkajs';
import type { Logger } from '../log.ts';
import type { KafkaSettings } from './settings.ts';

/** Milliseconds before a connection or a request is given up and tried again. */
const CONNECTION_TIMEOUT = 3_000;
const REQUEST_TIMEOUT = 30_000;
const LONGEST_RETRY_WAIT = 3_000;

/** Kafka as a client of a name. Nothing is connected yet. */
export function openKafka(settings: KafkaSettings, clientId: string, log: Logger): Kafka {
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
    // away for longer than that, and the process ends, to be started again by whoever runs it
    retry: { initialRetryTime: 200, maxRetryTime: LONGEST_RETRY_WAIT, retries: 30 },
    logLevel: logLevel.WARN,
    // the library's messages hold addresses and topics, no keys and no values
    logCreator:
      () =>
      ({ level, label, log: { message, error } }) => {
        if (level === logLevel.ERROR) log.warn({ label, error }, message);
        else log.debug({ label }, message);
      },
  });
}

let isIgnoring = false;

/** kafkajs asks for timers of less than nothing, of which Node 24 and later warn once: harmless. */
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
