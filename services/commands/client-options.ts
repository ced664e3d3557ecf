import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { Server } from '../client/server.ts';
import { InputError } from '../platform/input-error.ts';
import { clientKey } from './config.ts';
import { stopSignal } from './exit.ts';
import { serverUrl, wholeNumber } from './option-values.ts';

export const KEY_FILE = [
  '--key-file <file>',
  'file with the key to the server (or VARDINTENSITET_KEY: the key itself)',
] as const;

/**
 * The key a client shows, from a file or the environment.
 * @throws InputError if the file cannot be read or holds none
 */
export async function readClientKey(file: string | undefined): Promise<string | undefined> {
  const key = file === undefined ? clientKey() : await textOf(file);
  if (key === undefined || /^[!-~]+$/.test(key)) return key;
  throw new InputError(`${file ?? 'VARDINTENSITET_KEY'} holds no key: expected one line`);
}

async function textOf(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    throw new InputError(`Cannot read the key file ${file}: ${(error as Error).message}`);
  }
}

/** What `clientOptions` adds. */
export interface ClientOptions {
  readonly to: URL;
  readonly keyFile?: string;
  readonly patience: number;
  readonly json?: boolean;
}

/** Adds the options of a command that asks a running server. */
export function clientOptions(command: Command): Command {
  return command
    .requiredOption('--to <url>', 'address of the server', serverUrl)
    .option(...KEY_FILE)
    .option(
      '--patience <s>',
      'seconds to wait for a server that is away or busy',
      wholeNumber(0, 86_400),
      10,
    )
    .option('--json', 'print JSON');
}

/** The server that the options name. */
export async function serverOf({ to, keyFile, patience }: ClientOptions): Promise<Server> {
  return new Server({ to, key: await readClientKey(keyFile), patience, signal: stopSignal() });
}
