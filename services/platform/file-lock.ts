import { randomUUID } from 'node:crypto';
import { link, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { InputError } from './input-error.ts';

/** Milliseconds between tries, and until the last one. */
const PAUSE = 20;
const PATIENCE = 60_000;
/** Milliseconds after which a lock of another machine counts as stale, since locks are only held briefly. */
const STALE = 30_000;

/** Another process considered the lock stale, and has it now. */
class LockLost extends Error {
  override name = 'LockLost';
}

/**
 * Runs work under an exclusive lock for a file, which is a file beside it. A stale lock of a killed process
 * is removed.
 * @param work gets a function to call just before its change: if the lock is lost, the work starts again
 * @throws InputError if another process holds the lock for long
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

/** Of several processes that find a stale lock, one removes it, and none removes the next lock. */
async function removeLeftBehind(lock: string): Promise<void> {
  const [owner, there] = await Promise.all([ownerOf(lock), stat(lock).catch(() => null)]);
  if (owner === null || there === null || !isLeftBehind(owner, there.mtimeMs)) return;
  const aside = `${lock}.${randomUUID()}`;
  try {
    await rename(lock, aside);
  } catch {
    return;
  }
  // another process was quicker, and a third has the lock now: restore it, unless a fourth has one
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
