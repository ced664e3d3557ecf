import { randomUUID } from 'node:crypto';
import { open, readFile, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { InputError } from './input-error.ts';

/** Milliseconds between tries, and until the last one. */
const PAUSE = 20;
const PATIENCE = 60_000;
/** Milliseconds between renewals of a lock, and until one that is not renewed counts as left behind. */
const RENEWAL = 5_000;
const STALE = 30_000;

/** Another process considered the lock stale, and has it now. */
class LockLost extends Error {
  override name = 'LockLost';
}

export interface LockTimes {
  readonly patience: number;
  readonly renewal: number;
  readonly stale: number;
}

/**
 * Runs work under an exclusive lock for a file, which is a file beside it. The lock is renewed while the work lasts;
 * one that a killed process left behind is removed.
 * @param work gets a function to call just before its change: if the lock is lost, the work starts again
 * @throws InputError if another process holds the lock for long
 */
export async function withLock<T>(
  path: string,
  work: (assertHeld: () => Promise<void>) => Promise<T>,
  { patience = PATIENCE, renewal = RENEWAL, stale = STALE }: Partial<LockTimes> = {},
): Promise<T> {
  const lock = `${path}.lock`;
  const mine = `${process.pid} ${hostname()} ${randomUUID()}`;
  const assertHeld = async () => {
    if ((await ownerOf(lock)) !== mine) throw new LockLost();
  };
  const seen: Seen = { renewal: '', since: performance.now() };
  for (const end = performance.now() + patience; performance.now() < end; ) {
    if (!(await create(lock, mine))) {
      await removeLeftBehind(lock, mine, seen, stale);
      await sleep(PAUSE * (0.5 + Math.random()));
      continue;
    }
    const renewing = setInterval(() => void renew(lock, mine), renewal);
    try {
      return await work(assertHeld);
    } catch (error) {
      if (!(error instanceof LockLost)) throw error;
    } finally {
      clearInterval(renewing);
      if ((await ownerOf(lock)) === mine) await rm(lock, { force: true });
    }
  }
  const [pid, host] = (await ownerOf(lock))?.split(' ') ?? [];
  const holder = host === undefined ? 'another process' : `process ${pid} of ${host}`;
  throw new InputError(
    `${holder} is at work on ${path} (it holds ${lock}): wait for its end, then start again. Nothing was changed`,
  );
}

async function renew(lock: string, mine: string): Promise<void> {
  const now = new Date();
  if ((await ownerOf(lock)) === mine) await utimes(lock, now, now).catch(() => undefined);
}

/** The last renewal of another's lock, and when it was first seen by a clock that nobody sets. */
interface Seen {
  renewal: string;
  since: number;
}

async function create(lock: string, mine: string): Promise<boolean> {
  try {
    const file = await open(lock, 'wx', 0o600);
    try {
      await file.writeFile(mine);
    } catch (error) {
      // as on a full disk: without an owner nobody could see that it is left behind
      await rm(lock, { force: true });
      throw error;
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Removes a lock that was left behind, and never the next one: only one process at a time removes another's lock, and
 * it compares the owner again first. So the owner that it removes is the one that it judged.
 */
async function removeLeftBehind(
  lock: string,
  mine: string,
  seen: Seen,
  stale: number,
): Promise<void> {
  const found = await holderOf(lock);
  if (found === null) return;
  if (found.renewal !== seen.renewal) {
    Object.assign(seen, { renewal: found.renewal, since: performance.now() });
  }
  // a number of a process may be given again
  const isRenewed = performance.now() - seen.since < stale;
  if (isRenewed && !isLeftBehind(found, stale)) return;
  const removal = `${lock}.removal`;
  if (!(await create(removal, mine))) {
    const remover = await holderOf(removal);
    if (remover !== null && isLeftBehind(remover, stale)) await rm(removal, { force: true });
    return;
  }
  try {
    if ((await ownerOf(lock)) === found.owner) await rm(lock, { force: true });
  } finally {
    await rm(removal, { force: true });
  }
}

interface Holder {
  readonly owner: string;
  /** Changes with each renewal. */
  readonly renewal: string;
  readonly renewedAt: number;
}

async function holderOf(lock: string): Promise<Holder | null> {
  const [owner, there] = await Promise.all([ownerOf(lock), stat(lock).catch(() => null)]);
  if (owner === null || there === null) return null;
  return { owner, renewal: `${owner} ${there.mtimeMs}`, renewedAt: there.mtimeMs };
}

function isLeftBehind({ owner, renewedAt }: Holder, stale: number): boolean {
  const [pid, host] = owner.split(' ');
  return host === hostname() ? !isAlive(Number(pid)) : Date.now() - renewedAt > stale;
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
