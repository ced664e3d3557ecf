import { stat } from 'node:fs/promises';

const NOT_THERE = 'not there';

/** Changes whenever a file does; `NOT_THERE` where there is none. */
export async function versionOf(path: string): Promise<string> {
  try {
    const { mtimeNs, ino, size } = await stat(path, { bigint: true });
    return `${mtimeNs} ${ino} ${size}`;
  } catch {
    return NOT_THERE;
  }
}
