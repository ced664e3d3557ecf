import { randomUUID } from 'node:crypto';
import { link, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { InputError } from './input-error.ts';

/** Milliseconds between tries, and after which the lock is given up on. */
const PAUSE = 20;
const PATIENCE = 60_000;
/** Milliseconds after which a lock of another machine was left behind: it is held for a moment. */
const STALE = 30_000;

/** The lock was taken for one that was left behind, and is another's now. */
class LockLost extends Error {
  override name = 'LockLost';
}

/**
 * Does something while no other process does so for the same file, by a file beside it that exists only meanwhile. One
 * that a killed process left behind is removed.
 * @param work is given what it calls before it makes its change: where the lock was lost, it begins again
 * @throws InputError where another holds it for long
 */
export async function withLock<T>(
  path: string,
  work: (assertHeld: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const lock = `${path}.lock`;
  const mine = `${process.pid} ${hostname()} ${randomUUID()}`;
  const assertHeld = async () => {
    if ((await ownerOf(lock)) !== mine) throw new LockLost();
  };
  for (const end = performance.now() + PATIENCE; performance.now() < end; ) {
    if (!(await create(lock, mine))) {
      await removeLeftBehind(lock);
      await sleep(PAUSE * (0.5 + Math.random()));
      continue;
    }
    try {
      return await work(assertHeld);
    } catch (error) {
      if (!(error instanceof LockLost)) throw error;
    } finally {
      if ((await ownerOf(lock)) === mine) await rm(lock, { force: true });
    }
  }
  throw new InputError(
    `${lock} is held by another process. Delete it if none is at work on the file.`,
  );
}

async function create(lock: string, mine: string): Promise<boolean> {
  try {
    const file = await open(lock, 'wx', 0o600);
    try {
      await file.writeFile(mine);
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Of several that find a lock left behind one removes it, and none removes the lock that comes after. */
async function removeLeftBehind(lock: string): Promise<void> {
  const [owner, there] = await Promise.all([ownerOf(lock), stat(lock).catch(() => null)]);
  if (owner === null || there === null || !isLeftBehind(owner, there.mtimeMs)) return;
  const aside = `${lock}.${randomUUID()}`;
  try {
    await rename(lock, aside);
  } catch {
    return;
  }
  // another was quicker, and a third holds the lock by now: it is put back, unless a fourth does
  if ((await ownerOf(aside)) !== owner) await link(aside, lock).catch(() => undefined);
  await rm(aside, { force: true });
}

function isLeftBehind(owner: string, modified: number): boolean {
  const [pid, host] = owner.split(' ');
  return host === hostname() ? !isAlive(Number(pid)) : Date.now() - modified > STALE;
}

function ownerOf(lock: string): Promise<string | null> {
  return readFile(lock, 'utf8').catch(() => null);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
