import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PATIENCE } from './patience.ts';

const { BUILT_CLI } = process.env;

/**
 * How a process of the command line starts: what `built-cli.ts` built for the run, else from the sources, as the
 * scripts of package.json start it; without a wrapper that would take the signals.
 */
export const CLI: readonly [string, ...string[]] = [
  process.execPath,
  ...(BUILT_CLI === undefined ? ['--import', 'tsx', 'services/cli.ts'] : [BUILT_CLI]),
];

/** Runs the command line to its end. */
export function cli(...args: string[]) {
  return cliWith({}, ...args);
}

/** Runs it with variables of the environment beside those there are. */
export function cliWith(environment: NodeJS.ProcessEnv, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(CLI[0], [...CLI.slice(1), ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...environment },
    // a command that does not end fails its test, and does not hold up all others
    timeout: PATIENCE,
    killSignal: 'SIGKILL',
  });
  return { status, stdout, stderr };
}

/** Hashes of what a replay wrote. */
export function results(out: string): string[] {
  return ['encounter-hours.ndjson', 'ward-hours.ndjson', 'rejected.ndjson'].map((name) =>
    createHash('sha256')
      .update(readFileSync(join(out, name)))
      .digest('hex'),
  );
}
