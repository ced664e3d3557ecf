import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { withLock } from '../../../services/platform/file-lock.ts';
import { CLI } from '../../support/cli.ts';

const SITE = 'tests/fixtures/mimic-iii-demo/site.json';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vi-lock-'));
  path = join(folder, 'file');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a lock is renewed while its work lasts, so that nobody takes it for left behind', async () => {
  await withLock(
    path,
    async (assertHeld) => {
      const other = withLock(path, async () => 'taken', { patience: 500, stale: 250 });
      await expect(other).rejects.toThrow(
        `process ${process.pid} of ${hostname()} is at work on ${path}`,
      );
      await assertHeld();
    },
    { renewal: 10 },
  );
  expect(existsSync(`${path}.lock`)).toBe(false);
});

test('a lock that nobody renews is left behind, also where its number is of a process that lives', async () => {
  for (const owner of [`${process.pid} ${hostname()} x`, '1 elsewhere x']) {
    writeFileSync(`${path}.lock`, owner);
    const began = performance.now();
    expect(await withLock(path, async () => 'taken', { stale: 100 })).toBe('taken');
    expect(performance.now() - began).toBeGreaterThan(99);
    expect(existsSync(`${path}.lock`)).toBe(false);
  }
});

test('the lock of the next process is never moved, though its owner before ended while it was judged', async () => {
  const [lock, next] = [`${path}.lock`, `${process.pid} ${hostname()} next`];
  writeFileSync(lock, `4194304 ${hostname()} before`);
  const seen: string[] = [];
  const watcher = watch(folder, (_, name) => void seen.push(name ?? '?'));
  // between the look at the owner and this question it ends, and the next process takes the lock
  const alive = vi.spyOn(process, 'kill').mockImplementationOnce(() => {
    rmSync(lock);
    writeFileSync(lock, next);
    throw Object.assign(new Error('no such process'), { code: 'ESRCH' });
  });
  try {
    await expect(withLock(path, async () => 'taken', { patience: 200 })).rejects.toThrow(
      `process ${process.pid} of ${hostname()} is at work on ${path}`,
    );
  } finally {
    alive.mockRestore();
    watcher.close();
  }
  expect(readFileSync(lock, 'utf8')).toBe(next);
  // removed by its owner, created and written by the next, and nothing else
  expect(seen.filter((name) => name === 'file.lock').length).toBeLessThanOrEqual(3);
});

test('a lock that cannot be written, as on a full disk, is not left for others to wait for', () => {
  const command = `ulimit -f 0; exec ${CLI.join(' ')} rebuild --data ${folder} --site ${SITE}`;
  const { status, stderr } = spawnSync('bash', ['-c', command], { encoding: 'utf8' });
  expect(status).toBe(1);
  expect(stderr).toContain('EFBIG');
  expect(existsSync(join(folder, 'command.lock'))).toBe(false);
});
