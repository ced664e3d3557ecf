import type { Command } from 'commander';
import { plain } from '../client/answer.ts';
import {
  type ListedLetters,
  listDeadLetters,
  type RetriedLetters,
  retryDeadLetters,
} from '../client/dead-letters.ts';
import { textTable } from '../platform/text-table.ts';
import { type ClientOptions, clientOptions, serverOf } from './client-options.ts';
import { EXIT } from './exit.ts';
import { wholeNumber } from './option-values.ts';

/** `dead-letters`: what a server rejected, and taking it once more. */
export function deadLettersCommand(program: Command): void {
  const command = program
    .command('dead-letters')
    .summary('see what a server rejected, and have it taken once more');
  const about = (name: string, summary: string) =>
    clientOptions(command.command(name).summary(summary));

  about('list', 'the newest records it rejected: when, where from, why, and where in the record')
    .option('--limit <n>', 'records at most', wholeNumber(1, 1_000_000), 100)
    .action(async (options: ClientOptions & { limit: number }) => {
      const listed = await listDeadLetters(await serverOf(options), options.limit);
      process.stdout.write(options.json ? `${JSON.stringify(listed)}\n` : table(listed));
    });

  about('retry', 'take them once more, as after a ward was added to the site file').action(
    async (options: ClientOptions) => {
      const retried = await retryDeadLetters(await serverOf(options));
      process.stdout.write(options.json ? `${JSON.stringify(retried)}\n` : text(retried));
      process.exitCode = retried.rejected > 0 ? EXIT.doneWithRejected : EXIT.done;
    },
  );
}

const HEAD = ['number', 'received at', 'source', 'id', 'reason', 'pointer', 'detail'];

function table({ letters, byReason }: ListedLetters): string {
  const total = Object.values(byReason).reduce((sum, n) => sum + n, 0);
  if (letters.length === 0) return 'No dead letters.\n';
  const rows = letters.map(({ number, receivedAt, source, id, reason, pointer, detail }) => {
    const from = [source ?? '–', id ?? '–'];
    const where = pointer === '' ? '–' : pointer;
    return [String(number), receivedAt, ...from, reason, where, detail].map(plain);
  });
  const reasons = Object.entries(byReason).map(([reason, n]) => `${plain(reason)} ${n}`);
  const table = textTable(HEAD, rows, [1, 2, 3, 4, 5, 6]);
  return `${table}\n\n${letters.length} of ${total}: ${reasons.join(', ')}\n`;
}

function text({ retried, accepted, duplicates, rejected }: RetriedLetters): string {
  return `${retried} retried · ${accepted} accepted · ${duplicates} duplicates · ${rejected} rejected\n`;
}
