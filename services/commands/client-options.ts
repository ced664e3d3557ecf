import type { Command } from 'commander';
import { Server } from '../client/server.ts';
import { KEY_FILE, readClientKey } from './client-key.ts';
import { serverUrl, wholeNumber } from './option-values.ts';
import { stopSignal } from './stop-signal.ts';

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
