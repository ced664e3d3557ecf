import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ErasureSubject } from '../../pipelines/events/erasure-subject.ts';
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
  readonly encounter?: string;
  readonly judgement?: string;
  readonly source: string;
  readonly reason?: string;
  readonly forgetPublished?: boolean;
  readonly auditHead?: string;
  readonly kafka?: boolean;
}

/** `erase`: an encounter or a judgement leaves the state of a stopped server. */
export function eraseCommand(program: Command): void {
  program
    .command('erase')
    .summary('erase an encounter or a judgement from the state of a stopped server')
    .description(
      'Erases every version of everything about one encounter, or of one judgement and its note, from the folder of a server that is stopped: journal, DuckDB files, dead letters that name it, answers and snapshots. Of its records in the journal the hashes stay, so that the chain still holds. Ward-hours are summed again without the encounter; what they had said before stays as published, but for --forget-published. The audit stays, and gets a line before and one after, with the pseudonym or the id of the judgement. Where it is cut off no server starts on the folder: run the same command again. Backups, exports and other copies have to be erased where they are. Exit code 3: a file of the folder still names it, or a topic keeps it.',
    )
    .requiredOption('--data <dir>', 'where the server keeps its state')
    .option('--encounter <id>', 'the encounter, by pseudonym', idOf)
    .addOption(
      new Option('--judgement <id>', 'the judgement, by its id')
        .argParser(idOf)
        .conflicts(['encounter', 'forgetPublished']),
    )
    .option('--source <name>', 'the system that sent the judgement', idOf, 'dashboard')
    .option('--reason <text>', 'by what decision: kept in the audit')
    .option('--forget-published', 'also what its ward-hours had said before')
    .option('--audit-head <file>', 'where the server notes the last line of its audit too')
    .option(
      '--kafka',
      `also from the topics, as far as Kafka can: after the folders of all other services (${KAFKA_ENVIRONMENT.join(', ')} say how it is reached)`,
    )
    .action(async (given: Options, command: Command) => {
      const { encounter, judgement, source, kafka, ...options } = given;
      const subject = subjectOf(given, command);
      const settings = kafka === true ? kafkaSettingsOf(command) : null;
      let topics: ErasedTopics | null = null;
      const progress = new Progress(process.stderr);
      const erased = await erase({
        ...{ ...options, ...subject },
        onStep: (step) => progress.report(() => step),
        beside: async () => {
          if (settings === null) return;
          const { eraseTopics } = await import('../transport/kafka/erase-topics.ts');
          topics = await eraseTopics(settings, subject, createLog('error'));
        },
      }).catch(refuseMismatch(options.data));
      progress.end();
      const { records, wardHours, deadLetters, leftovers } = erased;
      const isJudgement = 'judgement' in subject;
      const lines = [
        `Erased: ${records === null ? '' : `${counted(records, 'record')} of the journal, `}${counted(deadLetters, 'dead letter')}${isJudgement ? '' : `; ${counted(wardHours, 'ward-hour')} summed again`}.`,
        isJudgement
          ? `${options.data}/audit keeps its id, and that it was erased.`
          : `${options.data}/audit keeps the pseudonym: who read the encounter, and that it was erased.`,
        'Not reached: backups, exports and files sent on. A backup from before has it still: erase it there too, after a restore.',
        ...(records === 0 && wardHours === 0 && deadLetters === 0
          ? [
              `${options.data} had nothing about it: ${isJudgement ? 'are id and --source' : 'is the pseudonym'} right?`,
            ]
          : []),
        ...topicLines(topics, isJudgement),
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

function topicLines(topics: ErasedTopics | null, isJudgement: boolean): string[] {
  if (topics === null) return [];
  const { hours, deadLetters, deadLettersGone, remaining } = topics;
  const tombstones = isJudgement
    ? ''
    : `${hours} encounter-hours have a tombstone; Kafka removes the values within a day or so. `;
  return [
    `Topics: ${tombstones}${deadLettersGone} dead letters are deleted, and ${deadLetters} of them named it; the services have the others.`,
    ...remaining.map(({ topic, messages, until }) => {
      const when = until === null ? 'never' : new Date(until).toISOString().slice(0, 10);
      return `${topic} keeps ${counted(messages, 'message')} about it: Kafka cannot take single ones out of a log. They leave by its retention (${when}). Until then a scorer whose files are lost reads them again: erase again after that.`;
    }),
  ];
}

/** What the options name; neither an encounter nor a judgement ends the command with a usage error. */
function subjectOf({ encounter, judgement, source }: Options, command: Command): ErasureSubject {
  if (encounter !== undefined) return { encounterId: encounter };
  if (judgement !== undefined) return { judgement: { source, id: judgement } };
  command.error('error: say what to erase: --encounter ID or --judgement ID', {
    exitCode: EXIT.wrongUsage,
  });
}

function idOf(text: string): string {
  if (text === '') throw new InvalidArgumentError('Expected an id.');
  return text;
}
