import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { platform } from 'node:os';
import { expect, test } from 'vitest';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  scripts: Record<string, string>;
};

/** The options that a script of package.json starts the command line with. */
const optionsOf = (script: string) =>
  / node (.*?) services\/cli\.ts/.exec(` ${scripts[script]}`)![1]!.split(' ');

/** Uses every thread of the pool, and prints how many threads the process has. */
const COUNT = `
  const { pbkdf2 } = require('node:crypto');
  for (let n = 0; n < 40; n++) pbkdf2('', '', 1, 8, 'sha512', () => {});
  console.log(require('node:fs').readdirSync('/proc/self/task').length);`;

function threads(options: readonly string[], size?: string): number {
  const { UV_THREADPOOL_SIZE: _, ...env } = process.env;
  const { stdout } = spawnSync(process.execPath, [...options, '-e', COUNT], {
    encoding: 'utf8',
    env: size === undefined ? env : { ...env, UV_THREADPOOL_SIZE: size },
  });
  return Number(stdout);
}

test.runIf(platform() === 'linux').each(['start', 'cli', 'example'])(
  'npm run %s gives DuckDB and the disk sixteen threads of the pool, where Node has four',
  (script) => {
    const options = optionsOf(script);
    const without = threads(options, '4');
    expect(threads(options)).toBe(without + 12);
    expect(threads(options, '20')).toBe(without + 16);
  },
);
