import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { createGunzip } from 'node:zlib';

/** A file that an erasure does not change. */
export interface Leftover {
  /** Path within the folder. */
  readonly file: string;
  /** Whether it names what was erased, or cannot be searched. */
  readonly why: 'names' | 'unsearched';
}

/** Kept, as the law requires: who read and changed what, and about which patient. */
const AUDIT = /^audit(\/|$)|^audit-(head|accepted)/;
/** Compressed formats: a search of the bytes finds nothing. */
const DATABASE = /\.(duckdb|parquet)/;

/**
 * Searches a folder for files that still name what was erased, such as copies and exports of a user.
 * @param id the pseudonym, or the id of a judgement
 * @param isDone the files that were erased
 */
export async function leftovers(
  data: string,
  id: string,
  isDone: (file: string) => boolean,
): Promise<Leftover[]> {
  const spellings = [id, JSON.stringify(id).slice(1, -1)];
  const sought = [...new Set(spellings)].map((text) => Buffer.from(text));
  const found: Leftover[] = [];
  for (const entry of await readdir(data, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const file = relative(data, path);
    if (!entry.isFile() || AUDIT.test(file) || isDone(file)) continue;
    if (DATABASE.test(file)) found.push({ file, why: 'unsearched' });
    else if (await holds(path, sought)) found.push({ file, why: 'names' });
  }
  return found;
}

async function holds(path: string, sought: readonly Buffer[]): Promise<boolean> {
  if (path.endsWith('.gz')) {
    // a file that is not gzip is searched as it is
    const isInside = await search(createReadStream(path).pipe(createGunzip()), sought).catch(
      () => false,
    );
    if (isInside) return true;
  }
  return search(createReadStream(path), sought);
}

async function search(stream: AsyncIterable<Buffer>, sought: readonly Buffer[]): Promise<boolean> {
  const most = Math.max(...sought.map(({ length }) => length));
  let held = Buffer.alloc(0);
  for await (const chunk of stream) {
    const part = Buffer.concat([held, chunk]);
    if (sought.some((each) => part.includes(each))) return true;
    held = part.subarray(-most);
  }
  return false;
}
