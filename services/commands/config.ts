import { z } from 'zod';
import { CLOCK_LIMITS, type ClockLimits } from '../clock/trusted-clock.ts';
import { networksOf } from '../http/client-address.ts';
import { PATIENCE } from '../platform/time-limit.ts';

const port = z.coerce.number().int().min(0).max(65_535);

/** Settings of every server. */
const common = {
  /** Folder of the state. */
  data: z.string().min(1),
  host: z.string().min(1).default('127.0.0.1'),
  /** 0 takes a free one. */
  port,
  /** Access file: keys and identity provider. Without one, only this machine can connect. */
  access: z.string().min(1).optional(),
  /** A third copy of the head of the audit. */
  auditHead: z.string().min(1).optional(),
  /** Most requests per minute of one caller; 0 for no limit. */
  rateLimit: z.coerce.number().int().min(0).default(1200),
  /** Most wrong keys, tokens and links per minute of one address; 0 for no limit. */
  failedSignIns: z.coerce.number().int().min(0).default(20),
  /** Most simultaneous connections, in total and of one address. */
  connections: z.coerce.number().int().min(10).max(100_000).default(4000),
  connectionsPerAddress: z.coerce.number().int().min(1).max(100_000).default(200),
  /** Proxies with a trusted X-Forwarded-For: addresses or networks, separated by commas. */
  trustedProxy: z
    .union([
      z.string().transform((text) => text.split(',').map((each) => each.trim())),
      z.array(z.string()),
    ])
    .superRefine((texts, context) => {
      try {
        networksOf(texts);
      } catch (error) {
        context.addIssue((error as Error).message);
      }
    })
    .default([]),
  /** Certificate and key in PEM, for TLS without a proxy. */
  tlsCert: z.string().min(1).optional(),
  tlsKey: z.string().min(1).optional(),
  /** Whether other machines may reach the server without TLS. */
  insecure: z.union([z.boolean(), z.stringbool()]).default(false),
  logLevel: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('warn'),
};
const site = z.string({ error: 'Expected a site file' }).min(1);
const intake = {
  /** Whether the clock of this server moves stream time when no event does. */
  clock: z.boolean().default(true),
  /** Seconds that the clock of the machine may jump before it is in doubt. */
  clockJump: z.coerce
    .number()
    .int()
    .min(1)
    .max(86_400)
    .default(CLOCK_LIMITS.jump / 1000),
  /** Hours that the machine may have been off before its clock is. */
  clockGap: z.coerce
    .number()
    .int()
    .min(0)
    .max(87_600)
    .default(CLOCK_LIMITS.gap / 3_600_000),
  /** Number of senders whose events end that doubt; 0 for never. */
  clockSenders: z.coerce.number().int().min(0).max(100).default(CLOCK_LIMITS.witnesses),
  /** Records that may wait for a commit; beyond it, a sender gets an error that says to try again. */
  queue: z.coerce.number().int().min(1).max(1_000_000).default(20_000),
  /** The longest wait of a request until its events are stored, in seconds. */
  patience: z.coerce
    .number()
    .int()
    .min(1)
    .max(3600)
    .default(PATIENCE / 1000),
  /** Whether moves and staffing of any age are accepted, for example to load years of history. */
  allowOld: z.boolean().default(false),
};

/** `serve`: everything in one process. */
export const serverConfig = z.strictObject({
  ...common,
  ...intake,
  data: common.data.default('.data/serve'),
  port: port.default(8080),
  /** Site file; the simulated hospital brings its own. */
  site: site.optional(),
  /** Megabytes that each DuckDB file of the state may hold in memory before it spills to disk. */
  memory: z.coerce.number().int().min(200).max(1_000_000).default(600),
  /** Mapping file of the adapters. */
  adapters: z.string().min(1).optional(),
  simulate: z.boolean().default(false),
  wards: z.coerce.number().int().min(1).max(200).optional(),
  beds: z.coerce.number().int().min(1).max(60).optional(),
  days: z.coerce.number().int().min(1).max(400).optional(),
  seed: z.coerce.number().int().min(0).optional(),
});

/** `ingest`, one of the three services on Kafka. */
export const ingestConfig = z.strictObject({
  ...common,
  ...intake,
  site,
  data: common.data.default('.data/ingest'),
  port: port.default(8081),
});

/** `score`, another: its port is for health and metrics. */
export const scoreConfig = z.strictObject({
  ...common,
  site,
  data: common.data.default('.data/score'),
  port: port.default(8082),
});

/** `api`, the third. */
export const apiConfig = z.strictObject({
  ...common,
  site,
  data: common.data.default('.data/api'),
  port: port.default(8080),
});

export type ServerConfig = z.output<typeof serverConfig>;
export type IngestConfig = z.output<typeof ingestConfig>;
export type ScoreConfig = z.output<typeof scoreConfig>;
export type ApiConfig = z.output<typeof apiConfig>;

/** Limits within which the clock of the machine is trusted. */
export function clockLimits(
  config: Pick<IngestConfig, 'clockJump' | 'clockGap' | 'clockSenders'>,
): ClockLimits {
  const { clockJump, clockGap, clockSenders: witnesses } = config;
  return { jump: clockJump * 1000, gap: clockGap * 3_600_000, witnesses };
}

/** Environment variables for options; a given option overrides them. */
export const ENVIRONMENT = {
  VARDINTENSITET_DATA: 'data',
  VARDINTENSITET_SITE: 'site',
  VARDINTENSITET_ADAPTERS: 'adapters',
  VARDINTENSITET_HOST: 'host',
  VARDINTENSITET_PORT: 'port',
  VARDINTENSITET_ACCESS: 'access',
  VARDINTENSITET_AUDIT_HEAD: 'auditHead',
  VARDINTENSITET_RATE_LIMIT: 'rateLimit',
  VARDINTENSITET_FAILED_SIGN_INS: 'failedSignIns',
  VARDINTENSITET_CONNECTIONS: 'connections',
  VARDINTENSITET_CONNECTIONS_PER_ADDRESS: 'connectionsPerAddress',
  VARDINTENSITET_TRUSTED_PROXY: 'trustedProxy',
  VARDINTENSITET_TLS_CERT: 'tlsCert',
  VARDINTENSITET_TLS_KEY: 'tlsKey',
  VARDINTENSITET_INSECURE: 'insecure',
  VARDINTENSITET_CLOCK_JUMP: 'clockJump',
  VARDINTENSITET_CLOCK_GAP: 'clockGap',
  VARDINTENSITET_CLOCK_SENDERS: 'clockSenders',
  VARDINTENSITET_QUEUE: 'queue',
  VARDINTENSITET_PATIENCE: 'patience',
  VARDINTENSITET_MEMORY: 'memory',
  VARDINTENSITET_LOG_LEVEL: 'logLevel',
} as const satisfies Record<string, keyof ServerConfig>;

/** The key of a client, if no key file is given. */
export function clientKey(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  return environment.VARDINTENSITET_KEY;
}

/** The secret of this server at the identity provider; it overrides that of a file. */
export function providerSecret(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  return environment.VARDINTENSITET_OIDC_CLIENT_SECRET;
}

/**
 * Reads the configuration: options override the environment, which overrides defaults.
 * @throws RangeError that names the option, what is wrong and what was expected
 */
export function parseConfig<T extends z.ZodObject>(
  schema: T,
  options: Record<string, unknown>,
  environment: NodeJS.ProcessEnv = process.env,
): z.output<T> {
  const given: Record<string, unknown> = {};
  for (const [variable, name] of Object.entries(ENVIRONMENT)) {
    if (environment[variable] !== undefined && name in schema.shape) {
      given[name] = environment[variable];
    }
  }
  for (const [name, value] of Object.entries(options)) {
    if (value !== undefined) given[name] = value;
  }
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const option = issue.path.join('.').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw new RangeError(`--${option}: ${issue.message}`);
}
