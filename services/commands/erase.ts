import { type Command, InvalidArgumentError } from 'commander';
import { counted } from '../platform/counted.ts';
import { createLog } from '../platform/log.ts';
import { Progress } from '../platform/progress.ts';
import { erase } from '../state/erasure/erase.ts';
import type { ErasedTopics } from '../transport/kafka/erase-topics.ts';
import { KAFKA_ENVIRONMENT } from '../transport/kafka/settings.ts';
import { EXIT } from './exit.ts';
import { kafkaSettingsOf, refuseMismatch } from './running.ts';

interface Options {
  readonly data: string;
  readonly encounter: string;
  readonly reason?: string;
  readonly forgetPublished?: boolean;
  readonly auditHead?: string;
  readonly kafka?: boolean;
}

/** `erase`: an encounter leaves the state of a stopped server. */
export function eraseCommand(program: Command): void {
  program
    .command('erase')
    .summary('erase an encounter from the state of a stopped server')
    .description(
      'Erases every version of everything about one encounter from the folder of a server that is stopped: journal, DuckDB files, dead letters that name it, answers and snapshots. Of its records in the journal the hashes stay, so that the chain still holds. Ward-hours are summed again without it; what they had said before stays as published, but for --forget-published. The audit stays, and gets a line before and one after, with the pseudonym. Where it is cut off no server starts on the folder: run the same command again. Backups, exports and other copies have to be erased where they are. Exit code 3: a file of the folder still names it, or a topic keeps it.',
    )
    .requiredOption('--data <dir>', 'where the server keeps its state')
    .requiredOption('--encounter <id>', 'the encounter, by pseudonym', idOf)
    .option('--reason <text>', 'by what decision: kept in the audit')
    .option('--forget-published', 'also what its ward-hours had said before')
    .option('--audit-head <file>', 'where the server notes the last line of its audit too')
    .option(
      '--kafka',
      `also from the topics, as far as Kafka can: after the folders of all other services (${KAFKA_ENVIRONMENT.join(', ')} say how it is reached)`,
    )
    .action(async ({ encounter: encounterId, kafka, ...options }: Options, command: Command) => {
      const settings = kafka === true ? kafkaSettingsOf(command) : null;
      let topics: ErasedTopics | null = null;
      const progress = new Progress(process.stderr);
      const erased = await erase({
        ...{ ...options, encounterId },
        onStep: (step) => progress.report(() => step),
        beside: async () => {
          if (settings === null) return;
          const { eraseTopics } = await import('../transport/kafka/erase-topics.ts');
          topics = await eraseTopics(settings, encounterId, createLog('error'));
        },
      }).catch(refuseMismatch(options.data));
      progress.end();
      const { records, wardHours, deadLetters, leftovers } = erased;
      const lines = [
        `Erased: ${records === null ? '' : `${counted(records, 'record')} of the journal, `}${counted(deadLetters, 'dead letter')}; ${counted(wardHours, 'ward-hour')} summed again.`,
        `${options.data}/audit keeps the pseudonym: who read the encounter, and that it was erased.`,
        'Not reached: backups, exports and files sent on. A backup from before has it still: erase it there too, after a restore.',
        ...(records === 0 && wardHours === 0 && deadLetters === 0
          ? [`${options.data} had nothing about this encounter: is the pseudonym right?`]
          : []),
        ...topicLines(topics),
        ...leftovers.map(({ file, why }) =>
          why === 'names'
            ? `${file} still names it: remove the file, or what it says.`
            : `${file} is no file of the server, and was not searched.`,
        ),
      ];
      process.stderr.write(`${lines.join('\n')}\n`);
      const isNamed = leftovers.some(({ why }) => why === 'names');
      if (isNamed || staysIn(topics)) process.exitCode = EXIT.doneWithRejected;
    });
}

/** Whether messages stay that only retention removes. */
function staysIn(topics: ErasedTopics | null): boolean {
  return topics !== null && topics.remaining.length > 0;
}

function topicLines(topics: ErasedTopics | null): string[] {
  if (topics === null) return [];
  const { hours, deadLetters, deadLettersGone, remaining } = topics;
  return [
    `Topics: ${hours} encounter-hours have a tombstone; Kafka removes the values within a day or so. ${deadLettersGone} dead letters are deleted, and ${deadLetters} of them named it; the services have the others.`,
    ...remaining.map(({ topic, messages, until }) => {
      const when = until === null ? 'never' : new Date(until).toISOString().slice(0, 10);
      return `${topic} keeps ${counted(messages, 'message')} about it: Kafka cannot take single ones out of a log. They leave by its retention (${when}). Until then a scorer whose files are lost reads them again: erase again after that.`;
    }),
  ];
}

function idOf(text: string): string {
  if (text === '') throw new InvalidArgumentError('Expected the id of an encounter.');
  return text;
}
