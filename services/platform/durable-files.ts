import { randomUUID } from 'node:crypto';
import { open, rename, rm, writeFile } from 'node:fs/promises';

/**
 * Writes a file atomically: a reader finds the old file or the new one, never a part. If writing fails, the old file
 * stays, and nothing is left beside it.
 * @param write writes a file of the given path
 * @param temporary its path until it is whole. By default a new one, so that several may write; a fixed one where only
 *   one process writes, so that what a kill left is overwritten
 */
export async function writeAtomically(
  path: string,
  write: (temporary: string) => Promise<unknown>,
  temporary = `${path}.${randomUUID()}.tmp`,
): Promise<void> {
  try {
    await write(temporary);
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Writes a text atomically, readable by its owner only. */
export function replaceFile(path: string, text: string): Promise<void> {
  return writeAtomically(path, (temporary) =>
    writeFile(temporary, text, { mode: 0o600, flush: true }),
  );
}

/** Syncs the names in a folder to the disk. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
