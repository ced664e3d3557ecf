import { type Command, Option } from 'commander';
import { type EventFile, openEventFile } from '../files/event-file.ts';
import { readSite } from '../files/site-file.ts';
import { counted } from '../platform/counted.ts';
import { writableFolder } from '../platform/folder.ts';
import { createLog } from '../platform/log.ts';
import { Progress } from '../platform/progress.ts';
import { FORMATS } from '../replay/outputs.ts';
import { type ReplayProgress, replay } from '../replay/replay.ts';
import { summaryText } from '../replay/summary-text.ts';
import { KAFKA_ENVIRONMENT } from '../transport/kafka/settings.ts';
import { EXIT, stopSignal } from './exit.ts';
import { milliseconds, wholeNumber } from './option-values.ts';
import { kafkaSettingsOf } from './running.ts';

interface Options {
  from?: 'kafka';
  since?: number;
  until?: number;
  site: string;
  out: string;
  data?: string;
  commitEvents?: number;
  format: (typeof FORMATS)[number];
  fresh?: boolean;
  json?: boolean;
  quiet?: boolean;
}

/** `replay FILE…`: files through the whole pipeline, no broker. */
export function replayCommand(program: Command): void {
  program
    .command('replay')
    .summary('score event files: encounter-hours, ward-hours, rejected, summary')
    .description(
      `Reads ward events from files (.ndjson, .ndjson.gz, .arrow), scores them and writes encounter-hours, ward-hours, rejected.ndjson and summary.json to --out. A replay that was cut short goes on where it stopped when it is started again. With "--from kafka" it reads the ward events of Kafka as far as they are now (${KAFKA_ENVIRONMENT.join(', ')} say how it is reached).`,
    )
    .argument('[files...]', 'event files')
    .addOption(new Option('--from <source>', 'the ward events that Kafka has').choices(['kafka']))
    .option('--since <time>', 'of Kafka: what it took from then on (RFC 3339)', milliseconds)
    .option('--until <time>', 'of Kafka: what it took before then', milliseconds)
    .requiredOption('--site <file>', 'site file (wards, time zone, switches)')
    .requiredOption('--out <dir>', 'where the results go')
    .option('--data <dir>', 'where the state is kept (default: <out>/state)')
    .addOption(new Option('--format <format>', 'of the hours').choices(FORMATS).default('ndjson'))
    .option('--commit-events <n>', 'events a commit takes', wholeNumber(1, 1_000_000))
    .option('--fresh', 'drop the state of earlier replays first')
    .option('--json', 'print the summary as JSON to standard output')
    .option('--quiet', 'no progress and no summary text')
    .action(async (files: string[], options: Options, command: Command) => {
      await writableFolder('--out', options.out);
      if (options.data !== undefined) await writableFolder('--data', options.data);
      const logs = await logsOf(files, options, command);
      const progress = new Progress(process.stderr, options.quiet);
      const summary = await replay({
        ...options,
        files: logs,
        site: await readSite(options.site),
        signal: stopSignal(),
        onProgress: (state) => progress.report(() => line(state)),
      });
      progress.end();
      if (options.json) process.stdout.write(`${JSON.stringify(summary)}\n`);
      if (!options.quiet) {
        process.stderr.write(
          `${summaryText(summary)}\n\n${progress.seconds.toFixed(1)} s · results in ${options.out}\n`,
        );
      }
      process.exitCode = summary.rejected.total > 0 ? EXIT.doneWithRejected : EXIT.done;
    });
}

/** The logs to read: files, or what Kafka has. */
async function logsOf(
  files: readonly string[],
  { from, since, until }: Options,
  command: Command,
): Promise<EventFile[]> {
  if ((from === undefined) === (files.length === 0)) {
    command.error('error: name event files, or --from kafka', { exitCode: EXIT.wrongUsage });
  }
  if (from === undefined && (since ?? until) !== undefined) {
    command.error('error: --since and --until are of --from kafka', { exitCode: EXIT.wrongUsage });
  }
  if (from === undefined) return Promise.all(files.map(openEventFile));
  const settings = kafkaSettingsOf(command);
  const { topicRange } = await import('../transport/kafka/topic-range.ts');
  return topicRange(settings, createLog('error'), { since, until });
}

function line({ step, events, bytes, bytesTotal }: ReplayProgress): string {
  const percent = bytesTotal === 0 ? 100 : Math.floor((100 * bytes) / bytesTotal);
  return step === 'reading'
    ? `reading ${percent} % · ${counted(events, 'event')}`
    : `${step} ${counted(events, 'event')}`;
}
