import { type Command, InvalidArgumentError } from 'commander';
import { erase } from '../erasure/erase.ts';
import { Progress } from '../replay/progress.ts';
import { refuseMismatch } from './running.ts';

interface Options {
  readonly data: string;
  readonly encounter: string;
  readonly reason?: string;
  readonly forgetPublished?: boolean;
  readonly auditHead?: string;
}

/** `erase`: an encounter leaves the state of a stopped server. */
export function eraseCommand(program: Command): void {
  program
    .command('erase')
    .summary('erase an encounter from the state of a stopped server')
    .description(
      'Erases every version of everything about one encounter from the folder of a server that is stopped: journal, DuckDB files, dead letters that name it, answers and snapshots. Of its records in the journal the hashes stay, so that the chain still holds. Ward-hours are summed again without it; what they had said before stays as published, but for --forget-published. The audit stays, and gets a line before and one after, with the pseudonym. Where it is cut off no server starts on the folder: run the same command again. Backups, exports and other copies have to be erased where they are.',
    )
    .requiredOption('--data <dir>', 'where the server keeps its state')
    .requiredOption('--encounter <id>', 'the encounter, by pseudonym', idOf)
    .option('--reason <text>', 'by what decision: kept in the audit')
    .option('--forget-published', 'also what its ward-hours had said before')
    .option('--audit-head <file>', 'where the server notes the last line of its audit too')
    .action(async ({ encounter: encounterId, ...options }: Options) => {
      const progress = new Progress(process.stderr);
      const erased = await erase({
        ...{ ...options, encounterId },
        onStep: (step) => progress.report(() => step),
      }).catch(refuseMismatch(options.data));
      progress.end();
      const { records, wardHours, deadLetters, leftovers } = erased;
      const lines = [
        `Erased: ${records === null ? '' : `${records} records of the journal, `}${deadLetters} dead letters; ${wardHours} ward-hours summed again.`,
        `What is known of other encounters is unchanged. ${options.data}/audit keeps the pseudonym: who read it, and that it was erased.`,
        'Not reached: backups, exports and files sent on. A backup from before has it still: erase it there too, after a restore.',
        ...leftovers.map(({ file, why }) =>
          why === 'names'
            ? `${file} still names it: remove the file, or what it says.`
            : `${file} is no file of the server, and was not searched.`,
        ),
      ];
      process.stderr.write(`${lines.join('\n')}\n`);
    });
}

function idOf(text: string): string {
  if (text === '') throw new InvalidArgumentError('Expected the id of an encounter.');
  return text;
}
