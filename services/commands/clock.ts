import type { Command } from 'commander';
import type { Server } from '../client/server.ts';
import { type ClockConfirmed, clockConfirmed } from '../clock/clock-confirmed.ts';
import { type ClientOptions, clientOptions, serverOf } from './client-options.ts';

/** `clock`: the clock of a server's machine. */
export function clockCommand(program: Command): void {
  const confirm = program
    .command('clock')
    .summary("say that the clock of a server's machine is right, after a jump of it")
    .command('confirm')
    .summary('have the server go by the clock of its machine again')
    .description(
      'A server does not follow a jump of the clock of its machine by itself: it says so in its log. Look at that clock first ("date" on that machine). Where the own clock of the server moved the hospital past the time that it is, that is taken back.',
    );
  clientOptions(confirm).action(async (options: ClientOptions) => {
    const confirmed = await confirmClock(await serverOf(options));
    process.stdout.write(options.json ? `${JSON.stringify(confirmed)}\n` : text(confirmed));
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

/** Confirms to a server that the clock of its machine is right. */
function confirmClock(server: Server): Promise<ClockConfirmed> {
  return server.call({ method: 'POST', path: '/v1/clock/confirm' }, clockConfirmed);
}
