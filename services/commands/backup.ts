import type { Command } from 'commander';
import { counted } from '../platform/counted.ts';
import { InputError } from '../platform/input-error.ts';
import { Progress } from '../platform/progress.ts';
import { backup, findBackup, type Manifest, verifyBackup } from '../state/backup.ts';
import { restore } from '../state/restore.ts';
import { EXIT } from './exit.ts';
import { wholeNumber } from './option-values.ts';
import { erasuresText } from './state-texts.ts';

interface BackupCommandOptions {
  data?: string;
  to?: string;
  journalOnly?: boolean;
  site?: string;
  access?: string;
  keep?: number;
  quiet?: boolean;
}

/** `backup` and `backup verify`. */
export function backupCommand(program: Command): void {
  const command = program
    .command('backup')
    .summary('back up a state, also of a running server')
    .description(
      'Copies the state under --data into a new folder under --to, named by the time; files that the last backup there has are linked. A server that runs goes on meanwhile. The copy is verified, and its manifest written last: one that was cut short does not count, and the next backup goes on with it. Keys of this machine (local-key) and secrets of sessions are left out: after a restore everyone signs in again. Safe to schedule.',
    )
    .option('--data <dir>', 'where the server keeps its state')
    .option('--to <dir>', 'where backups are kept')
    .option('--journal-only', 'leave out the DuckDB files: dead letters and asKnownAt too')
    .option('--site <file>', 'the site file, to be kept with it')
    .option('--access <file>', 'the access file, to be kept with it')
    .option('--keep <n>', 'remove older backups but the newest n', wholeNumber(1, 100_000))
    .option('--quiet', 'no progress')
    .action(async ({ data, to, quiet, ...rest }: BackupCommandOptions) => {
      if (data === undefined || to === undefined) {
        throw new InputError('Give the state by --data DIR, and where to by --to DIR');
      }
      const progress = new Progress(process.stderr, quiet);
      const made = await backup({
        ...{ data, to, ...rest },
        onProgress: (file) => progress.report(() => `copying ${file}`),
      });
      progress.end();
      const copied = (made.copied / 1e6).toFixed(1);
      process.stdout.write(`${made.folder}: ${manifestText(made.manifest)}, ${copied} MB copied\n`);
    });
  command
    .command('verify')
    .summary('see whether a backup is as it was made')
    .argument('<dir>', 'a backup, or a folder of backups: the newest')
    .option('--quiet', 'no progress')
    .action(async (dir: string, { quiet }: { quiet?: boolean }) => {
      const folder = await findBackup(dir);
      const progress = new Progress(process.stderr, quiet);
      const { manifest, faults } = await verifyBackup(folder, (file) =>
        progress.report(() => `verifying ${file}`),
      );
      progress.end();
      process.stdout.write(`${folder}: ${manifestText(manifest)}\n`);
      for (const fault of faults) process.stderr.write(`error: ${fault}\n`);
      process.exitCode = faults.length === 0 ? EXIT.done : EXIT.failed;
    });
}

interface RestoreCommandOptions {
  from: string;
  data: string;
  only?: string;
  quiet?: boolean;
}

/** `restore`. */
export function restoreCommand(program: Command): void {
  program
    .command('restore')
    .summary('bring a backup back into an empty folder')
    .description(
      'Verifies a backup, and copies it into a folder that is empty or new; a restore that was cut short is started again. With --only it puts one DuckDB file back into a state that no server has open; the one there is kept as .before.',
    )
    .requiredOption('--from <dir>', 'a backup, or a folder of backups: the newest')
    .requiredOption('--data <dir>', 'the new folder of the state')
    .option('--only <file>', 'scorer.duckdb, serving.duckdb or ingest.duckdb alone')
    .option('--quiet', 'no progress')
    .action(async ({ quiet, ...options }: RestoreCommandOptions) => {
      const progress = new Progress(process.stderr, quiet);
      const { from, made, erasures } = await restore({
        ...options,
        onProgress: (file) => progress.report(() => `restoring ${file}`),
      });
      progress.end();
      process.stdout.write(`${from}: ${manifestText(made)}, restored to ${options.data}\n`);
      process.stderr.write(erasuresText(erasures, options.data));
    });
}

function manifestText({ at, journal, files }: Manifest): string {
  return `${at}, ${counted(Object.keys(files).length, 'file')}, journal up to ${journal.end}:${journal.hash}`;
}
