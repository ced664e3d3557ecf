import type { Command } from 'commander';
import { formatInstant, type Micros } from '../../schemas/instant.ts';
import { counted } from '../platform/counted.ts';
import { type JournalRewind, rewindJournal } from '../state/rewind.ts';
import { instant } from './option-values.ts';

/** `state`: what a stopped server keeps. */
export function stateCommand(program: Command): void {
  const state = program.command('state').summary('look after the state of a stopped server');
  state
    .command('rewind')
    .summary("take back ticks of the server's own clock, after it was wrong")
    .description(
      'Notes in the journal that ticks of the own clock after an instant do not count. At its next start the server stands at the latest event before it, hours that were published after it are withdrawn, and what was known before it stays as it was. The clock of the machine is then taken for right: set it first. Events of senders are data, and stay. A server that runs does the same by "clock confirm".',
    )
    .requiredOption('--data <dir>', 'where the server keeps its state')
    .requiredOption('--to <instant>', 'the time that it is, as in 2026-01-05T08:10:00Z', instant)
    .action(async ({ data, to }: { data: string; to: Micros }) => {
      process.stdout.write(text(to, await rewindJournal(data, to)));
    });
}

function text(to: Micros, { ticks, later }: JournalRewind): string {
  const lines = [
    `Taken back: ${counted(ticks, 'tick')} of the own clock after ${formatInstant(to)}. The next start goes on from there.`,
    ...later.map(
      ({ source, events, last }) =>
        `Recorded after it: ${counted(events, 'event')} of ${JSON.stringify(source)}, the last at ${formatInstant(last)}. What senders recorded stays, and time with it: correct it by the sender.`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}
