import type { Command } from 'commander';
import { MOST_LINES, type SendResult, sendEvents } from '../client/send-events.ts';
import { Server } from '../client/server.ts';
import { createLog } from '../platform/log.ts';
import { Progress } from '../platform/progress.ts';
import { type PublishProgress, publish } from '../publish/publish.ts';
import { KAFKA_ENVIRONMENT } from '../transport/kafka/settings.ts';
import { KEY_FILE, readClientKey } from './client-options.ts';
import { EXIT, stopSignal } from './exit.ts';
import { positiveNumber, serverUrl, wholeNumber } from './option-values.ts';
import { kafkaSettingsOf } from './running.ts';

interface Options {
  to: URL | 'kafka';
  keyFile?: string;
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
    .summary('send event files to a running server, or to Kafka')
    .description(
      `Sends ward events from files (.ndjson, .ndjson.gz, .arrow) to a server, in their order. Lines go as they are: the server keeps what it cannot take as dead letters, and says why. Events it has already count as duplicates, so a publication that was cut short is simply started again. With "--to kafka" lines are put on Kafka past ingest, and scorers judge them: ${KAFKA_ENVIRONMENT.join(', ')} say how it is reached.`,
    )
    .argument('<files...>', 'event files')
    .requiredOption('--to <url>', 'address of the server, or kafka', target)
    .option(...KEY_FILE)
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
    .action(async (files: string[], options: Options, command: Command) => {
      const { to, keyFile, patience, json, quiet } = options;
      const progress = new Progress(process.stderr, quiet);
      const signal = stopSignal();
      const sender =
        to === 'kafka'
          ? await kafkaSender(command)
          : serverSender(new Server({ to, key: await readClientKey(keyFile), patience, signal }));
      const result = await publish({
        ...options,
        files,
        send: sender.send,
        signal,
        onProgress: (state) => progress.report(() => line(state)),
      }).finally(async () => {
        progress.end();
        await sender.close();
      });
      if (json) process.stdout.write(`${JSON.stringify(result)}\n`);
      if (!quiet) {
        process.stderr.write(
          `${text(result)} · ${progress.seconds.toFixed(1)} s · ${sender.name}\n`,
        );
      }
      process.exitCode = result.rejected > 0 ? EXIT.doneWithRejected : EXIT.done;
    });
}

interface Sender {
  readonly name: string;
  readonly send: (lines: readonly Uint8Array[]) => Promise<SendResult>;
  readonly close: () => Promise<void>;
}

function target(text: string): URL | 'kafka' {
  return text === 'kafka' ? text : serverUrl(text);
}

function serverSender(server: Server): Sender {
  const send = (lines: readonly Uint8Array[]) => sendEvents(server, lines);
  return { name: server.host, send, close: async () => undefined };
}

async function kafkaSender(command: Command): Promise<Sender> {
  const settings = kafkaSettingsOf(command);
  const { LineSender } = await import('../transport/kafka/line-sender.ts');
  const sender = await LineSender.open(settings, createLog('error'));
  return { name: 'Kafka', send: (lines) => sender.send(lines), close: () => sender.close() };
}

function line({ result, bytes, bytesTotal }: PublishProgress): string {
  const percent = bytesTotal === 0 ? 100 : Math.floor((100 * bytes) / bytesTotal);
  return `publishing ${percent} % · ${text(result)}`;
}

function text({ sent, accepted, duplicates, rejected, byReason }: SendResult): string {
  const number = (n: number) => n.toLocaleString('en');
  const reasons = Object.entries(byReason).map(([reason, n]) => `${reason} ${number(n)}`);
  const why = reasons.length === 0 ? '' : ` (${reasons.join(', ')})`;
  return `${number(sent)} sent · ${number(accepted)} accepted · ${number(duplicates)} duplicates · ${number(rejected)} rejected${why}`;
}
