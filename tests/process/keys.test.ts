import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { addKey } from '../../services/access/manage-keys.ts';
import { CLI } from './cli.ts';

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

test('several processes that change an access file at a time lose nothing', async () => {
  const old = [];
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
  expect(readdirSync(folder)).toEqual(['access.json']);
}, 120_000);
