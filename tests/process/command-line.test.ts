import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { cli } from '../support/cli.ts';

test('--version prints the version of the package', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect(cli('--version')).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
});
