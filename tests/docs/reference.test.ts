import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ENVIRONMENT } from '../../services/commands/config.ts';
import { EXIT } from '../../services/commands/exit.ts';
import { ROLES } from '../../services/security/auth/principal.ts';
import { KAFKA_ENVIRONMENT } from '../../services/transport/kafka/settings.ts';

const read = (path: string) => readFileSync(path, 'utf8');

/** What the first column of a document's table rows holds in backticks, below a heading. */
function firstColumn(path: string, heading: string, pattern: RegExp): string[] {
  const part = read(path).split(`\n## ${heading}\n`)[1]!.split('\n## ')[0]!;
  return [...part.matchAll(/^\|([^|]*)\|/gm)].flatMap(([, cell]) => cell!.match(pattern) ?? []);
}

test('services/README.md has every variable of the environment, with its option', () => {
  const part = read('services/README.md').split('\n## Options and environment\n')[1]!;
  const rows = [...part.matchAll(/^\| `(VARDINTENSITET_\w+)` +\| `--([\w-]+)`/gm)];
  const option = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  expect(rows.map(([, variable, name]) => [variable, name]).toSorted()).toEqual(
    Object.entries(ENVIRONMENT)
      .map(([variable, name]) => [variable, option(name)])
      .toSorted(),
  );
});

test('services/README.md has every exit code', () => {
  const codes = firstColumn('services/README.md', 'Exit codes', /\d+/g).map(Number);
  expect(codes).toEqual(Object.values(EXIT));
});

test('the README of Kafka has every variable', () => {
  const path = 'services/transport/kafka/README.md';
  const named = read(path).match(/KAFKA_[A-Z_]+[A-Z]/g)!;
  expect([...new Set(named)].toSorted()).toEqual([...KAFKA_ENVIRONMENT].toSorted());
});

test('the README of security has every role', () => {
  const roles = firstColumn('services/security/README.md', 'Keys and roles', /\w+/g);
  expect(roles.filter((word) => word !== 'role')).toEqual([...ROLES]);
});

test('every npm script that a document names exists', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const documents = execFileSync('git', ['ls-files', '*.md'], { encoding: 'utf8' }).trim();
  const named = documents
    .split('\n')
    .filter((path) => existsSync(path) && path !== 'CHANGELOG.md')
    .flatMap((path) => [...read(path).matchAll(/npm run (?:-s |--silent )?([\w:]+)/g)])
    .map(([, script]) => script!);
  expect(named.filter((script) => !(script in scripts))).toEqual([]);
});

test('every command of the command line that a document names exists', () => {
  const documents = execFileSync('git', ['ls-files', '*.md'], { encoding: 'utf8' }).trim();
  const folder = 'services/commands';
  const sources = readdirSync(folder).map((file) => read(join(folder, file)));
  const isCommand = (name: string) => sources.some((text) => text.includes(`'${name}'`));
  const named = documents
    .split('\n')
    .filter((path) => existsSync(path))
    .flatMap((path) => [...read(path).matchAll(/npm run cli -- ([a-z][\w-]*)/g)])
    .map(([, command]) => command!);
  expect(named.filter((command) => !isCommand(command))).toEqual([]);
  expect(named.length).toBeGreaterThan(10);
});
