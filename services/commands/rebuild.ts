import type { Command } from 'commander';
import type { Site } from '../../schemas/site.ts';
import { readSite } from '../files/site-file.ts';
import { Journal } from '../journal/journal.ts';
import { counted } from '../platform/counted.ts';
import { InputError } from '../platform/input-error.ts';
import { Progress } from '../platform/progress.ts';
import { journalFolder } from '../state/files.ts';
import { type RebuildProgress, rebuildScorer, rebuildServing } from '../state/rebuild.ts';
import { stopSignal } from './exit.ts';
import { refuseMismatch } from './running.ts';

interface Options {
  data: string;
  site?: string;
  serving?: boolean;
  quiet?: boolean;
}

/** `rebuild`: what is derived from the journal, made again. */
export function rebuildCommand(program: Command): void {
  program
    .command('rebuild')
    .summary('make scorer.duckdb again from the journal, or serving.duckdb from that')
    .description(
      'Makes scorer.duckdb under --data again from the journal while no server runs on it; the old file is there until the new one is whole, and is then kept as scorer.duckdb.before. What was published stays. With --serving it makes serving.duckdb again from scorer.duckdb: what was published before, and when (asKnownAt), is then in serving.duckdb.before or a backup only.',
    )
    .requiredOption('--data <dir>', 'where the server keeps its state')
    .option('--site <file>', 'site file (default: the one that the journal noted last)')
    .option('--serving', 'make serving.duckdb again instead')
    .option('--quiet', 'no progress')
    .action(async ({ data, site: siteFile, serving, quiet }: Options) => {
      const progress = new Progress(process.stderr, quiet);
      const work = {
        ...{ data, site: await siteOf(data, siteFile), signal: stopSignal() },
        onProgress: (state: RebuildProgress) => progress.report(() => line(state)),
      };
      const done = await (serving ? rebuildServing(work) : rebuildScorer(work)).catch(
        refuseMismatch(data),
      );
      progress.end();
      if (quiet) return;
      const of = serving ? 'encounter-hour' : 'position';
      const rate = Math.round(done / progress.seconds).toLocaleString('en');
      process.stderr.write(`${counted(done, of)} · ${progress.seconds.toFixed(1)} s (${rate}/s)\n`);
      if (serving) {
        process.stderr.write(
          'What was published before now, and when, is in serving.duckdb.before and in backups only: asKnownAt before now has no answer.\n',
        );
      }
    });
}

async function siteOf(data: string, file: string | undefined): Promise<Site> {
  if (file !== undefined) return readSite(file);
  const noted = (await Journal.end(journalFolder(data)))?.site;
  if (noted !== null && noted !== undefined) return noted.site;
  throw new InputError('Which hospital? Give its site file by --site FILE');
}

function line({ step, done, of }: RebuildProgress): string {
  if (step === 'publishing') return `publishing ${counted(done, 'encounter-hour')}`;
  return `${step} ${of === 0 ? 100 : Math.floor((100 * done) / of)} %`;
}
