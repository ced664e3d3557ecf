import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Site } from '../../../schemas/site.ts';
import type { Logger } from '../../platform/log.ts';
import type { Metrics } from '../../platform/metrics.ts';

const MECHANISMS = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;
const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

/** The connection to Kafka, and the settings of its topics. Only from the environment, because it has secrets. */
const environment = z.object({
  KAFKA_BROKERS: z
    .string({ error: 'Expected the addresses of brokers, as host:port,host:port' })
    .transform((text) => text.split(',').map((address) => address.trim()))
    .pipe(z.array(z.string().regex(/^\S+:\d+$/, 'Expected host:port,host:port')).min(1)),
  KAFKA_TLS: flag.default(false),
  /** PEM file of the authority that signed the brokers' certificates, if it is not a public one. */
  KAFKA_CA_FILE: z.string().min(1).optional(),
  KAFKA_SASL_MECHANISM: z.enum(MECHANISMS).optional(),
  /** Whether `plain` may send the password over an unencrypted connection, for example in a test. */
  KAFKA_ALLOW_CLEARTEXT_PASSWORD: flag.default(false),
  KAFKA_USERNAME: z.string().min(1).optional(),
  KAFKA_PASSWORD: z.string().min(1).optional(),
  /** File with the password, as container platforms provide secrets. */
  KAFKA_PASSWORD_FILE: z.string().min(1).optional(),
  /** Prefix of every topic and group, so that several sites can share a cluster. */
  KAFKA_PREFIX: z
    .string()
    .regex(/^[A-Za-z0-9._-]{0,80}$/, 'Expected letters, digits, dots, dashes')
    .default(''),
  KAFKA_PARTITIONS: whole(1, 1000).default(3),
  KAFKA_REPLICATION: whole(1, 9).default(1),
  /** Whether topics are created and configured; else they are only checked. */
  KAFKA_CREATE_TOPICS: flag.default(true),
  /** Retention of ward events in days: a scorer that lost its file is rebuilt from them. */
  KAFKA_RETENTION_DAYS: whole(1, 36_500).default(3_650),
  /** Seconds without a heartbeat after which other processes get the partitions. */
  KAFKA_SESSION_SECONDS: whole(1, 600).default(30),
});

export interface KafkaSettings {
  readonly brokers: readonly string[];
  readonly tls: boolean | { readonly ca: string };
  readonly sasl: {
    readonly mechanism: (typeof MECHANISMS)[number];
    readonly username: string;
    readonly password: string;
  } | null;
  readonly prefix: string;
  readonly partitions: number;
  readonly replication: number;
  /** Whether the service may create and configure topics, which needs admin rights. */
  readonly createTopics: boolean;
  readonly retentionDays: number;
  readonly sessionSeconds: number;
}

/** Names of the variables that `kafkaSettings` reads, for help texts. */
export const KAFKA_ENVIRONMENT = Object.keys(environment.shape);

/**
 * Reads the settings from an environment.
 * @throws RangeError naming the variable and what was expected; never its value
 */
export function kafkaSettings(variables: NodeJS.ProcessEnv = process.env): KafkaSettings {
  const parsed = environment.safeParse(variables);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw new RangeError(`${String(issue.path[0])}: ${issue.message}`);
  }
  const given = parsed.data;
  return {
    brokers: given.KAFKA_BROKERS,
    tls:
      given.KAFKA_CA_FILE === undefined
        ? given.KAFKA_TLS
        : { ca: contentOf('KAFKA_CA_FILE', given.KAFKA_CA_FILE) },
    sasl: saslOf(given),
    prefix: given.KAFKA_PREFIX,
    partitions: given.KAFKA_PARTITIONS,
    replication: given.KAFKA_REPLICATION,
    createTopics: given.KAFKA_CREATE_TOPICS,
    retentionDays: given.KAFKA_RETENTION_DAYS,
    sessionSeconds: given.KAFKA_SESSION_SECONDS,
  };
}

function saslOf(given: z.output<typeof environment>): KafkaSettings['sasl'] {
  const { KAFKA_SASL_MECHANISM: mechanism, KAFKA_USERNAME: username } = given;
  if (mechanism === undefined) return null;
  const isEncrypted = given.KAFKA_TLS || given.KAFKA_CA_FILE !== undefined;
  if (mechanism === 'plain' && !isEncrypted && !given.KAFKA_ALLOW_CLEARTEXT_PASSWORD) {
    throw new RangeError(
      'KAFKA_SASL_MECHANISM: plain would send the password readable: expected KAFKA_TLS=true or KAFKA_CA_FILE with it, or scram-sha-512',
    );
  }
  const password =
    given.KAFKA_PASSWORD_FILE === undefined
      ? given.KAFKA_PASSWORD
      : contentOf('KAFKA_PASSWORD_FILE', given.KAFKA_PASSWORD_FILE).trim();
  if (username === undefined || password === undefined) {
    throw new RangeError(
      'KAFKA_SASL_MECHANISM: Expected KAFKA_USERNAME and KAFKA_PASSWORD or KAFKA_PASSWORD_FILE too',
    );
  }
  return { mechanism, username, password };
}

function contentOf(variable: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new RangeError(`${variable}: the file cannot be read`);
  }
}

/** Options of every service on Kafka. */
export interface ServiceOptions {
  /** Folder of its state. */
  readonly data: string;
  readonly site: Site;
  readonly settings: KafkaSettings;
  readonly log: Logger;
  readonly metrics: Metrics;
}

/** Options of a service that reads: they also have a callback for fatal errors. */
export interface ReadingServiceOptions extends ServiceOptions {
  readonly onFailure: (error: Error) => void;
}
