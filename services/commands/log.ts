import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { type Command, InvalidArgumentError } from 'commander';
import { parseInstant } from '../../schemas/instant.ts';
import { exportedLines } from '../journal/export.ts';
import { journalFiles } from '../journal/files.ts';
import { damageLines, ranges, reportText, verifyJournal } from '../journal/verify.ts';
import { counted } from '../platform/counted.ts';
import { writeAtomically } from '../platform/durable-files.ts';
import { InputError } from '../platform/input-error.ts';
import { Progress } from '../platform/progress.ts';
import { assertKinds } from '../state/file-kinds.ts';
import { journalFolder } from '../state/files.ts';
import { readHead } from '../state/head.ts';
import { repairState } from '../state/repair.ts';
import { EXIT } from './exit.ts';
import { erasuresText, fileLine } from './state-texts.ts';

/** `log`: the journal of a server. */
export function logCommand(program: Command): void {
  const log = program.command('log').summary('look after the journal of a server');
  verifyCommand(log);
  exportCommand(log);
  repairCommand(log);
}

interface RepairCommandOptions {
  data: string;
  from?: string;
  acceptLoss?: boolean;
  quiet?: boolean;
}

function repairCommand(log: Command): void {
  log
    .command('repair')
    .summary('bring back what is damaged, or go on without it')
    .description(
      'Repairs the journal under --data while no server runs on it. With --from it takes what is damaged or missing from the journal of a backup, where the chain then holds. What no backup has is given up with --accept-loss: the journal then notes what is lost and goes on, and scorer.duckdb is made again by the next start. Each file that is replaced is kept beside as .damaged.',
    )
    .requiredOption('--data <dir>', 'where the server keeps its state')
    .option('--from <dir>', 'a backup of it, a folder of backups, or another with its journal')
    .option('--accept-loss', 'give up what cannot be repaired')
    .option('--quiet', 'no progress')
    .action(async ({ data, from, acceptLoss = false, quiet }: RepairCommandOptions) => {
      await expectJournal(data);
      const progress = new Progress(process.stderr, quiet);
      const { before, repaired, after, erasures } = await repairState({
        ...{ data, from, acceptLoss },
        onProgress: (state) => progress.report(() => fileLine('verifying', state)),
      });
      progress.end();
      if (repaired === null) process.stdout.write('Nothing is damaged.\n');
      else {
        for (const line of damageLines(before)) process.stdout.write(`repaired: ${line}\n`);
        for (const name of repaired.written) process.stdout.write(`written: ${name}\n`);
        if (repaired.taken > 0) {
          process.stdout.write(
            `${counted(repaired.taken, 'link')} with what they close: from ${from}\n`,
          );
        }
        if (repaired.lost.length > 0) {
          process.stdout.write(
            `lost: ${ranges(repaired.lost)}. scorer.duckdb is kept as scorer.duckdb.before; the next start, or "rebuild", makes it again. A rewind that was noted among them is lost as well: repeat it ("state rewind")\n`,
          );
        }
      }
      process.stderr.write(erasuresText(erasures, data));
      process.stdout.write(`${reportText(after)}\n`);
      for (const line of damageLines(after)) process.stderr.write(`error: ${line}\n`);
      process.exitCode = after.damage.length === 0 ? EXIT.done : EXIT.failed;
    });
}

function verifyCommand(log: Command): void {
  log
    .command('verify')
    .summary('see whether every record is there as it was acknowledged')
    .description(
      'Reads every file of the journal under --data, also beside a running server: sums, chain, positions, and what head.json notes as acknowledged. What is damaged is named by file, byte and record. The exit code is 1 where there is any. Changes nothing.',
    )
    .requiredOption('--data <dir>', 'where the server keeps its state')
    .option('--quiet', 'no progress')
    .action(async ({ data, quiet }: { data: string; quiet?: boolean }) => {
      await expectJournal(data);
      const head = await readHead(data);
      const progress = new Progress(process.stderr, quiet);
      const report = await verifyJournal(journalFolder(data), head?.journal ?? null, (state) =>
        progress.report(() => fileLine('verifying', state)),
      );
      progress.end();
      process.stdout.write(`${reportText(report)}\n`);
      if (head === null)
        process.stderr.write('warning: there is no head.json to hold it against\n');
      for (const line of damageLines(report)) process.stderr.write(`error: ${line}\n`);
      process.exitCode = report.damage.length === 0 ? EXIT.done : EXIT.failed;
    });
}

interface ExportOptions {
  data: string;
  out: string;
  from?: Bound;
  to?: Bound;
  quiet?: boolean;
}

function exportCommand(log: Command): void {
  log
    .command('export')
    .summary('write its events to a file, as replay and publish read them')
    .description(
      'Writes the events of the journal under --data as lines of JSON, in their order, also beside a running server: up to what it has acknowledged. --from and --to are positions, or instants by when the journal took an event; --to is not included.',
    )
    .requiredOption('--data <dir>', 'where the server keeps its state')
    .requiredOption('--out <file>', '.ndjson or .ndjson.gz, - for standard output')
    .option('--from <bound>', 'the first position, or an instant (RFC 3339)', bound)
    .option('--to <bound>', 'the position after the last, or an instant', bound)
    .option('--quiet', 'no progress')
    .action(async ({ data, out, from, to, quiet }: ExportOptions) => {
      await expectJournal(data);
      const progress = new Progress(process.stderr, quiet);
      let events = 0;
      const lines = exportedLines(
        journalFolder(data),
        {
          ...{ from: from?.position, to: to?.position },
          ...{ since: from?.instant, until: to?.instant },
        },
        (state) =>
          progress.report(() => `${fileLine('exporting', state)} · ${counted(events, 'event')}`),
      );
      const lined = async function* () {
        for await (const line of lines) {
          events++;
          yield `${line}\n`;
        }
      };
      await writeLines(out, lined());
      progress.end();
      if (!quiet) process.stderr.write(`${counted(events, 'event')}\n`);
    });
}

/** Writes to standard output, or to a file that is there as a whole or not at all. */
async function writeLines(out: string, lines: AsyncIterable<string>): Promise<void> {
  if (out === '-') {
    for await (const line of lines) {
      if (!process.stdout.write(line)) await once(process.stdout, 'drain');
    }
    return;
  }
  if (!/\.ndjson(\.gz)?$/.test(out)) throw new InputError('--out: Expected .ndjson or .ndjson.gz');
  await writeAtomically(out, async (temporary) => {
    const file = createWriteStream(temporary, { mode: 0o600, flags: 'wx', flush: true });
    const source = Readable.from(lines, { highWaterMark: 1024 });
    if (out.endsWith('.gz')) await pipeline(source, createGzip(), file);
    else await pipeline(source, file);
  });
}

/** @throws InputError if a folder has no journal */
async function expectJournal(data: string): Promise<void> {
  await assertKinds(data);
  if ((await journalFiles(journalFolder(data))).length > 0) return;
  throw new InputError(
    `There is no journal in ${journalFolder(data)}. "doctor --data ${data}" says what there is`,
  );
}

interface Bound {
  readonly position?: number;
  readonly instant?: number;
}

function bound(text: string): Bound {
  if (/^\d{1,15}$/.test(text)) return { position: Number(text) };
  const instant = parseInstant(text) / 1000;
  if (Number.isNaN(instant)) {
    throw new InvalidArgumentError('Expected a position, or an RFC 3339 instant.');
  }
  return { instant };
}
