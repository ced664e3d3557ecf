import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';

const LOG = '.wal';

/** Moves a DuckDB file and its write-ahead log to another name; what had that name goes. */
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

/** Puts a new file in the place of another, which is kept as `.before`. */
export async function swapStored(path: string, by: string): Promise<void> {
  await moveStored(path, `${path}.before`);
  await rename(by, path);
}
