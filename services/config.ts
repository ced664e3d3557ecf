import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);

/** Everything a server can be told, by options or environment, parsed in this one place. */
export const serverConfig = z.strictObject({
  /** Folder of the state. */
  data: z.string().min(1).default('.data/serve'),
  /** Site file; the simulated hospital brings its own. */
  site: z.string().min(1).optional(),
  host: z.string().min(1).default('127.0.0.1'),
  /** 0 takes a free one. */
  port: port.default(8080),
  /** Whether the clock of this server moves stream time when no event does. */
  clock: z.boolean().default(true),
  simulate: z.boolean().default(false),
  wards: z.coerce.number().int().min(1).max(200).default(20),
  beds: z.coerce.number().int().min(1).max(60).default(20),
  days: z.coerce.number().int().min(1).max(400).default(14),
  seed: z.coerce.number().int().min(0).default(1),
  /** Records that may wait for a commit before a sender is told to try again. */
  queue: z.coerce.number().int().min(1).max(1_000_000).default(20_000),
  logLevel: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('warn'),
});

export type ServerConfig = z.output<typeof serverConfig>;

/** Variables of the environment that stand for options; an option given goes before. */
export const ENVIRONMENT = {
  VARDINTENSITET_DATA: 'data',
  VARDINTENSITET_SITE: 'site',
  VARDINTENSITET_HOST: 'host',
  VARDINTENSITET_PORT: 'port',
  VARDINTENSITET_QUEUE: 'queue',
  VARDINTENSITET_LOG_LEVEL: 'logLevel',
} as const satisfies Record<string, keyof ServerConfig>;

/**
 * The configuration of options over environment over defaults.
 * @throws RangeError naming what is wrong and what was expected
 */
export function parseServerConfig(
  options: Record<string, unknown>,
  environment: NodeJS.ProcessEnv = process.env,
): ServerConfig {
  const given: Record<string, unknown> = {};
  for (const [variable, name] of Object.entries(ENVIRONMENT)) {
    if (environment[variable] !== undefined) given[name] = environment[variable];
  }
  for (const [name, value] of Object.entries(options)) {
    if (value !== undefined) given[name] = value;
  }
  const parsed = serverConfig.safeParse(given);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw new RangeError(`--${issue.path.join('.')}: ${issue.message}`);
}
