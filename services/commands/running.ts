import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { IncompatibleStateError } from '../../pipelines/warehouse/incompatible-state-error.ts';
import { InputError } from '../platform/input-error.ts';
import { type KafkaSettings, kafkaSettings } from '../transport/kafka/settings.ts';
import { parseConfig } from './config.ts';
import { EXIT, stopSignal } from './exit.ts';

/** Milliseconds that a stop may take before the process ends anyway. */
const STOP_DEADLINE = 20_000;
/** Length of the accept queue: a client whose attempt is dropped retries only after a second. */
const BACKLOG = 4_096;
/** Milliseconds after it for the process to end by itself. */
const LINGER = 1_000;

const DASHBOARDS = fileURLToPath(new URL('../../dashboards/dist', import.meta.url));

/**
 * The folder of the built dashboards.
 * @throws InputError if they are not built
 */
export function builtDashboards(): string {
  if (!existsSync(DASHBOARDS)) throw new InputError('The dashboards are not built: npm run build');
  return DASHBOARDS;
}

/**
 * Checks that an address can be listened on, before anything is written.
 * @throws InputError that names it
 */
export async function assertListens(host: string, port: number): Promise<void> {
  const probe = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      probe.once('error', reject);
      probe.listen({ host, port }, resolve);
    });
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    const why = WHY_NOT[code] ?? (error as Error).message;
    throw new InputError(`Cannot listen on --host ${host} --port ${port}: ${why}`);
  } finally {
    if (probe.listening) await new Promise((resolve) => probe.close(resolve));
  }
}

const WHY_NOT: Readonly<Record<string, string>> = {
  EADDRINUSE: 'something else listens there. Stop it, or give another --port',
  EADDRNOTAVAIL: 'the address is none of this machine. Give another --host',
  ENOTFOUND: 'the name is not known. Give another --host',
  EACCES: 'this user may not listen there. Give a --port from 1024 on',
};

/** Returns the configuration by a command's options; an invalid option ends it with a usage error. */
export function configOf<T extends z.ZodObject>(
  schema: T,
  options: Record<string, unknown>,
  command: Command,
): z.output<T> {
  try {
    return parseConfig(schema, options);
  } catch (error) {
    command.error(`error: ${(error as Error).message}`, { exitCode: EXIT.wrongUsage });
  }
}

/** Returns the settings for Kafka; an invalid setting ends the command with a usage error. */
export function kafkaSettingsOf(command: Command): KafkaSettings {
  try {
    return kafkaSettings();
  } catch (error) {
    command.error(`error: ${(error as Error).message}`, { exitCode: EXIT.wrongUsage });
  }
}

/** Adds the folder to the error of a state that does not open. */
export function refuseMismatch(data: string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof IncompatibleStateError)) throw error;
    throw new InputError(`${data}: ${error.message}.`);
  };
}

export interface Running {
  readonly app: Pick<FastifyInstance, 'listen' | 'close' | 'listeningOrigin'>;
  readonly host: string;
  readonly port: number;
  /** Called once it listens; `stopping` says whether to end. */
  readonly start: (stopping: () => boolean) => Promise<void>;
  /** Rejects if the service cannot continue. */
  readonly failed?: Promise<never> | undefined;
  /** Called before the server closes, and after. */
  readonly beforeClose?: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Runs a server from `listen` to the first SIGINT or SIGTERM, and stops it within a deadline. */
export async function run(server: Running): Promise<void> {
  const { app, host, port, failed = new Promise<never>(() => {}) } = server;
  let isStopping = false;
  const stopping = once(stopSignal(), 'abort').then(() => {
    isStopping = true;
  });
  await app.listen({ host, port, backlog: BACKLOG });
  const started = server.start(() => isStopping);
  let failure: unknown = null;
  await Promise.race([started.then(() => stopping), stopping, failed]).catch((error) => {
    failure = error;
    isStopping = true;
  });
  const deadline = setTimeout(() => {
    if (failure instanceof Error) process.stderr.write(`error: ${failure.message}\n`);
    process.stderr.write('error: not stopped in time; what was acknowledged is stored\n');
    process.exit(EXIT.failed);
  }, STOP_DEADLINE);
  await server.beforeClose?.();
  await app.close();
  await started.catch(() => undefined);
  await server.stop();
  clearTimeout(deadline);
  // pending work of a library, such as a connection to Kafka, must not delay the end
  setTimeout(() => process.exit(), LINGER).unref();
  if (failure !== null) throw failure;
}
