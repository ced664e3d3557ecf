import { existsSync } from 'node:fs';
import { withLock } from '../../platform/file-lock.ts';
import { InputError } from '../../platform/input-error.ts';
import { expiryText, readAccessFile, writeAccessFile } from './access-file.ts';
import { createKey, digestOf, keyText } from './key.ts';

/** A key to be made. */
export interface NewKey {
  /** Whose it is. */
  readonly name: string;
  /** As they are written: `planner:31A`. */
  readonly grants: readonly string[];
  /** Milliseconds since 1970. */
  readonly expiresAt: number | null;
}

/**
 * Makes a key and adds it to an access file, which is made where it is not there.
 * @returns the key: only its digest is kept
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
 * Takes a key out of an access file.
 * @returns whose it was
 * @throws InputError where there is none of this id
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
