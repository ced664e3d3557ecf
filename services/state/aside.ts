import { existsSync } from 'node:fs';
import { copyFile, link, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Warehouse } from '../../pipelines/warehouse/warehouse.ts';
import { syncFolder } from '../platform/durable-files.ts';

const LOG = '.wal';

/** Renames a DuckDB file and its write-ahead log; replaces files with the new name. Safe to repeat. */
export async function moveStored(path: string, to: string): Promise<void> {
  if (existsSync(path)) {
    await removeStored(to);
    await rename(path, to);
  }
  if (existsSync(path + LOG)) await rename(path + LOG, to + LOG);
  await syncFolder(dirname(path));
}

/** Removes a DuckDB file and its write-ahead log. */
export async function removeStored(path: string): Promise<void> {
  await rm(path + LOG, { force: true });
  await rm(path, { force: true });
}

/** Replaces a file by a new one, and keeps the old one as `.before`. */
export async function swapStored(path: string, by: string): Promise<void> {
  const before = `${path}.before`;
  // without a log beside it, a stop between two steps leaves the whole old file
  if (existsSync(path + LOG)) await settle(path);
  await removeStored(before);
  // a stop at any point leaves a file with that name
  if (existsSync(path)) await link(path, before).catch(() => copyFile(path, before));
  if (existsSync(path + LOG)) await rename(path + LOG, before + LOG);
  await rename(by, path);
  await syncFolder(dirname(path));
}

/** Stores the write-ahead log of a file in the file; a damaged file stays as it is. */
async function settle(path: string): Promise<void> {
  const warehouse = await Warehouse.open(path, { memoryLimit: '256MB', threads: 1 }).catch(
    () => null,
  );
  await warehouse?.close();
}
