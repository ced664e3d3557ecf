import { existsSync } from 'node:fs';
import { copyFile, link, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder } from '../platform/durable-files.ts';

const LOG = '.wal';

/** Renames a DuckDB file and its write-ahead log; replaces files with the new name. */
export async function moveStored(path: string, to: string): Promise<void> {
  await removeStored(to);
  if (existsSync(path + LOG)) await rename(path + LOG, to + LOG);
  if (existsSync(path)) await rename(path, to);
}

/** Removes a DuckDB file and its write-ahead log. */
export async function removeStored(path: string): Promise<void> {
  await rm(path + LOG, { force: true });
  await rm(path, { force: true });
}

/** Replaces a file by a new one, and keeps the old one as `.before`. */
export async function swapStored(path: string, by: string): Promise<void> {
  const before = `${path}.before`;
  await removeStored(before);
  // a stop at any point leaves a file with that name
  if (existsSync(path)) await link(path, before).catch(() => copyFile(path, before));
  if (existsSync(path + LOG)) await rename(path + LOG, before + LOG);
  await rename(by, path);
  await syncFolder(dirname(path));
}
