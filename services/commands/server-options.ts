import type { Command } from 'commander';
import { accessOptions } from './access-options.ts';

/** Adds the options of every server: its state, its address, and access to it. */
export function serverOptions(command: Command, data: string, port: number): Command {
  command
    .option('--site <file>', 'site file (wards, time zone, switches)')
    .option('--data <dir>', `where the state is kept (default: ${data})`)
    .option('--host <address>', 'address to listen on (default: 127.0.0.1)')
    .option('--port <n>', `port to listen on, 0 for a free one (default: ${port})`)
    .option('--log-level <level>', 'fatal, error, warn, info, debug or silent (default: warn)');
  return accessOptions(command);
}

/** Adds the options about how a server takes events, and by what clock. */
export function intakeOptions(command: Command): Command {
  return command
    .option('--no-clock', 'only events move stream time, as when the past is published')
    .option(
      '--clock-jump <s>',
      'seconds that the clock may jump before it is in doubt (default: 120)',
    )
    .option(
      '--clock-gap <h>',
      'hours that the machine may have been off before it is (default: 24)',
    )
    .option('--clock-senders <n>', 'senders whose events end the doubt, 0 for none (default: 2)')
    .option('--allow-old', 'take moves and staffing of any year, as when history is loaded')
    .option('--queue <n>', 'events that may wait to be stored (default: 20000)')
    .option('--patience <s>', 'seconds that a request waits to be stored at most (default: 10)');
}
