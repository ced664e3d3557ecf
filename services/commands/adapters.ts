import { readFile, writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { Micros } from '../../schemas/instant.ts';
import { loadMapping, mistakeText, readMapping } from '../adapters/mapping/read.ts';
import { proposalOf } from '../adapters/trial/proposal.ts';
import { isAllUsed, trialText } from '../adapters/trial/report.ts';
import { type TrialProgress, tryMapping } from '../adapters/trial/trial.ts';
import { readSite } from '../files/site-file.ts';
import { writeEvents } from '../files/write-events.ts';
import { counted } from '../platform/counted.ts';
import { writeAtomically } from '../platform/durable-files.ts';
import { Progress } from '../platform/progress.ts';
import { adapterJournalCommands } from './adapters-journal.ts';
import { EXIT } from './exit.ts';
import { instant } from './option-values.ts';

/** `adapters …`: a hospital's own formats. */
export function adaptersCommand(program: Command): void {
  const adapters = program
    .command('adapters')
    .summary("turn a hospital's own formats into ward events");
  addTry(adapters);
  addCheck(adapters);
  adapterJournalCommands(adapters);
}

interface TryOptions {
  site?: string;
  channel?: string;
  out?: string;
  propose?: string;
  now?: Micros;
  quiet?: boolean;
}

function addTry(adapters: Command): void {
  adapters
    .command('try')
    .summary('read files as a mapping file says: events, and what could not be used')
    .description(
      'Reads HL7 v2 messages, tables and rosters from files as the channels of a mapping file say. Prints the events as NDJSON to standard output, and to standard error what was read, what was refused and why, and what waits for the mapping. Stores and sends nothing, and replaces identifiers with a key that nobody keeps. The exit code is 3 if something was refused or could not be used.',
    )
    .argument('<mapping>', 'mapping file')
    .argument('<inputs...>', 'files, or folders of files')
    .option('--site <file>', 'site file: checks the wards, and shows the coverage as it would be')
    .option('--channel <name>', 'the channel that reads the files (default: by folder and name)')
    .option('--out <file>', 'write the events to .ndjson, .ndjson.gz or .arrow')
    .option('--propose <file>', 'write a mapping file with all places and codes to decide')
    .option('--now <time>', 'when the records come (RFC 3339; default: now)', instant)
    .option('--quiet', 'no progress and no report')
    .action(async (file: string, inputs: string[], options: TryOptions) => {
      const { channel, out, propose, now = Date.now() * 1000, quiet } = options;
      const site = options.site === undefined ? null : await readSite(options.site);
      const mapping = await readMapping(file, site);
      const progress = new Progress(process.stderr, quiet);
      const trial = await tryMapping({
        ...{ mapping, inputs, channel, now },
        site: site ?? undefined,
        onProgress: (state) => progress.report(() => line(state)),
      });
      progress.end();
      const lines = trial.events.map((event) => ({ event }));
      if (out !== undefined) await writeEvents(out, lines);
      else await print(trial.events);
      const said = quiet ? [] : [trialText(trial)];
      if (propose !== undefined) {
        const proposal = proposalOf(JSON.parse(await textOf(file)), trial.notes);
        const text = `${JSON.stringify(proposal.file, null, 2)}\n`;
        await writeAtomically(propose, (path) => writeFile(path, text), `${propose}.tmp`);
        const { places, codes } = proposal;
        said.push(
          `${propose}: ${counted(places, 'place')} and ${counted(codes, 'code')} to decide`,
        );
      }
      if (out !== undefined) said.push(`${counted(trial.events.length, 'event')}: ${out}`);
      if (!quiet) process.stderr.write(`${said.join('\n')}\n`);
      process.exitCode = isAllUsed(trial) ? EXIT.done : EXIT.doneWithRejected;
    });
}

function addCheck(adapters: Command): void {
  adapters
    .command('check')
    .summary('check a mapping file: the line of each mistake')
    .description(
      'Checks a mapping file, with --site also the wards that it names. Prints each mistake with its line to standard error. The exit code is 1 if there is one.',
    )
    .argument('<mapping>', 'mapping file')
    .option('--site <file>', 'site file: the wards that there are')
    .action(async (file: string, { site }: { site?: string }) => {
      const { mistakes } = await loadMapping(
        file,
        site === undefined ? null : await readSite(site),
      );
      for (const mistake of mistakes) process.stderr.write(`${mistakeText(file, mistake)}\n`);
      if (mistakes.length === 0) process.stdout.write(`${file}: no mistakes\n`);
      process.exitCode = mistakes.length === 0 ? EXIT.done : EXIT.failed;
    });
}

async function textOf(file: string): Promise<string> {
  return (await readFile(file, 'utf8')).replace(/^\ufeff/, '');
}

async function print(events: readonly object[]): Promise<void> {
  for (const event of events) {
    if (process.stdout.write(`${JSON.stringify(event)}\n`)) continue;
    await new Promise((resume) => process.stdout.once('drain', resume));
  }
}

function line({ step, path, done }: TrialProgress): string {
  if (step === 'reading') return `reading ${path} · ${counted(done, 'record')}`;
  return `${step} · ${counted(done, step === 'scoring' ? 'event' : 'visit')}`;
}
