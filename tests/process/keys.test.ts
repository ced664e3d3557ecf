import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { addKey } from '../../services/security/auth/manage-keys.ts';
import { CLI, cli } from '../support/cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'vi-keys-process-'));
const access = join(folder, 'access.json');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: string[]) =>
  new Promise<number | null>((resolve) => {
    const child = spawn(CLI[0], [...CLI.slice(1), 'keys', ...args, '--access', access], {
      stdio: 'ignore',
    });
    child.on('close', resolve);
  });
const names = () =>
  JSON.parse(readFileSync(access, 'utf8')).keys.map(({ name }: { name: string }) => name);

test.each([
  [['--expires', '99999999d'], 'too long: expected at most 99999d'],
  [['--expires', '9'], 'Expected days, such as 90d'],
  [['--grant', 'ward_viewer:../x'], 'a slash parts addresses'],
])('a key that would be of no use is refused: %j', (options, message) => {
  const grant = options[0] === '--grant' ? [] : ['--grant', 'planner'];
  const made = cli(
    'keys',
    'create',
    '--access',
    `${access}.no`,
    '--name',
    'x',
    ...grant,
    ...options,
  );
  expect(made.stderr).toContain(message);
  expect(made.status).toBe(2);
});

test('several processes that change an access file at a time lose nothing', async () => {
  const old: string[] = [];
  for (const name of ['old 1', 'old 2']) {
    old.push(await addKey(access, { name, grants: ['planner'], expiresAt: null }));
  }
  const made = Array.from({ length: 6 }, (_, index) => `new ${index}`);
  const codes = await Promise.all([
    ...made.map((name) => run('create', '--name', name, '--grant', 'planner')),
    ...old.map((key) => run('revoke', key.split('_')[1]!)),
  ]);
  expect(codes).toEqual(codes.map(() => 0));
  expect(names().toSorted()).toEqual(made);
  const audit = 'access.json.audit';
  expect(readdirSync(folder).toSorted()).toEqual([
    ...['access.json', audit, `${audit}-head.copy.json`, `${audit}-head.json`],
  ]);
  // a line before each and one after, in one chain
  const [month] = readdirSync(join(folder, audit));
  const text = readFileSync(join(folder, audit, month!), 'utf8');
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ note }) => note)).toEqual(
    codes.flatMap(() => ['the access file is to be changed', 'the access file is changed']),
  );
  expect(lines.every(({ by }) => by === userInfo().username)).toBe(true);
  for (const name of made) {
    const of = lines.filter((line) => line.name === name);
    const id = expect.stringMatching(/^[a-z2-7]{8,}$/);
    expect(of).toMatchObject([{ command: 'keys create', grants: ['planner'] }, { id }]);
  }
  const revoked = lines.filter(
    ({ command, id }) => command === 'keys revoke' && id === old[0]!.split('_')[1],
  );
  expect(revoked).toMatchObject([{}, { name: 'old 1' }]);
  const { keys } = JSON.parse(readFileSync(access, 'utf8'));
  for (const { digest } of keys) expect(text).not.toContain(digest);
  const verified = cli('audit', 'verify', '--access', access);
  expect(verified.stderr).toBe('');
  expect([verified.status, verified.stdout]).toEqual([
    0,
    expect.stringMatching(/^16 entries, 1 to 16/),
  ]);

  // what fails says so, and what cannot be audited is not done
  expect(await run('revoke', 'nosuchkey')).toBe(1);
  expect(readFileSync(join(folder, audit, month!), 'utf8')).toContain('could not be changed');
  rmSync(join(folder, audit), { recursive: true });
  writeFileSync(join(folder, audit), 'in the way');
  expect(await run('create', '--name', 'unseen', '--grant', 'planner')).toBe(1);
  expect(names().toSorted()).toEqual(made);
});
