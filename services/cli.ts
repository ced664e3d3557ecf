import { Command, CommanderError } from 'commander';
import { addCommands } from './commands/commands.ts';
import { EXIT } from './commands/exit.ts';
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

await addCommands(program, process.argv[2]);

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
