import type { Command } from 'commander';

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
