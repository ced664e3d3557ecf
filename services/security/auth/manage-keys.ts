import { existsSync } from 'node:fs';
import { withLock } from '../../platform/file-lock.ts';
import { InputError } from '../../platform/input-error.ts';
import { expiryText, readAccessFile, writeAccessFile } from './access-file.ts';
import { createKey, digestOf, keyText } from './key.ts';

/** A key to make. */
export interface NewKey {
  /** Its owner. */
  readonly name: string;
  /** In text form: `planner:31A`. */
  readonly grants: readonly string[];
  /** Milliseconds since 1970. */
  readonly expiresAt: number | null;
}

/**
 * Makes a key and adds it to an access file; creates the file if needed.
 * @returns the key, since the file only has its digest
 */
export async function addKey(path: string, { name, grants, expiresAt }: NewKey): Promise<string> {
  const key = createKey();
  const expires = expiresAt === null ? {} : { expires: expiryText(expiresAt) };
  const added = { id: key.id, digest: digestOf(key.secret), name, grants: [...grants], ...expires };
  await withLock(path, async (assertHeld) => {
    const { text } = existsSync(path) ? await readAccessFile(path) : { text: { keys: [] } };
    const changed = { ...text, keys: [...(text.keys ?? []), added] };
    await writeAccessFile(path, changed, assertHeld);
  });
  return keyText(key);
}

/**
 * Removes a key from an access file.
 * @returns its owner
 * @throws InputError if there is no key with this id
 */
export async function revokeKey(path: string, id: string): Promise<string> {
  return withLock(path, async (assertHeld) => {
    const { text } = await readAccessFile(path);
    const revoked = text.keys?.find((key) => key.id === id);
    if (revoked === undefined) throw new InputError(`${path} has no key ${id}`);
    const keys = text.keys!.filter((key) => key.id !== id);
    await writeAccessFile(path, { ...text, keys }, assertHeld);
    return revoked.name;
  });
}
