import { Command, CommanderError } from 'commander';
import { auditCommand } from './commands/audit.ts';
import { backupCommand, restoreCommand } from './commands/backup.ts';
import { clockCommand } from './commands/clock.ts';
import { deadLettersCommand } from './commands/dead-letters.ts';
import { doctorCommand } from './commands/doctor.ts';
import { eraseCommand } from './commands/erase.ts';
import { EXIT } from './commands/exit.ts';
import { importCommand } from './commands/import.ts';
import { kafkaServiceCommands } from './commands/kafka-services.ts';
import { keysCommand } from './commands/keys.ts';
import { levelCommand } from './commands/level.ts';
import { logCommand } from './commands/log.ts';
import { publishCommand } from './commands/publish.ts';
import { rebuildCommand } from './commands/rebuild.ts';
import { replayCommand } from './commands/replay.ts';
import { serveCommand } from './commands/serve.ts';
import { simulateCommand } from './commands/simulate.ts';
import { stateCommand } from './commands/state.ts';
import { topicsCommand } from './commands/topics.ts';
import { categoryOf } from './platform/error-category.ts';
import { InputError } from './platform/input-error.ts';
import { VERSION } from './platform/version.ts';

// stored data is about patients, so files and folders of every command are for their owner only
process.umask(0o077);

const program = new Command('vardintensitet')
  .description('Care intensity (vårdintensitet) of hospital wards: events in, nursing minutes out.')
  .version(VERSION)
  .configureHelp({ sortSubcommands: true })
  .exitOverride()
  .showHelpAfterError('(add --help for usage)');

replayCommand(program);
serveCommand(program);
publishCommand(program);
deadLettersCommand(program);
clockCommand(program);
levelCommand(program);
stateCommand(program);
kafkaServiceCommands(program);
importCommand(program);
simulateCommand(program);
topicsCommand(program);
keysCommand(program);
auditCommand(program);
logCommand(program);
doctorCommand(program);
eraseCommand(program);
rebuildCommand(program);
backupCommand(program);
restoreCommand(program);

// a closed pipe is normal; any other error is reported
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') process.stderr.write(`error: standard output: ${error.message}\n`);
  process.exit(error.code === 'EPIPE' ? EXIT.done : EXIT.failed);
});

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

/** Prints the error in one line, and returns the exit code. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.wrongUsage;
  if (error instanceof Error && error.name === 'AbortError') {
    process.stderr.write('Interrupted. Start the same command again to go on.\n');
    return EXIT.interrupted;
  }
  const message = error instanceof Error ? error.message : String(error);
  const isFull = categoryOf(error) === 'no space left';
  const advice = isFull ? '. The disk is full: make room, and start the same command again' : '';
  process.stderr.write(`error: ${message}${advice}\n`);
  if (process.env.DEBUG && !(error instanceof InputError)) console.error(error);
  return EXIT.failed;
}
