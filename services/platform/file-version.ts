import { stat } from 'node:fs/promises';

const NOT_THERE = 'not there';

/** A value that changes with a file; `NOT_THERE` if there is none. */
export async function versionOf(path: string): Promise<string> {
  try {
    const { mtimeNs, ino, size } = await stat(path, { bigint: true });
    return `${mtimeNs} ${ino} ${size}`;
  } catch {
    return NOT_THERE;
  }
}
