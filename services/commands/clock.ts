import type { Command } from 'commander';
import { confirmClock } from '../client/clock.ts';
import { Server } from '../client/server.ts';
import type { ClockConfirmed } from '../clock/clock-confirmed.ts';
import { KEY_FILE, readClientKey } from './client-key.ts';
import { serverUrl } from './server-url.ts';
import { stopSignal } from './stop-signal.ts';
import { wholeNumber } from './whole-number.ts';

interface Options {
  to: URL;
  keyFile?: string;
  patience: number;
  json?: boolean;
}

/** `clock`: the clock of a server's machine. */
export function clockCommand(program: Command): void {
  program
    .command('clock')
    .summary("say that the clock of a server's machine is right, after a jump of it")
    .command('confirm')
    .summary('have the server go by the clock of its machine again')
    .description(
      'A server does not follow a jump of the clock of its machine by itself: it says so in its log. Look at that clock first ("date" on that machine). Where the own clock of the server moved the hospital past the time that it is, that is taken back.',
    )
    .requiredOption('--to <url>', 'address of the server', serverUrl)
    .option(...KEY_FILE)
    .option(
      '--patience <s>',
      'seconds to wait for a server that is away or busy',
      wholeNumber(0, 86_400),
      10,
    )
    .option('--json', 'print JSON')
    .action(async ({ to, keyFile, patience, json }: Options) => {
      const key = await readClientKey(keyFile);
      const confirmed = await confirmClock(new Server({ to, key, patience, signal: stopSignal() }));
      process.stdout.write(json ? `${JSON.stringify(confirmed)}\n` : text(confirmed));
    });
}

function text({ time, offsetSeconds, isRewound }: ClockConfirmed): string {
  const jump =
    offsetSeconds === 0
      ? 'the clock was trusted already'
      : `the clock is ${Math.abs(offsetSeconds)} s ${offsetSeconds > 0 ? 'ahead of' : 'behind'} what it went by`;
  const rewound = isRewound ? ' · its own ticks ahead of that were taken back' : '';
  return `The server goes by ${time} · ${jump}${rewound}\n`;
}
