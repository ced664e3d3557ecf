import { join } from 'node:path';
import type { Command } from 'commander';
import { verify } from '../access/audit-verify.ts';
import { InputError } from '../input-error.ts';
import { EXIT } from './exit.ts';

/** `audit`: whether the audit of a server is as it was written. */
export function auditCommand(program: Command): void {
  program
    .command('audit')
    .summary('look after the audit of a server')
    .command('verify')
    .summary('see whether any line was changed or left out')
    .description(
      'Reads the audit under --data and holds every line against the one before. The last number and hash it prints show, noted elsewhere, whether the end is still there later.',
    )
    .requiredOption('--data <dir>', 'where the server keeps its state')
    .action(async ({ data }: { data: string }) => {
      const { entries, first, last, hash, breaks } = await verify(join(data, 'audit'));
      process.stdout.write(`${entries} entries, ${first} to ${last}, ${hash}\n`);
      if (entries === 0) throw new InputError(`There is no audit under ${data}`);
      if (first > 1) {
        process.stderr.write(`warning: the first ${first - 1} entries are not there\n`);
      }
      for (const { file, line, what } of breaks) {
        process.stderr.write(`error: ${file}, line ${line}: ${what}\n`);
      }
      process.exitCode = breaks.length > 0 ? EXIT.failed : EXIT.done;
    });
}
