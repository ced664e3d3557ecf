import { existsSync } from 'node:fs';
import { copyFile, mkdir, open, readdir, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { erasuresAfter } from '../journal/erase.ts';
import { Journal } from '../journal/journal.ts';
import { syncFolder } from '../platform/durable-files.ts';
import { makeFolder } from '../platform/folder.ts';
import { InputError } from '../platform/input-error.ts';
import { swapStored } from './aside.ts';
import { findBackup, type Manifest, verifyBackup } from './backup.ts';
import { COMMAND_LOCK, withCommandLock } from './command-lock.ts';
import { holdsState } from './examine.ts';
import { assertNotHeld, withExclusiveAccess } from './exclusive-access.ts';
import { journalFolder } from './files.ts';
import { readHead } from './head.ts';
import { RESTORING } from './restoring.ts';

export interface RestoreOptions {
  /** A backup, or the folder of several: the newest. */
  readonly from: string;
  readonly data: string;
  /** Restores only one DuckDB file of an existing state. */
  readonly only?: string | undefined;
  readonly onProgress?: ((file: string) => void) | undefined;
}

export interface Restored {
  /** The backup. */
  readonly from: string;
  readonly made: Manifest;
  /** Number of erasures that the backup lacks: erased data is back in the restored file. */
  readonly erasures: number;
}

/**
 * Restores a backup into a folder that has no state; every file is then identical to the backup. An interrupted
 * restore starts again.
 * @throws InputError if the backup is damaged, or the folder has a state; then nothing changes
 */
export async function restore(options: RestoreOptions): Promise<Restored> {
  const { data, only } = options;
  const from = await findBackup(options.from);
  if (only !== undefined) return restoreOne(from, only, options);
  const isNew = !existsSync(data);
  await makeFolder(data);
  try {
    return await withCommandLock(data, () => restoreAll(from, options));
  } catch (error) {
    // a folder with something in it stays
    if (isNew) await rmdir(data).catch(() => undefined);
    throw error;
  }
}

async function restoreAll(from: string, options: RestoreOptions): Promise<Restored> {
  const { data, onProgress = () => {} } = options;
  const names = (await readdir(data)).filter((name) => !COMMAND_LOCK.test(name));
  const wasCutShort = names.includes(RESTORING);
  if (!wasCutShort && (names.length > 0 || holdsState(data))) {
    throw new InputError(`${data} is not empty: give a new folder. Nothing was changed`);
  }
  const note = join(data, RESTORING);
  // from now on no server begins a hospital here
  await writeFile(note, `${from}\n`, { mode: 0o600, flush: true });
  await syncFolder(data);
  const made = await verified(from, options).catch(async (error: unknown) => {
    if (!wasCutShort) await rm(note);
    throw error;
  });
  // left by an interrupted restore of this backup or another
  for (const name of names) {
    if (name !== RESTORING) await rm(join(data, name), { recursive: true });
  }
  const files = Object.keys(made.files);
  for (const name of files) {
    onProgress(name);
    await copyWhole(join(from, name), join(data, name));
  }
  for (const folder of new Set(files.map((name) => dirname(join(data, name))))) {
    await syncFolder(folder);
  }
  await syncFolder(data);
  await rm(note);
  await syncFolder(data);
  return { from, made, erasures: 0 };
}

/** @throws InputError if a backup is not as it was made */
async function verified(from: string, { onProgress }: RestoreOptions): Promise<Manifest> {
  const { manifest, faults } = await verifyBackup(from, onProgress);
  if (faults.length === 0) return manifest;
  throw new InputError(
    `${from} is damaged: ${faults[0]}. Give another backup. Nothing was changed`,
  );
}

async function restoreOne(from: string, name: string, options: RestoreOptions): Promise<Restored> {
  const { data } = options;
  const made = await verified(from, options);
  if (!name.endsWith('.duckdb') || made.files[name] === undefined) {
    const there = Object.keys(made.files).filter((each) => each.endsWith('.duckdb'));
    throw new InputError(`--only ${name}: the backup has ${there.join(', ') || 'no such file'}`);
  }
  return withCommandLock(data, () => replaceOne(from, name, made, data));
}

async function replaceOne(
  from: string,
  name: string,
  made: Manifest,
  data: string,
): Promise<Restored> {
  await withExclusiveAccess(data, async () => {});
  const id = (await readHead(data))?.journal.id ?? (await Journal.end(journalFolder(data)))?.id;
  if (id !== made.journal.id) {
    const why = id === undefined ? 'has no journal' : `is of another journal than ${from}`;
    throw new InputError(
      `${data} ${why}: give the backup of this state, or restore all of it into a new folder. Nothing was changed`,
    );
  }
  const path = join(data, name);
  await copyWhole(join(from, name), `${path}.new`);
  // a server may have started meanwhile
  await assertNotHeld(data);
  await swapStored(path, `${path}.new`);
  return { from, made, erasures: await erasuresAfter(journalFolder(from), journalFolder(data)) };
}

async function copyWhole(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  await copyFile(from, to);
  const file = await open(to, 'r+');
  try {
    await file.chmod(0o600);
    await file.sync();
  } finally {
    await file.close();
  }
}
