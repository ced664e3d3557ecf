import type { Command } from 'commander';
import { MOST_LINES, type Taken } from '../client/send-events.ts';
import { Server } from '../client/server.ts';
import { type PublishProgress, publish } from '../publish/publish.ts';
import { Progress } from '../replay/progress.ts';
import { EXIT } from './exit.ts';
import { positiveNumber } from './positive-number.ts';
import { serverUrl } from './server-url.ts';
import { stopSignal } from './stop-signal.ts';
import { wholeNumber } from './whole-number.ts';

interface Options {
  to: URL;
  speed?: number;
  batch: number;
  patience: number;
  json?: boolean;
  quiet?: boolean;
}

/** `publish FILE…`: event files to a running server. */
export function publishCommand(program: Command): void {
  program
    .command('publish')
    .summary('send event files to a running server')
    .description(
      `Sends ward events from files (.ndjson, .ndjson.gz, .arrow) to a server, in their order. Lines go as they are: the server keeps what it cannot take as dead letters, and says why. Events it has already count as duplicates, so a publication that was cut short is simply started again.`,
    )
    .argument('<files...>', 'event files')
    .requiredOption('--to <url>', 'address of the server', serverUrl)
    .option(
      '--speed <n>',
      'times real time by recordedAt: 3600 is an hour a second',
      positiveNumber,
    )
    .option('--batch <n>', 'lines of a request', wholeNumber(1, MOST_LINES), 1000)
    .option(
      '--patience <s>',
      'seconds to wait for a server that is away or busy',
      wholeNumber(0, 86_400),
      60,
    )
    .option('--json', 'print the counts as JSON to standard output')
    .option('--quiet', 'no progress and no summary text')
    .action(async (files: string[], options: Options) => {
      const { to, patience, json, quiet } = options;
      const progress = new Progress(process.stderr);
      const signal = stopSignal();
      const server = new Server({ to, patience, signal });
      const taken = await publish({
        ...options,
        files,
        server,
        signal,
        onProgress: quiet ? undefined : (state) => progress.report(() => line(state)),
      }).finally(() => progress.end());
      if (json) process.stdout.write(`${JSON.stringify(taken)}\n`);
      if (!quiet) {
        process.stderr.write(`${text(taken)} · ${progress.seconds.toFixed(1)} s · ${to.host}\n`);
      }
      process.exitCode = taken.rejected > 0 ? EXIT.doneWithRejected : EXIT.done;
    });
}

function line({ taken, bytes, bytesTotal }: PublishProgress): string {
  const percent = bytesTotal === 0 ? 100 : Math.floor((100 * bytes) / bytesTotal);
  return `publishing ${percent} % · ${text(taken)}`;
}

function text({ sent, accepted, duplicates, rejected, byReason }: Taken): string {
  const number = (n: number) => n.toLocaleString('en');
  const reasons = Object.entries(byReason).map(([reason, n]) => `${reason} ${number(n)}`);
  const why = reasons.length === 0 ? '' : ` (${reasons.join(', ')})`;
  return `${number(sent)} sent · ${number(accepted)} accepted · ${number(duplicates)} duplicates · ${number(rejected)} rejected${why}`;
}
