import { once } from 'node:events';
import { join } from 'node:path';
import type { Command } from 'commander';
import { searchAudit } from '../security/audit/audit-search.ts';
import { milliseconds } from './option-values.ts';

interface Options {
  readonly data: string;
  readonly encounter?: string;
  readonly subject?: string;
  readonly ward?: string;
  readonly route?: string;
  readonly from?: number;
  readonly to?: number;
}

/** `audit search`: who read or changed what, as NDJSON. */
export function searchCommand(audit: Command): void {
  audit
    .command('search')
    .summary('find lines: by patient, caller, ward, route and time')
    .description(
      'Prints the lines that fit all that is given, the oldest first. A patient is found where a request named it, and in every list that named it. The server may run meanwhile.',
    )
    .requiredOption('--data <dir>', 'where the server keeps its state')
    .option('--encounter <id>', 'a patient, by pseudonym')
    .option('--subject <text>', 'the caller, or a part of its name, such as the id of a key')
    .option('--ward <id>', 'a ward that a request named')
    .option('--route <address>', 'as declared, or its beginning: /v1/wards/:wardId')
    .option('--from <instant>', 'written then or later', milliseconds)
    .option('--to <instant>', 'written before', milliseconds)
    .action(async ({ data, encounter: encounterId, ward: wardId, ...options }: Options) => {
      const filter = { ...options, encounterId, wardId };
      for await (const { entry } of searchAudit(join(data, 'audit'), filter)) {
        if (!process.stdout.write(`${JSON.stringify(entry)}\n`)) {
          await once(process.stdout, 'drain');
        }
      }
    });
}
